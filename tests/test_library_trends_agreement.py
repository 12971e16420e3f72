"""How often coaches agree with the machine: by kind and technique, over the calls that are wanted, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from library_calls import a_call, a_moment, a_report
from real_postgres import new_database

from audio.span import Span
from library.calls.listing import Filter
from library.notes.note import Agreement, Content, Note, Verdict
from library.store import Library

MARCH, APRIL = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 4, 2, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    """A call of Zoe's in March, and one of Ama's in April."""
    opened = Library(new_database() if request.param == "postgres" else str(tmp_path / "library.db"), tmp_path)
    for call_id, agent, date in (("c1", "Zoe", MARCH), ("c2", "Ama", APRIL)):
        opened.keep_call(a_call(call_id), agent=agent, team="North", date=date)
        opened.keep_report(a_report(call_id))
    yield opened
    opened.close()


def say(library: Library, call_id: str, author: str, kind: str, technique: str, verdict: Verdict) -> Note:
    content = Content(Span(8.0, 10.0), verdict=verdict)
    return library.notes.add(call_id, author, content, moment=a_moment(kind, technique))  # type: ignore[arg-type]


def test_verdicts_are_counted_by_kind_and_technique(library: Library) -> None:
    say(library, "c1", "Ama", "pushed", "command", "agree")
    say(library, "c1", "Ben", "pushed", "command", "agree")
    say(library, "c1", "Cem", "pushed", "command", "disagree")
    say(library, "c1", "Ama", "pushed", "own_it", "adjust")
    missed = say(library, "c1", "Ben", "missed", "own_it", "disagree")
    assert library.trends.agreement()["missed", "own_it"] == Agreement(0, 1, 0)
    library.notes.delete(missed.id, "Ben")
    agreement = library.trends.agreement()
    assert agreement == {("pushed", "command"): Agreement(2, 1, 0), ("pushed", "own_it"): Agreement(0, 0, 1)}
    assert agreement["pushed", "command"].share == pytest.approx(2 / 3)
    assert Agreement().share is None


def test_only_the_calls_that_are_wanted_are_counted(library: Library) -> None:
    say(library, "c1", "Ben", "pushed", "command", "agree")
    say(library, "c2", "Ben", "pushed", "command", "disagree")
    say(library, "c2", "Ben", "partnered", "command", "agree")
    of = library.trends.agreement
    assert of(Filter(agent="Zoe")) == {("pushed", "command"): Agreement(1, 0, 0)}
    assert of(Filter(since=datetime(2026, 4, 1, tzinfo=UTC)))["pushed", "command"] == Agreement(0, 1, 0)
    assert of(Filter(team="North"))["pushed", "command"] == Agreement(1, 1, 0)
    assert of(Filter(team="South")) == {}
    library.deletions.later(["c2"])
    assert of() == {("pushed", "command"): Agreement(1, 0, 0)}
