"""A call without words, on the pages and in a real Chromium: what is said, and both ways on to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import toy_hub
from app_pages import screen, text
from library_calls import a_call, a_recording, a_report
from patience import soon
from real_browser import IN_A_BROWSER, ROOT, press_still, serving, still
from sounds import RATE, sample, write
from streamlit.testing.v1 import AppTest

from audio.call import Call, Doubt, Turn
from audio.span import Span
from library import current, pipeline
from library.house import judging
from library.house.limits import limits_in_force
from library.notes.note import Content
from library.store import Library
from library.worker import tasks
from library.worker.tasks import work
from library.worker.worker import Worker
from ui.dashboard.parts import missing_words
from ui.dashboard.parts.many.queue import MAX_SHOWN

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

WHY = "No speech recognition model is on this machine."
LINES = (
    b"WEBVTT\n\n00:00.300 --> 00:04.200\n<v Agent>Larkrise Parcels, good morning.\n\n"
    b"00:04.600 --> 00:08.600\n<v Customer>Hello, it's about my parcel.\n"
)
LATE = LINES.replace(b"00:0", b"05:0")
AWAY = "“base” cannot be fetched: [the *hub*](http://nowhere) cannot be reached."


def silent(call_id: str) -> Call:
    call = a_call(call_id)
    turns = tuple(Turn(turn.span, turn.speaker) for turn in call.turns)
    return replace(call, turns=turns, doubts=(Doubt("words", WHY), Doubt("clock", "The clock is late.")))


@pytest.fixture(scope="module")
def hub_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_hub.made(tmp_path_factory.mktemp("hub"))


@pytest.fixture
def hub(hub_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hub of its own, and a machine without a model."""
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "toy").symlink_to(hub_made / "toy")
    toy_hub.here(tmp_path / "hub", monkeypatch)
    return tmp_path / "hub"


@pytest.fixture
def library(hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Two calls whose sound alone was heard, and one with words."""
    monkeypatch.setenv(current.VARIABLE, str(tmp_path / "library.db"))
    opened = current.library()
    for k, call in enumerate((silent("c1"), silent("c2"), a_call("c3"))):
        recording = opened.keep_recording(a_recording(tmp_path / f"c{k}.wav", pitch=200 + 10 * k))
        opened.keep_call(call, recording, name=f"call_{k + 1}.wav", agent="Ama")
        opened.keep_report(a_report(call.id), judging.report_fingerprint(opened, limits_in_force(opened)))
    yield opened
    opened.close()


def labels(page: AppTest) -> list[str]:
    return [one.label for one in page.button]


def press(page: AppTest, label: str) -> AppTest:
    next(one for one in page.button if one.label.startswith(label)).click().run()
    assert not page.exception
    return page


def heard_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever hears a recording hears the words of ``a_call`` in it."""
    asked = {"c0.wav": "c1", "c1.wav": "c2"}

    def hear(path: Path, options: dict[str, str], progress: object) -> Call:
        return replace(a_call(options["again"]), source=asked.get(path.name, path.name))

    monkeypatch.setattr(pipeline, "hear", hear)


# the list of calls


def test_the_list_says_how_many_have_no_words_and_offers_two_models_with_their_sizes(library: Library) -> None:
    page = screen("calls")
    assert "2 calls have no words yet" in text(page)
    fetch = [label for label in labels(page) if label.startswith("Fetch")]
    assert fetch == ["Fetch the words' model (base, 148 MB)", "Fetch “small” instead (487 MB)"]
    assert any("makes fewer mistakes" in caption.value for caption in page.caption)


def test_where_every_call_has_words_nothing_is_said(library: Library) -> None:
    for call in ("c1", "c2"):
        library.delete(call)
    assert "no words" not in text(screen("calls"))


def test_pressed_in_two_browsers_it_is_fetched_once_and_then_every_call_is_heard(
    library: Library, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = screen("calls"), screen("review", call="c1")
    press(one, "Fetch the words' model")
    press(other, "Fetch “small”")
    for page in (one, other):
        assert labels(page).count("Cancel") == 1
        assert not any(label.startswith("Fetch") for label in labels(page))
    worker = Worker(library, work)
    assert worker.run_one()
    assert toy_hub.asked(hub) == ["base"]
    one.run()
    assert one.success[0].value == "Done: “base” is here, and 2 calls are heard again."
    assert "no words yet" not in text(one)
    heard_with_words(monkeypatch)
    while worker.run_one():
        pass
    assert all(library.call(call).has_words for call in ("c1", "c2"))
    one.run()
    press(one, "Dismiss")
    assert not one.success


def test_a_fetching_that_failed_says_why_as_text_and_is_tried_again(library: Library, hub: Path) -> None:
    (hub / "away").write_text(AWAY, encoding="utf-8")
    press(screen("calls"), "Fetch the words' model")
    worker = Worker(library, work)
    assert worker.run_one()
    page = screen("calls")
    assert "\\[the \\*hub\\*\\]\\(http\\:" in page.error[0].value
    assert "2 calls have no words yet" in text(page), "the other ways stay open"
    assert library.rehearing.wordless() == ("c1", "c2")
    (hub / "away").unlink()
    press(page, "Try again")
    assert worker.run_one()
    assert toy_hub.asked(hub) == ["base", "base"]
    assert screen("calls").success


def test_a_failed_fetching_dismissed_leaves_the_choice_anew(library: Library, hub: Path) -> None:
    (hub / "away").write_text(AWAY, encoding="utf-8")
    library.queue.fetch("base")
    assert Worker(library, work).run_one()
    page = press(screen("calls"), "Dismiss")
    assert not page.error
    assert "Fetch “small” instead (487 MB)" in labels(page)


def test_a_fetching_is_cancelled_and_the_calls_stay_as_they_are(library: Library) -> None:
    page = press(press(screen("calls"), "Fetch the words' model"), "Cancel")
    assert library.queue.fetching() is None
    assert "2 calls have no words yet" in text(page)


def test_with_a_model_at_hand_the_words_are_a_press_away(library: Library, hub: Path) -> None:
    toy_hub.lay(hub, "base")
    page = screen("calls")
    assert "“base”, which is on this computer, can listen for their words" in text(page)
    press(page, "Hear the words")
    assert [job.call_id for job in library.queue.jobs(("queued",))] == ["c1", "c2"]
    assert "no words yet" not in text(page)


def test_of_many_that_wait_the_first_are_named_and_the_rest_counted(library: Library, tmp_path: Path) -> None:
    for k in range(MAX_SHOWN + 2):
        library.enqueue(a_recording(tmp_path / f"w{k}.wav", pitch=400 + k, seconds=0.1))
    page = screen("calls")
    assert labels(page).count("Cancel") == MAX_SHOWN
    assert "w0" in [block.value for block in page.markdown]
    assert "And 2 more wait." in [caption.value for caption in page.caption]


# the review


def test_the_review_says_it_once_and_offers_both_ways(library: Library) -> None:
    page = screen("review", call="c1")
    assert "No words yet" in text(page)
    assert WHY not in text(page), "the notice stands in its place"
    assert "The clock is late." in text(page)
    assert "Fetch the words' model (base, 148 MB)" in labels(page)
    assert "Use it" in labels(page)
    assert "no words" not in text(screen("review", call="c3"))


def test_a_call_in_which_nothing_could_be_made_out_says_so_and_takes_a_transcript(library: Library, hub: Path) -> None:
    toy_hub.lay(hub, "base")
    press(screen("review", call="c1"), "Hear the words")
    (job,) = library.queue.jobs(("queued",))
    claim = library.queue.claim("w")
    assert claim is not None
    nothing = replace(
        silent("c1"), doubts=(Doubt("words", "In 12 s of what <b>sounds</b> like speech there was none."),)
    )
    library.queue.finish(claim, tasks.Reviewed(nothing, a_report("c1"), "f1", "base"))
    page = screen("review", call="c1")
    assert job.call_id == "c1"
    assert "No words could be made out" in text(page)
    assert "In 12 s of what &lt;b&gt;sounds&lt;/b&gt; like speech" in text(page)
    assert "Hear the words" not in labels(page)
    assert "Use it" in labels(page)


def test_a_hearing_again_that_failed_is_told_on_its_call(library: Library) -> None:
    library.rehearing.hear(["c1"])
    claim = library.queue.claim("w")
    assert claim is not None
    library.queue.fail(claim, "The model *is* damaged.")
    page = screen("review", call="c1")
    assert page.error[0].value == "The model \\*is\\* damaged\\."
    press(page, "Dismiss")
    assert "No words yet" in text(page)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02\x03 sound", "begins neither WebVTT"),
        (b"Minutes of the meeting: all was well.", "begins neither WebVTT"),
        (b"WEBVTT\n\n00:00.500 --> 00:0", "cannot be read"),
        (b"WEBVTT\n\n00:20.000 --> 00:21.000\n<v Mary>I am.\n", "tell who of them is the agent"),
    ],
)
def test_a_file_that_is_no_transcript_is_a_sentence_and_nothing_is_lost(
    library: Library, content: bytes, said: str
) -> None:
    with pytest.raises(missing_words.SameSideError, match=said) as slip:
        missing_words.give_transcript(library, library.call("c1"), "../../<b>words</b>.vtt", content)
    assert "\n" not in str(slip.value)
    assert ".." not in str(slip.value)
    assert library.queue.jobs() == ()
    assert library.report("c1") is not None


def test_a_name_as_long_as_a_letter_is_no_matter(library: Library) -> None:
    lines = b"Agent: Good morning.\nCustomer: Hello."
    missing_words.give_transcript(library, library.call("c1"), "ぬ" * 300 + "\x00.txt", lines)
    claim = library.queue.claim("w")
    assert claim is not None
    assert claim.transcript is not None
    assert claim.transcript[1] == lines
    assert len(claim.transcript[0]) <= missing_words.MAX_NAME_LENGTH


# a real browser


@dataclass(frozen=True)
class Dashboard:
    """A dashboard of its own, whose worker fetches from a hub of its own; one call in it, heard without words."""

    hub: Path
    file: Path
    address: str

    def bring(self, path: Path) -> str:
        """A recording heard by the dashboard's worker; the call's id."""
        library = Library(str(self.file))
        try:
            library.enqueue(path, "late_parcel.wav", {"by": "Ama"})
            soon(lambda: library.queue.jobs(("done", "failed")))
            (done,) = library.queue.jobs()
            assert done.call_id is not None, done.why
            return done.call_id
        finally:
            library.close()


SERVE = "from ui.dashboard import server; server.WORK = 'toy_hub:work'; server.serve(library, port, headless=True)"


@pytest.fixture
def dashboard(tmp_path: Path, hub_made: Path) -> Iterator[Dashboard]:
    hub = tmp_path / "hub"
    hub.mkdir()
    (hub / "toy").symlink_to(hub_made / "toy")
    told = {**toy_hub.environment(hub), "TOY_HUB_WORKER": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    with serving(SERVE, tmp_path / "library.db", told) as address:
        yield Dashboard(hub, tmp_path / "library.db", address)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some seconds of two people."""
    sides = (side[: 12 * RATE] for side in sample("parcel_pushed"))
    return write(tmp_path_factory.mktemp("sound") / "call.wav", *sides, rate=8000)


def in_a_browser(test: Callable[..., None]) -> Callable[..., None]:
    for mark in IN_A_BROWSER:
        test = mark(test)
    return test


@in_a_browser
def test_a_model_is_fetched_from_the_review_and_the_words_come_to_every_page(
    page: playwright.Page, dashboard: Dashboard, recording: Path
) -> None:
    call = dashboard.bring(recording)
    hub = dashboard.hub
    (hub / "away").write_text(AWAY, encoding="utf-8")
    page.goto(f"{dashboard.address}/?call={call}")
    page.get_by_role("heading", name="No words yet").wait_for()
    press_still(page, "Fetch the words' model (base, 148 MB)")
    shown = AWAY.replace("://", ":\u2060//")  # a joiner of no width keeps Streamlit from making a link of it
    page.get_by_text(shown).wait_for()  # as it is written: no link, nothing slanted
    (hub / "away").unlink()
    (hub / "hold").touch()
    press_still(page, "Try again")
    page.get_by_text("“base”, 59 of 148 MB").wait_for()

    other = page.context.new_page()  # another browser sees the same, and so does another page
    other.goto(dashboard.address)
    other.get_by_text("“base”, 59 of 148 MB").wait_for()
    press_still(other, "Cancel")
    other.get_by_text("1 call has no words yet").wait_for()
    press_still(page, "Fetch the words' model (base, 148 MB)")
    page.get_by_text("“base”, 59 of 148 MB").wait_for()
    page.reload()
    page.get_by_text("“base”, 59 of 148 MB").wait_for()
    (hub / "hold").unlink()
    page.locator(".line").first.wait_for()
    playwright.expect(page.get_by_role("heading", name="No words yet")).to_have_count(0)
    assert set(toy_hub.SAYS) & set(page.locator(".line").first.inner_text().split())
    other.reload()
    other.get_by_text("“base” is here, and 1 call is heard again").wait_for()
    assert toy_hub.asked(hub) == ["base", "base", "base"]  # failed, cancelled, fetched


@in_a_browser
def test_a_transcript_is_added_to_a_call_and_then_another_in_its_place(
    page: playwright.Page, dashboard: Dashboard, recording: Path
) -> None:
    call = dashboard.bring(recording)
    library = Library(str(dashboard.file))
    note = library.notes.add(call, "Ben", Content(Span(1.0, 2.0), text="Calm."))

    ready = page.locator("[data-testid=stPopoverBody]").get_by_role("button", name="Use it")

    def opened(popover: str, *within: str) -> None:
        """A popover that stays: a run of the page that ends while it opens closes it."""

        def there() -> bool:
            still(page)
            if page.locator("[data-testid=stPopoverBody]").count() == 0:
                page.get_by_role("button", name=popover).click()
            for name in within:
                if not ready.is_visible():  # a second click would fold it up again
                    page.get_by_text(name).click()
            still(page)
            return ready.is_visible()

        soon(there)

    def bring(name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": "text/vtt", "buffer": content}
        page.locator("[data-testid=stPopoverBody] input[type=file]").set_input_files(file)
        page.get_by_text(name).wait_for()
        ready.click()

    page.goto(f"{dashboard.address}/?call={call}")
    page.get_by_role("button", name="Add a transcript").wait_for()
    opened("Add a transcript")
    bring("*minutes*.txt", b"Minutes of the meeting.")
    page.get_by_text("“*minutes*.txt” cannot be read as a transcript").wait_for()
    bring("late.vtt", LATE)
    page.get_by_text("not this recording's transcript as it stands").wait_for()
    opened("Add a transcript")
    bring("call.vtt", LINES)
    page.locator(".line", has_text="Larkrise Parcels").wait_for()
    playwright.expect(page.get_by_text("not this recording's transcript")).to_have_count(0)
    playwright.expect(page.get_by_role("heading", name="No words yet")).to_have_count(0)
    assert library.call(call).has_words
    assert library.summary(call).agent == "Ama"
    assert library.notes.of(call, "Ben") == (note,)

    opened("About", "Another transcript")
    bring("other.vtt", LINES.replace(b"Larkrise Parcels", b"Marzipan"))
    page.locator(".line", has_text="Marzipan").wait_for()
    assert library.notes.of(call, "Ben") == (note,)
    library.close()
