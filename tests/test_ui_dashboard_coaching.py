"""Coaching on the pages: moments put on an agenda, a session drafted, held and read, what followed, and an agent's own page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from app_pages import screen, text
from library_calls import a_call, a_moment, a_report
from sqlalchemy import update
from streamlit.testing.v1 import AppTest
from test_ui_dashboard_evaluating import published

from analysis.report import Moment, Placebo, Response
from audio.errors import InputError
from audio.span import Span
from library.coaching.before_after import BeforeAfter, windows_of
from library.coaching.change import Change, Side
from library.coaching.session import Agreed, Stretch
from library.database.tables.coaching import CoachingSessionRow
from library.store import Library
from library.trends.trends import share
from ui.dashboard.parts.coaching import picture
from ui.dashboard.parts.coaching.route import _put

HELD = datetime.now(UTC).replace(microsecond=0) - timedelta(days=40)
POLICY = Stretch("", Span(8.0, 10.8), "", "policy_shield")
ALONE_AUTHOR = "Coach"


def keep(library: Library, call_id: str, agent: str = "Ama", held: datetime | None = None, *moments: Moment) -> None:
    library.keep_call(a_call(call_id), name=f"{call_id}.wav", agent=agent, date=held)
    library.keep_report(a_report(call_id, *moments), "f1")


def of_a_month(library: Library) -> None:
    """Seven agents, twelve calls each before a day and after it; from then on Ama does in every second what she never did."""
    told = Response("no_change", "…", 0.1, 0.8, before=0.7)
    used = replace(a_moment("partnered", "own_it", 0.5, 1.5), response=told)
    for agent in ("Ama", "Ben", "Cleo", "Dora", "Efua", "Finn", "Gus"):
        for k in range(12):
            for after in (False, True):
                uses = 2 if (after and k % 2 == 0 if agent == "Ama" else k % 3 == 0) else 0
                call_id = f"{agent}-{after}-{k}"
                report = replace(a_report(call_id), moments=(used, replace(used, span=Span(2.5, 3.5)))[:uses])
                spare = tuple(Placebo(Span(4.0 + j, 4.5 + j), told) for j in range(4 - uses))
                keep(library, call_id, agent, HELD + timedelta(days=k + 1 if after else -k - 1))
                library.keep_report(replace(report, placebos=spare), "f1")


def held(library: Library, at: datetime | None = None) -> int:
    one, _ = library.coaching.put("Ama-True-1", POLICY, ALONE_AUTHOR)
    library.coaching.agree(
        one, Agreed("own_it", "more"), (at or HELD) + timedelta(days=35), "Say <b>what</b> you will do."
    )
    library.coaching.hold(one)
    if at is not None:
        with library.database.write() as session:
            session.execute(update(CoachingSessionRow).where(CoachingSessionRow.id == one).values(held=at))
    return one


def press(page: AppTest, label: str) -> AppTest:
    button = next(one for one in page.button if one.label == label)
    button.click().run()
    assert not page.exception
    return page


def test_without_a_session_the_page_says_how_one_begins(library: Library) -> None:
    assert "Add to a session" in text(screen("coaching"))


def test_a_session_is_filled_in_held_and_acknowledged(library: Library) -> None:
    keep(library, "c1")
    one, number = library.coaching.put("c1", POLICY, ALONE_AUTHOR)
    assert "draft" in text(screen("coaching"))
    page = screen("coaching", session=str(one))
    assert "We don&#x27;t do refunds, that&#x27;s our policy." in text(page)
    next(field for field in page.text_input if field.label == "What to say of it").set_value("Hear <i>her</i>.").run()
    page.selectbox[1].set_value("own_it")
    page.text_area[0].set_value("So <b>far</b>.")
    press(page, "Held: show it to Ama")
    session = library.coaching.session(one)
    assert session.line.held and session.line.agreed == Agreed("own_it", "more") and session.line.look_again
    assert session.items[number - 1].stretch is not None and session.items[0].stretch.words == "Hear <i>her</i>."
    shown = text(page)
    assert "So &lt;b&gt;far&lt;/b&gt;." in shown and "Hear &lt;i&gt;her&lt;/i&gt;." in shown and "<i>her" not in shown
    page.text_area[0].set_value("Gladly.")
    press(page, "So it was")
    assert library.coaching.session(one).agent_words == "Gladly."
    assert "Gladly." in text(page)


def test_what_is_typed_of_a_moment_is_kept_and_a_moment_taken_off(library: Library) -> None:
    keep(library, "c1")
    one, _ = library.coaching.put("c1", POLICY, ALONE_AUTHOR)
    page = screen("coaching", session=str(one))
    press(page, "Take it off")
    assert library.coaching.session(one).items == ()
    press(page, "Held: show it to Ama")
    assert any("nothing in this session" in error.value for error in page.error)


def test_a_gone_call_is_said_on_the_agenda(library: Library) -> None:
    of_a_month(library)
    one = held(library)
    library.delete("Ama-True-1")
    assert "Its call is no longer here." in text(screen("coaching", session=str(one)))


@pytest.mark.parametrize("asked", ["7", "x", "99999999999999999999"])
def test_a_session_that_is_not_there_is_a_sentence_or_the_list(library: Library, asked: str) -> None:
    page = screen("coaching", session=asked)
    assert any("no such coaching session" in error.value for error in page.error) == (asked == "7")


def test_before_and_after_are_shown_when_the_day_has_come(library: Library) -> None:
    of_a_month(library)
    one = held(library, HELD)
    assert "To be looked at again" in text(screen("coaching"))
    shown = text(screen("coaching", session=str(one)))
    assert "What followed <small>" in shown and "12 of 48 opportunities" in shown and "0 of 48 opportunities" in shown
    assert "Against 6 others in the same weeks" in shown and "never what was caused" in shown


def test_before_that_day_it_is_so_far(library: Library) -> None:
    of_a_month(library)
    shown = text(screen("coaching", session=str(held(library, datetime.now(UTC) - timedelta(days=2)))))
    assert "What followed, so far" in shown and "Too few calls: 0 since the session" in shown


def a_change(low: float, high: float, own: bool = False) -> BeforeAfter:
    sides = [Side(30, share(hits, 100), 0.2, (0.1, 0.4)) for hits in (10, 30)]
    change = Change("stretch", sides[0], sides[1], 6, 0.2, (low + high) / 2, low, high)
    if own:
        change = Change("stretch", Side(30, share(10, 100)), Side(9, share(3, 9)), 0)
    return BeforeAfter(Agreed("own_it", "more"), windows_of(HELD, None, datetime.now(UTC)), False, change, own)


def test_the_words_follow_the_interval() -> None:
    assert "Ama did it more often than was to be expected" in picture.summary(a_change(0.02, 0.2), "Ama")
    assert "Ama did it less often" in picture.summary(a_change(-0.2, -0.02), "Ama")
    unclear = picture.summary(a_change(-0.02, 0.2), "Ama")
    assert "no clear change" in unclear and "likely between −2 and +20" in unclear


def test_the_agent_is_shown_themselves_alone_and_no_percentage_of_few_calls() -> None:
    shown = picture.change_html(a_change(0, 0, own=True), "Ama", "Owning it")
    assert "other" not in shown.replace("nobody else", "") and "Change" not in shown
    assert "10 %" in shown and "33 %" not in shown and "no share under 10 calls" in shown


def test_a_deed_of_a_browser_is_not_trusted(library: Library) -> None:
    keep(library, "c1")
    deed = {"do": "put", "start": 8.0, "end": 10.8, "technique": "policy_shield"}
    first = _put(library, "c1", 30.0, "Coach", deed)
    assert first["words"] == "It is on the agenda with Ama: 1 moment."
    _put(library, "c1", 30.0, "Coach", deed | {"start": 1.0, "technique": "<script>"})
    items = library.coaching.session(first["session"]).items
    assert [item.stretch and item.stretch.technique for item in items] == ["policy_shield", None]
    for start, end in ((5.0, 5.0), (9.0, 8.0), (-1.0, 3.0), (1.0, 900.0), (float("nan"), 3.0)):
        with pytest.raises(Exception, match="does not lie in the call"):
            _put(library, "c1", 30.0, "Coach", deed | {"start": start, "end": end})
    for slip in ({"start": "soon"}, {"start": None}, {"do": "drop"}):
        with pytest.raises((TypeError, ValueError)):
            _put(library, "c1", 30.0, "Coach", deed | slip)


def test_a_clip_is_put_on_the_agenda_with_its_title_and_why(library: Library) -> None:
    keep(library, "c1")
    keep(library, "c2")
    clip = library.clips.keep("c1", Span(8.0, 10.8), "A no", "Coach", why="The second half.", technique="policy_shield")
    first = _put(library, "c1", 30.0, "Coach", {"do": "clip", "id": clip.id})
    (item,) = library.coaching.session(first["session"]).items
    assert item.stretch == Stretch("c1", clip.span, "A no", "policy_shield", "The second half.")
    for call_id, wanted in (("c2", clip.id), ("c1", "gone")):
        with pytest.raises(InputError, match="no such clip of this call"):
            _put(library, call_id, 30.0, "Coach", {"do": "clip", "id": wanted})
    library.clips.remove(clip.id)
    with pytest.raises(InputError, match="taken away"):
        _put(library, "c1", 30.0, "Coach", {"do": "clip", "id": clip.id})


def test_an_own_page_leads_to_the_evaluation_that_waits(library: Library) -> None:
    keep(library, "c1")
    form = published(library, "Form")
    one = library.evaluations.start("c1", form, "Ann")
    for question, answer in (("pushed", "no"), ("often", 1.0)):
        library.evaluations.answer(one, question, answer, "Ann")
    library.evaluations.finish(one, "Ann")
    assert f"review?call=c1&amp;evaluation={one}" in text(screen("my_calls", agent="Ama"))


def test_an_own_page_shows_what_went_well_one_to_try_and_what_waits(library: Library) -> None:
    well = replace(a_moment("partnered", "own_it"), response=Response("calmer", "…", -1.0, 0.3))
    push = replace(a_moment("pushed", "policy_shield"), instead="Here is <b>what</b> I can do.")
    for k in range(10):
        keep(library, f"c{k}", "Ama", datetime.now(UTC) - timedelta(days=k + 1), well, push)
    one, _ = library.coaching.put("c1", POLICY, ALONE_AUTHOR)
    library.coaching.hold(one)
    assert "Choose an agent" in text(screen("my_calls"))
    shown = text(screen("my_calls", agent="Ama"))
    assert "Went well" in shown and "Owning it" in shown and "was calmer after it" in shown
    assert "Here is &lt;b&gt;what&lt;/b&gt; I can do." in shown
    assert "10 calls, and 0 before" in shown and "Waiting for your word" in shown and "Coaching session with" in shown
    library.delete("c9")
    assert "No figure is made of fewer than 10 calls" in text(screen("my_calls", agent="Ama"))
