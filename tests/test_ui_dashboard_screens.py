"""The pages without a browser: what they show of a library, and what their buttons do to it."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import streamlit
from app_pages import screen, text
from patience import PATIENCE
from sounds import RATE, sample, write
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from analysis.language.reading import hits
from analysis.language.rulebook.loading import load_book
from analysis.limits import Limits
from analysis.report import Placebo, Response
from audio.errors import SameSideError
from audio.signal.decode import decode
from library.house import file_names, judging, team_rules
from library.house.limits import keep_limits, limits_in_force
from library.metadata.call_metadata import Metadata
from library.store import Library
from library.trends.trends import Point
from library.worker.tasks import work
from library.worker.worker import Worker
from tests.library_calls import a_call, a_moment, a_report
from ui import texts
from ui.dashboard.components import chart
from ui.dashboard.parts import upload
from ui.dashboard.parts.two_files import joined
from ui.dashboard.printed_report import printed
from ui.dashboard.server import serve, streamlit_settings
from ui.dashboard.static_files import PARTS, FrontEnd, needed_soon


@pytest.fixture
def filled(library: Library) -> Library:
    """One call with one push, Ama's."""
    library.keep_call(a_call(), name="late_parcel.wav", agent="Ama", team="North")
    library.keep_report(a_report("c1", a_moment(after="hotter")), judging.report_fingerprint(library, Limits()))
    return library


def button(page: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(one for one in page.button if one.label == label)


# Calls


def links(page: AppTest) -> list[dict[str, Any]]:
    """The links to calls that a page shows, as data."""
    shown = [json.loads(one.proto.json) for one in page.get("bidi_component") if one.proto.json]
    return [data for data in shown if "address" in data]


def test_an_empty_library_teaches_and_offers_the_samples(library: Library) -> None:
    page = screen("calls")
    assert "No calls yet" in text(page)
    button(page, "Load the samples").click().run()
    assert len(library.queue.jobs(("queued",))) == len(list(upload.SAMPLES.glob("*.opus"))) > 5


def test_calls_are_listed_with_their_counts(filled: Library) -> None:
    (listed,) = screen("calls").get("bidi_component")
    (row,) = json.loads(listed.proto.json)["calls"]
    shown = (row["name"], row["about"], row["counts"]["pushed"], row["outcome"])
    assert shown == ("late parcel", "Ama · North", 1, "unclear")
    assert row["standing"] == "The agent pushed once, and how it ended is unclear."


def test_without_words_a_count_of_none_is_not_shown_as_one(filled: Library) -> None:
    call = a_call("c2")
    filled.keep_call(replace(call, turns=tuple(replace(turn, words=()) for turn in call.turns)))
    filled.keep_report(a_report("c2"))
    (listed,) = screen("calls").get("bidi_component")
    unknown = {row["id"]: row["unknown"] for row in json.loads(listed.proto.json)["calls"]}
    assert unknown == {"c1": "", "c2": texts.NO_WORDS}


def test_calls_judged_by_other_limits_are_judged_anew_when_asked(filled: Library) -> None:
    filled.keep_report(a_report("c1"), "another edition")
    page = screen("calls")
    assert page.info[0].value.startswith("1 call was judged by other limits")
    button(page, "Judge anew").click().run()
    assert not page.info
    assert filled.queue.judging() is not None
    assert Worker(filled, work).run_one()
    assert filled.stale(judging.report_fingerprint(filled, Limits())) == ()
    page.run()
    assert not page.info
    assert page.success[0].value == "Done: 1 call was judged anew."
    button(page, "Dismiss").click().run()
    assert not page.success
    assert filled.queue.judging() is None


def test_a_judging_that_goes_on_is_shown_and_not_offered_again(filled: Library) -> None:
    filled.keep_report(a_report("c1"), "another edition")
    filled.queue.judge(1)
    for name in ("calls", "house_rules"):
        page = screen(name)
        assert not page.info
        assert "Cancel" in [one.label for one in page.button]
    button(page, "Cancel").click().run()
    assert filled.queue.judging() is None
    assert button(screen("calls"), "Judge anew")


def test_a_judging_that_failed_says_why_and_is_tried_again(filled: Library) -> None:
    filled.queue.judge(1)
    claim = filled.queue.claim("worker")
    assert claim is not None
    filled.queue.fail(claim, "The disk is full.")
    page = screen("house_rules")
    assert page.error[0].value == texts.markdown("The disk is full.")
    button(page, "Try again").click().run()
    job = filled.queue.judging()
    assert job is not None
    assert job.state == "queued"


def test_a_search_that_finds_nothing_says_so(filled: Library) -> None:
    page = screen("calls")
    page.text_input[0].set_value("zebra").run()
    assert "Nothing matches" in text(page)


def test_a_failed_recording_says_why_and_is_dismissed(library: Library, tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"this is no sound at all")
    library.enqueue(broken)
    assert Worker(library, work).run_one()
    page = screen("calls")
    assert texts.markdown("broken.wav") in text(page)
    assert page.expander[-1].label == "1 recording could not be reviewed"
    button(page, "Dismiss").click().run()
    assert library.queue.jobs() == ()


def test_a_job_is_cancelled_though_another_has_ended_meanwhile(library: Library) -> None:
    first, second = (library.enqueue(BytesIO(name), name=f"{name!r}.wav") for name in (b"one", b"two"))
    page = screen("calls")
    claim = library.queue.claim("worker")
    assert claim is not None
    assert claim.job_id == first
    library.queue.fail(claim, "The disk is full.")
    page.button(f"cancel-{second}").click().run()
    assert [job.id for job in library.queue.jobs()] == [first]


def test_recordings_find_their_transcripts_by_name() -> None:
    def file(name: str) -> BytesIO:
        made = BytesIO(b"")
        made.name = name
        return made

    one, other, words, lonely = file("Late Parcel.WAV"), file("taxi.mp3"), file("late parcel.vtt"), file("old.srt")
    table, speakers = file("calls.csv"), file("Late Parcel.rttm")
    found = upload.sort_files([one, words, lonely, table, other, speakers])
    assert found.calls == [(one, [words, speakers]), (other, [])]
    assert found.alone == [lonely]
    assert found.tables == [table]


def test_what_is_dropped_together_reaches_the_call(library: Library) -> None:
    """Of two files with the recording's name one holds the words and one the recorder's data; a list says whose call it was."""

    def file(name: str, content: bytes) -> BytesIO:
        made = BytesIO(content)
        made.name = name
        return made

    path = upload.SAMPLES / "pharmacy_routine.opus"
    dropped = upload.sort_files(
        [
            file("Call.opus", path.read_bytes()),
            file("call.VTT", path.with_suffix(".vtt").read_bytes()),
            file("call.txt", b"Agent: J. Doe\nQueue: Repairs\nDisposition: resolved"),
            file("calls.csv", b"file;agent;team;date\ncall.opus;Ama;North;03.02.2026"),
        ]
    )
    ((_, metadata),) = upload.known_of(library, dropped, Metadata(team="South"))
    assert (metadata.agent, metadata.team, metadata.queue) == ("Ama", "South", "Repairs")
    ((recording, beside),) = dropped.calls
    upload.enqueue(library, recording, beside, upload.options_of(metadata, None))
    assert Worker(library, work).run_one()
    (call,) = library.calls().calls
    assert (call.agent, call.team, call.queue, call.disposition) == ("Ama", "South", "Repairs", "resolved")
    assert texts.format_moment(call.date) == "3 February 2026"
    heard = library.call(call.id)
    assert heard.has_words
    assert [doubt.why for doubt in heard.doubts if doubt.about == "beside"] == [
        "“call.txt” holds a recorder's data about the call (“Agent”, “Queue”, “Disposition”) and none of its words. "
        "It lies beside the recording, and no words are taken from it."
    ]
    page = screen("review", call=call.id)
    assert "Ama · South · 3 February 2026 · Repairs · resolved" in text(page)
    assert "Repairs" in printed(call, heard, library.report(call.id), ())  # type: ignore[arg-type]
    next(one for one in page.text_input if one.label == "Reference").set_value("C-4711")
    button(page, "Keep").click().run()
    assert library.summary(call.id).reference == "C-4711"


def test_a_pattern_of_file_names_is_tried_on_the_calls_at_hand_and_kept(filled: Library) -> None:
    page = screen("house_rules")
    field = next(one for one in page.text_input if one.label == "Pattern of the files' names")
    field.set_value("{agent}_{shift}").run()
    assert "there is no field" in page.error[0].value
    field.set_value("{date}_{agent}").run()
    assert any("fits none" in one.value for one in page.warning)
    field.set_value("{queue}_{agent}").run()
    assert "late" in str(page.dataframe[0].value) and not page.warning
    button(page, "Keep the pattern").click().run()
    assert file_names.written(filled) == ("{queue}_{agent}", 1)


def _two_files_page() -> None:
    from io import BytesIO

    import streamlit as st

    from ui.dashboard.parts.two_files import offer_pairs

    files = []
    for name in ("7-in.wav", "other.wav", "7-out.wav"):
        files.append(BytesIO(b""))
        files[-1].name = name
    st.write(" | ".join(f"{agent.name} {customer.name}" for agent, customer in offer_pairs(files, "0")) or "none")


def test_two_files_of_one_call_are_offered_and_joined_as_somebody_says() -> None:
    page = AppTest.from_function(_two_files_page, default_timeout=PATIENCE).run()
    (choice,) = page.radio
    assert "look like the two sides of one call" in choice.label and len(choice.options) == 3
    assert page.markdown[-1].value == "7-out.wav 7-in.wav"
    assert choice.set_value(choice.options[1]).run().markdown[-1].value == "7-in.wav 7-out.wav"
    assert page.radio[0].set_value("Two calls").run().markdown[-1].value == "none"


def test_two_uploads_become_one_recording(tmp_path: Path) -> None:
    uploads = []
    for name, side in zip(("7-out.wav", "7-in.wav"), sample("taxi_overtalk"), strict=True):
        uploads.append(BytesIO(write(tmp_path / name, side[: 5 * RATE], rate=8000).read_bytes()))
        uploads[-1].name = name
    with joined(*uploads) as recording:
        assert Path(recording.name).name == "7.flac"
        with decode(Path(recording.name)) as sound:
            assert (sound.channels, sound.duration) == (2, pytest.approx(5.0, abs=0.01))
    assert not Path(recording.name).exists()


def test_a_recording_with_a_transcript_goes_through_the_queue_to_its_agent(library: Library) -> None:
    path = upload.SAMPLES / "pharmacy_routine.opus"
    words = path.with_suffix(".vtt")
    library.enqueue(path, options={"by": "Ama", "team": "North"}, transcript=(words.name, words.read_bytes()))
    assert Worker(library, work).run_one()
    (job,) = library.queue.jobs()
    assert (job.state, job.why) == ("done", None)
    (call,) = library.calls().calls
    assert (call.agent, call.team, call.id) == ("Ama", "North", job.call_id)
    assert library.playable(call.id).size > 10_000
    assert library.call(call.id).has_words


# Review


def test_the_review_shows_figures_and_the_timeline(filled: Library) -> None:
    page = screen("review", call="c1")
    assert "late parcel" in text(page)
    assert "Ama · North" in text(page)
    assert "The transcript runs 0.2 s late." in text(page)
    assert "Unclear: This review is older than the judging of endings; judge the calls anew." in text(page)
    told = [json.loads(one.proto.json) for one in page.get("bidi_component")]
    (shown,) = [json.loads(data["picture"]) for data in told if "picture" in data]
    assert [moment["technique"] for moment in shown["moments"]] == ["policy_shield"]


def test_a_withheld_figure_is_a_dash_with_its_reason() -> None:
    report = a_report()
    (figure,) = [measure for name, measure in report.figures.items() if name == "customer_pitch"]
    assert texts.format_amount(figure) == "—"
    assert "—" in texts.figure_strip([(texts.format_amount(figure), "Pitch", figure.withheld or "")])


def test_a_call_is_ticked_off_and_back(filled: Library) -> None:
    page = screen("review", call="c1")
    page.toggle[0].set_value(True).run()
    assert filled.summary("c1").reviewed is not None
    told = f"Reviewed by {texts.markdown(filled.summary('c1').reviewed_by or '')}"
    assert told in [block.value for block in page.markdown]
    page.toggle[0].set_value(False).run()
    assert filled.summary("c1").reviewed is None
    assert told not in [block.value for block in page.markdown]


def test_a_call_ticked_off_elsewhere_is_shown_so(filled: Library) -> None:
    page = screen("review", call="c1")
    filled.mark_reviewed("c1", "Ben")
    assert page.run().toggle[0].value
    filled.mark_reviewed("c1", None)
    assert not page.run().toggle[0].value


def test_after_one_call_the_next_to_review_is_offered(filled: Library) -> None:
    filled.keep_call(a_call("c2"))
    filled.keep_report(a_report("c2", a_moment(after="hotter")))
    filled.mark_reviewed("c1", "Ben")
    page = screen("review", call="c1")
    assert ("Next to review →", "review?call=c2") in [
        (link["label"], link["address"]) for link in links(page) if "label" in link
    ]
    filled.mark_reviewed("c2", "Ben")
    assert "Next to review →" not in [link.get("label") for link in links(screen("review", call="c1"))]


def test_no_call_and_an_unknown_call_are_a_sentence(filled: Library) -> None:
    assert "Choose a call" in text(screen("review"))
    assert "no call nothing" in screen("review", call="nothing").error[0].value


def test_a_call_heard_but_not_judged_says_so(library: Library) -> None:
    library.keep_call(a_call())
    assert "not reviewed yet" in screen("review", call="c1").info[0].value


def test_the_printed_report_stands_alone_and_keeps_text_text(filled: Library) -> None:
    filled.rename("c1", "<script>alert(1)</script>")
    page = printed(filled.summary("c1"), a_call(), a_report(), ())
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "src=" not in page
    assert "that&#x27;s our policy" in page
    assert page.count("<circle") == 1
    assert "Unclear: This review is older than the judging of endings; judge the calls anew." in page


# Rule book, house rules, agents and techniques


def test_a_sentence_is_tried(library: Library) -> None:
    page = screen("rule_book")
    page.text_input[0].set_value("That's our policy.").run()
    assert "Hiding behind policy" in text(page)
    page.text_input[0].set_value("Your parcel comes on Tuesday.").run()
    assert "Nothing to flag in this." in text(page)


def test_every_limit_is_on_the_page_and_moving_one_is_kept_only_when_asked(filled: Library) -> None:
    page = screen("house_rules")
    assert len(page.slider) == len(Limits().__dataclass_fields__)
    moved = next(one for one in page.slider if one.label.startswith("Shortest overlap that counts"))
    moved.set_value(0.5).run()
    assert limits_in_force(filled) == Limits()
    assert "of the 1 newest calls would change" in text(page)
    button(page, "Keep these limits").click().run()
    assert limits_in_force(filled).overtalk_least == 0.5
    assert Worker(filled, work).run_one()
    assert filled.stale(judging.report_fingerprint(filled, limits_in_force(filled))) == ()
    assert screen("house_rules").success[0].value == "Done: 1 call was judged anew."


def test_limits_kept_by_two_at_once_the_second_is_told(filled: Library) -> None:
    page = screen("house_rules")
    keep_limits(filled, Limits(overtalk_least=0.3), 0)
    next(one for one in page.slider if one.label.startswith("Shortest overlap that counts")).set_value(0.5)
    page.run()
    keep_limits(filled, Limits(overtalk_least=0.4), 1)
    assert limits_in_force(filled).overtalk_least == 0.4


def test_agents_and_techniques_say_how_sure_they_are(filled: Library) -> None:
    filled.keep_call(a_call("c2"), agent="Ama")
    filled.keep_report(a_report("c2", a_moment("partnered", "own_it", after="calmer")))
    page = text(screen("people"))
    assert "Owning it" in page
    assert "1 of 1" in page
    assert "too few calls for a share" in page
    assert "100 %" not in page
    for k in range(9):
        filled.keep_call(a_call(f"more {k}"), agent="Ama")
        filled.keep_report(a_report(f"more {k}", a_moment("partnered", "own_it", after="calmer")))
    page = text(screen("people"))
    assert "likely 72 to 100" in page
    assert "10 of 10" in page


def test_a_technique_is_set_against_what_would_have_followed_anyway(filled: Library) -> None:
    """The first 18 of 24 calls hold a technique that calmer always follows, against placebos of which it follows a half."""

    def keep(k: int) -> None:
        told = Response("calmer", "pitch down", -1.2, 1.1, before=1.6)
        moment = replace(a_moment("partnered", "own_it"), response=told)
        empty = [Placebo(moment.span, replace(told, after=after)) for after in ("calmer", "no_change")]  # type: ignore[arg-type]
        filled.keep_call(a_call(f"call {k:02}"))
        filled.keep_report(replace(a_report(f"call {k:02}", moment), placebos=tuple(empty)))

    for k in range(18):
        keep(k)
    page = text(screen("people"))
    assert "50 %" in page
    assert "too few to tell <small>(18 compared)" in page
    for k in range(18, 24):
        keep(k)
    page = text(screen("people"))
    assert re.search(r"\+50 <small>likely \+\d\d to \+\d\d: more often; \+50 allowing for luck", page)
    assert "never what was caused" in page


def test_the_chart_puts_a_point_for_every_period_and_kind_at_its_rate() -> None:
    def point(month: int, calls: int, pushed: int) -> Point:
        return Point(datetime(2026, month, 1, tzinfo=UTC), calls, pushed, 0, 0, 0, 0)

    svg = chart.over_time([point(1, 2, 4), point(2, 4, 0)], lambda p: f"<{p.start:%b}>", lambda p, kind: f"./?{kind}")
    drawings = ElementTree.fromstring(svg).findall("svg")
    assert [int(drawing.get("viewBox").split()[2]) for drawing in drawings] == list(chart.WIDTHS)
    root = drawings[0]
    titles = [title.text for title in root.iter("title")]
    assert "Pushed, <Jan>: 2.0 a call, 2 calls" in titles
    assert "Pushed, <Feb>: 0.0 a call, 4 calls" in titles
    assert len(titles) == 2 * 3
    assert [link.get("href") for link in root.iter("a")] == ["./?pushed"]  # none leads nowhere
    assert len([point for point in root.iter() if point.get("class") == "point"]) == 2 * 3
    high, low = (float(y) for y in re.findall(r",([\d.]+)", root.find("polyline").get("points")))
    assert (high, low) == (chart.TOP, chart.HEIGHT - chart.FOOT)


def test_what_a_limit_changes_in_a_call_is_counted(filled: Library) -> None:
    filled.keep_report(a_report("c1", a_moment("escalated", "threat_to_leave", start=3.0, end=4.0)))
    changed = judging.difference(filled, "c1", "late parcel", Limits())
    assert changed is not None
    assert changed.changes["escalated"] == -1
    judging.judge_again(filled, "c1", Limits())
    assert judging.difference(filled, "c1", "late parcel", Limits()) is None


def test_a_taken_port_is_a_sentence(library: Library) -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        with pytest.raises(SameSideError, match=r"Port \d+ cannot be used"):
            serve(None, taken.getsockname()[1], True)


FIRST_PAGE = f"""
import sys
from ui.dashboard import server
server.preload()
known = set(sys.modules)
from streamlit.testing.v1 import AppTest
known |= set(sys.modules)
page = AppTest.from_file({str(upload.SAMPLES.parent / "ui" / "dashboard" / "app.py")!r}, default_timeout={PATIENCE})
page.session_state["author"] = "Coach"  # there are no cookies to read a name from
page.run()
assert page.title[0].value == "Calls"
print(*sorted({{name.split(".")[0] for name in set(sys.modules) - known}}))
"""


def test_what_the_first_page_needs_is_read_before_the_address_is_announced(filled: Library) -> None:
    told = subprocess.run([sys.executable, "-c", FIRST_PAGE], cwd=upload.SAMPLES.parent, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    late = set(told.stdout.split()) - {"streamlit", "packaging"}
    assert not late & {
        "PIL",
        "ui",
        "library",
        "analysis",
        "audio",
        "pandas",
        "scipy",
        "numpy",
        "sqlalchemy",
        "pyarrow",
    }, late


def asked(path: str, method: str = "GET") -> tuple[bytes, dict[str, str]]:
    """What the front end answers: the body, and the heads by name."""
    told: list[Any] = []

    async def streamlits(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("Streamlit's")(scope, receive, send)

    async def send(message: Any) -> None:
        told.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    asyncio.run(FrontEnd(streamlits)({"type": "http", "method": method, "path": path, "headers": []}, receive, send))
    start, *bodies = told
    return b"".join(b["body"] for b in bodies), {k.decode(): v.decode() for k, v in start["headers"]}


def test_streamlits_front_end_comes_out_of_memory_as_it_is_on_the_disk() -> None:
    static = Path(streamlit.__file__).parent / "static"
    scripts = sorted(path.relative_to(static).as_posix() for path in static.rglob("*.js"))
    assert len(scripts) > 50, "they lie where Streamlit has them"
    for script in scripts[:3]:
        body, heads = asked(f"/{script}")
        assert body == (static / script).read_bytes()
        assert heads["content-type"].startswith("text/javascript")
        assert "immutable" in heads["cache-control"]
    for path in ("/", "/index.html", "/static/js/none.js", "/static/js/../../index.html", "/call-audio/c1"):
        assert asked(path)[0] == b"Streamlit's"
    assert asked(f"/{scripts[0]}", "POST")[0] == b"Streamlit's"


def test_the_page_names_from_its_start_what_the_list_is_made_of() -> None:
    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    named = re.findall(r'href="\./static/js/([^"]+)"', needed_soon(scripts))
    assert all((scripts / name).is_file() for name in named)
    assert {name.partition(".")[0] for name in named} >= set(PARTS)


def test_an_empty_library_has_nothing_to_compare(library: Library) -> None:
    assert "Nothing to compare yet" in text(screen("people"))


# the frame


def test_the_server_listens_on_this_machine_alone_and_tells_nobody() -> None:
    told = streamlit_settings(8501, True)
    assert told["server.address"] == "localhost"
    assert told["browser.gatherUsageStats"] is False


def test_of_two_runs_of_a_page_the_second_waits_for_the_first() -> None:
    """Side by side, what the first click asks for may be kept after what the second does."""
    assert streamlit_settings(8501, True)["runner.fastReruns"] is False


@pytest.mark.parametrize(("seconds", "told"), [(0, "0:00"), (83.5, "1:23"), (3723, "1:02:03")])
def test_times_are_read_as_on_a_clock(seconds: float, told: str) -> None:
    assert texts.format_clock(seconds) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [("late_parcel.wav", "late parcel"), ("Call 7.30 pm", "Call 7.30 pm"), (".wav", ".wav"), ("a.b.flac", "a.b")],
)
def test_a_file_is_called_what_a_person_would_call_it(name: str, told: str) -> None:
    assert texts.title(name) == told


def toml_of(page: AppTest) -> object:
    return next(area for area in page.text_area if area.label == "Rules")


def test_a_team_adds_a_phrase_and_silences_a_rule(filled: Library) -> None:
    page = screen("rule_book")
    written = '[collaborative_we]\npatterns = ["shoulder to shoulder"]\n\n[overcorrect]\nsilent = true\n'
    toml_of(page).set_value(written).run()
    button(page, "Check and keep").click().run()
    assert team_rules.team_rules(filled) == (written, 1)
    assert filled.stale(judging.report_fingerprint(filled, Limits())) == ("c1",)
    rules = team_rules.rule_book(filled)
    assert rules["overcorrect"].silent
    assert [hit.technique for hit in hits("We stand shoulder to shoulder.", "agent", rules)] == ["collaborative_we"]
    assert hits("We stand shoulder to shoulder.", "agent", load_book()) == ()


def test_a_slip_in_a_teams_rules_is_named_and_nothing_kept(filled: Library) -> None:
    page = screen("rule_book")
    toml_of(page).set_value("[no_such_rule]\npatterns = 3\n").run()
    button(page, "Check and keep").click().run()
    assert any(texts.markdown("no_such_rule") in error.value for error in page.error)
    assert team_rules.team_rules(filled) == ("", 0)


def test_agent_and_customer_are_swapped_and_judged_again(filled: Library) -> None:
    before = filled.call("c1")
    judging.swap(filled, "c1")
    after = filled.call("c1")
    assert [t.speaker for t in after.turns] == [t.speaker for t in before.swapped().turns]
    assert filled.stale(judging.report_fingerprint(filled, Limits())) == ()
    judging.swap(filled, "c1")
    assert [t.speaker for t in filled.call("c1").turns] == [t.speaker for t in before.turns]
