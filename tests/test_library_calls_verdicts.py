"""A refused moment leaves counts, outcome, order, filters and trends at once, and comes back with an undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.review import review
from library.calls.listing import Filter
from library.notes.note import Content, Note, Verdict
from library.store import Library
from tests.library_calls import a_call, a_moment, a_report

PUSH = a_moment()
PARTNERING = a_moment("partnered", "own_it", 2.0, 3.0)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(str(tmp_path / "library.db"))
    opened.keep_call(a_call())
    opened.keep_report(a_report("c1", PUSH, PARTNERING))
    yield opened
    opened.close()


def say(library: Library, verdict: Verdict, author: str = "Ama", label: str = "", moment=PUSH) -> Note:  # type: ignore[no-untyped-def]
    return library.notes.add("c1", author, Content(moment.span, label=label, verdict=verdict), moment=moment)


def pushed(library: Library) -> tuple[int, int, int]:
    """How many pushes the list, its filter and the trends tell of."""
    lines = [line for line in library.trends.techniques(Filter()) if line.kind == "pushed"]
    return library.summary("c1").pushed, library.calls(Filter(kind="pushed")).total, sum(line.moments for line in lines)


def test_a_refused_moment_is_counted_nowhere_and_comes_back(library: Library) -> None:
    assert pushed(library) == (1, 1, 1)
    note = say(library, "disagree")
    assert pushed(library) == (0, 0, 0)
    assert library.summary("c1").partnered == 1
    library.notes.delete(note.id, "Ama")
    assert pushed(library) == (1, 1, 1)
    library.notes.restore(note.id, "Ama")
    assert pushed(library) == (0, 0, 0)
    library.notes.edit(note.id, 3, "Ama", Content(PUSH.span, verdict="agree"))
    assert pushed(library) == (1, 1, 1)


def test_where_as_many_stand_by_a_moment_it_stands(library: Library) -> None:
    say(library, "disagree")
    say(library, "agree", "Ben")
    assert pushed(library) == (1, 1, 1)
    say(library, "disagree", "Cem")
    assert pushed(library) == (0, 0, 0)
    by_moment = library.verdicts_on(library.report("c1"))
    assert (by_moment[PUSH].refuse, by_moment[PUSH].stand_by) == (("Ama", "Cem"), ("Ben",))


def test_an_adjusted_moment_counts_as_the_technique_it_is(library: Library) -> None:
    say(library, "adjust", label="truth_with_plan")
    assert pushed(library) == (0, 0, 0)
    assert library.calls(Filter(technique="truth_with_plan")).total == 1
    assert library.summary("c1").partnered == 2


def test_a_new_report_is_counted_as_people_settled_the_old_one(library: Library) -> None:
    say(library, "disagree")
    library.keep_report(a_report("c1", replace(PUSH, headline="told otherwise"), PARTNERING), "another")
    assert pushed(library) == (0, 0, 0)
    assert len(library.report("c1").moments) == 2, "the report stays as the machine made it"


def test_the_ending_follows(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "ending.db"))
    call = a_call()
    library.keep_call(call)
    report = review(call)
    shouted = a_moment("escalated", "anger_statement", 3.0, 6.0)
    hot = replace(report, moments=(*report.moments, shouted), outcome=replace(report.outcome, kind="unsettled"))
    library.keep_report(hot)
    assert library.summary("c1").outcome == "unsettled"
    library.notes.add("c1", "Ama", Content(shouted.span, verdict="disagree"), moment=shouted)
    summary = library.summary("c1")
    assert (summary.outcome, summary.escalated) == ("calm", 0)
    library.close()
