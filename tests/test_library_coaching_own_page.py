"""An agent's own page: what is chosen to be heard again, and figures beside nobody's but their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from library_calls import a_call, a_moment, a_report

from analysis.report import Moment, Response
from audio.span import Span
from library.coaching.highlights import Highlight, to_try, went_well
from library.forms.form_text import parse_form
from library.notes.note import Content
from library.store import Library

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
FORM = parse_form(
    'name = "Small"\n[[sections]]\ntitle = "One"\nquestions = [{ id = "heard", ask = "Heard out?", points = 6 }]'
)


def well(technique: str, change: float = -1.0, start: float = 8.0, **more: object) -> Moment:
    moment = a_moment("partnered", technique, start, start + 2)
    return replace(moment, response=Response("calmer", "…", change, 0.3, **more))  # type: ignore[arg-type]


def push(technique: str = "policy_shield", **more: object) -> Moment:
    return replace(a_moment("pushed", technique), instead="Say what can be done.", **more)  # type: ignore[arg-type]


def chosen(found: tuple[Highlight, ...]) -> list[tuple[str, str | None]]:
    return [(one.call_id, one.moment.technique) for one in found]


def test_what_is_rare_goes_first_and_of_it_what_calmed_most() -> None:
    reports = [
        a_report("a", well("own_it"), well("own_it", -3.0, 12.0), well("give_choice", -0.5)),
        a_report("b", well("own_it", -9.0), well("give_choice", -2.0)),
        a_report("c", well("name_it")),
    ]
    assert chosen(went_well(reports)) == [("c", "name_it"), ("b", "give_choice")]


def test_two_calls_are_heard_where_there_are_two() -> None:
    one = [a_report("a", well("own_it"), well("name_it"), a_moment("partnered", "name_it"))]
    assert chosen(went_well(one)) == [("a", "own_it"), ("a", "name_it")]
    two = [*one, a_report("b", a_moment("partnered", "own_it"), well("name_it"))]
    assert sorted(call for call, _ in chosen(went_well(two))) == ["a", "b"]


def test_a_return_to_the_usual_waits_for_anything_better() -> None:
    reports = [
        a_report("a", well("own_it", -4.0, usual=True), well("name_it"), well("give_choice"), well("give_choice"))
    ]
    assert [technique for _, technique in chosen(went_well(reports))] == ["name_it", "give_choice"]
    assert chosen(went_well([a_report("a", well("own_it", usual=True))])) == [("a", "own_it")]


def test_nothing_unsure_is_praised_nor_asked_of_anybody() -> None:
    unsure = [
        a_report(
            "a",
            replace(well("own_it"), confidence="low"),
            replace(push(), confidence="low"),
            replace(push(), instead=None),
        ),
        a_report("b", a_moment("partnered", "own_it", after="no_change"), a_moment("escalated", "threat")),
    ]
    assert went_well(unsure) == () and to_try(unsure) is None


def test_a_habit_is_to_be_tried_otherwise_and_its_latest_heard() -> None:
    reports = [
        a_report("a", push("blame", span=Span(1.0, 2.0)), push("blame", span=Span(4.0, 5.0))),
        a_report("b", push("policy_shield")),
        a_report("c", push("policy_shield"), push("blame", span=Span(1.0, 2.0)), push("why_not")),
        a_report("d", push("policy_shield")),
    ]
    other = to_try(reports)
    assert other is not None and (other.call_id, other.moment.technique) == ("b", "policy_shield")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Library]:
    library = Library(str(tmp_path / "library.db"), tmp_path / "files")
    for k in range(12):
        keep(library, f"c{k}", NOW - timedelta(days=k + 1), push(), well("own_it"))
    yield library
    library.close()


def keep(library: Library, call_id: str, held: datetime, *moments: Moment, agent: str = "Ama") -> None:
    library.keep_call(a_call(call_id), name=f"{call_id}.wav", agent=agent, date=held)
    library.keep_report(a_report(call_id, *moments))


def test_the_page_is_of_the_agents_latest_calls(kept: Library) -> None:
    keep(kept, "ben", NOW, well("name_it"), push("blame"), agent="Ben")
    page = kept.own_pages.of("Ama", NOW)
    assert chosen(page.well) == [("c0", "own_it")]
    assert page.other is not None and page.other.moment.instead == "Say what can be done."
    assert page.other.call_id == "c0" and page.names == {"c0": "c0.wav"}


def test_a_push_that_somebody_refuses_is_not_to_be_tried_otherwise(kept: Library) -> None:
    (moment,) = a_report("c0", push()).moments
    kept.notes.add("c0", "Cora", Content(moment.span, "It was not.", audience="everybody", verdict="disagree"), moment)
    other = kept.own_pages.of("Ama", NOW).other
    assert other is not None and other.call_id == "c1"


def test_figures_are_beside_ones_own_past_and_of_ten_calls_at_least(kept: Library) -> None:
    page = kept.own_pages.of("Ama", NOW)
    assert page.lately.calls == 12 and page.lately.a_call is not None
    assert page.lately.a_call == {"pushed": 1.0, "partnered": 1.0, "escalated": 0.0, "missed": 0.0}
    assert page.before.calls == 0 and page.before.a_call is None
    kept.delete("c0"), kept.delete("c1"), kept.delete("c2")
    assert kept.own_pages.of("Ama", NOW).lately.a_call is None


def test_finished_evaluations_wait_for_the_agents_word(kept: Library) -> None:
    form = kept.forms.add(FORM, "Ada").form_id
    kept.forms.publish(form)
    one = kept.evaluations.start("c3", form, "Rae")
    kept.evaluations.answer(one, "heard", "yes", "Rae")
    assert kept.own_pages.of("Ama", NOW).evaluations == ()
    kept.evaluations.finish(one, "Rae")
    (waiting,) = kept.own_pages.of("Ama", NOW).evaluations
    assert (waiting.call_id, waiting.call, waiting.reviewer) == ("c3", "c3.wav", "Rae")
    kept.evaluations.acknowledge(one)
    assert kept.own_pages.of("Ama", NOW).evaluations == ()
