"""What followed a session, from calls that are kept: the windows, the peers, stretches or calls, and what the agent is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_moment, a_report
from sqlalchemy import insert, select, update

from analysis.report import Moment, Placebo, Response
from audio.span import Span
from library.access.viewer import Viewer
from library.coaching.before_after import windows_of
from library.coaching.session import Agreed
from library.database.schema import Agent, Person, PersonRole
from library.database.tables.coaching import CoachingSessionRow
from library.store import Library

HELD = datetime(2026, 5, 11, 9, 30, tzinfo=UTC)
LOOK = HELD + timedelta(days=35)
AGENTS = ("Ama", "Ben", "Cleo", "Dora", "Efua", "Finn", "Gus")
TOLD = Response("no_change", "…", 0.1, 0.8, before=0.7)


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    if request.param == "postgresql" and (why := real_postgres.why_not()):
        pytest.skip(why)
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    kept = Library(url, tmp_path / "files")
    yield kept
    kept.close()


def keep(library: Library, agent: str, held: datetime, uses: int, chances: int = 0, number: int = 0) -> None:
    """A call in which ``own_it`` was used so often; with ``chances``, of as many stretches that can be told."""
    call_id = f"{agent}-{held:%m%d}-{number}"
    moment = a_moment("partnered", "own_it")
    if chances:
        moment = replace(moment, response=TOLD)
    used: tuple[Moment, ...] = tuple(replace(moment, span=Span(float(k), k + 0.5)) for k in range(uses))
    report = replace(a_report(call_id), moments=used)
    spare = [Placebo(Span(float(k), k + 0.5), TOLD) for k in range(uses, chances)]
    library.keep_call(a_call(call_id), agent=agent, date=held)
    library.keep_report(replace(report, placebos=tuple(spare)))


def filled(library: Library, chances: int = 0, calls: int = 12) -> int:
    """Peers use it in every third call all the time; Ama in none before she was coached on it, and in every second after."""
    for k in range(calls):
        for agent in AGENTS:
            before, after = (0, int(k % 2 == 0)) if agent == "Ama" else (int(k % 3 == 0), int(k % 3 == 0))
            keep(library, agent, HELD - timedelta(days=k + 1), before, chances)
            keep(library, agent, HELD + timedelta(days=k + 1), after, chances)
    return coached(library, "Ama")


def coached(library: Library, agent: str, technique: str = "own_it") -> int:
    one = library.coaching.begin(agent, "Cora")
    library.coaching.agree(one, Agreed(technique, "more"), LOOK, "")
    library.coaching.hold(one)
    with library.database.write() as session:
        session.execute(update(CoachingSessionRow).where(CoachingSessionRow.id == one).values(held=HELD))
    return one


def test_the_windows_are_as_long_as_one_waits_and_leave_the_day_out() -> None:
    windows = windows_of(HELD, LOOK, LOOK + timedelta(days=99))
    assert windows.day.astimezone().date() == HELD.astimezone().date() and windows.day.astimezone().hour == 0
    assert (windows.after.date() - windows.day.date()).days == 1
    assert (windows.day.date() - windows.before.date()).days == 35
    assert (windows.end - windows.after).days == 35
    assert windows_of(HELD, LOOK, HELD + timedelta(days=9)).end == HELD + timedelta(days=9)
    assert windows_of(HELD, LOOK, HELD).end == windows.after
    assert (windows.day.date() - windows_of(HELD, None, LOOK).before.date()).days == 28
    assert (windows.day.date() - windows_of(HELD, HELD + timedelta(days=999), LOOK).before.date()).days == 84


def test_calls_without_sound_are_each_one_opportunity(library: Library) -> None:
    found = library.changes.of(filled(library), LOOK)
    assert found is not None and not found.so_far and found.agreed == Agreed("own_it", "more")
    change = found.change
    assert (change.unit, change.peers, change.why_not) == ("call", 6, "")
    assert (change.before.used.hits, change.before.used.of) == (0, 12)
    assert (change.after.used.hits, change.after.used.of) == (6, 12)
    assert change.before.peers == change.after.peers == pytest.approx(4 / 12)
    assert change.plain == pytest.approx(0.5)
    assert change.value is not None and change.low is not None and 0 < change.value < 0.5


def test_where_voices_can_be_told_an_opportunity_is_a_stretch(library: Library) -> None:
    found = library.changes.of(filled(library, chances=4), LOOK)
    assert found is not None
    assert found.change.unit == "stretch"
    assert (found.change.after.used.hits, found.change.after.used.of) == (6, 48)
    assert found.change.after.peers == pytest.approx(4 / 48)


def test_so_far_is_what_there_is_until_then(library: Library) -> None:
    one = filled(library)
    found = library.changes.of(one, HELD + timedelta(days=6, hours=1))
    assert found is not None and found.so_far
    assert found.change.after.calls == 6 and "Too few calls: 6 since the session" in found.change.why_not
    assert found.change.value is None


def test_who_was_coached_on_the_same_in_these_weeks_is_no_peer(library: Library) -> None:
    one = filled(library)
    coached(library, "Ben")
    coached(library, "Cleo", "name_it")
    found = library.changes.of(one, LOOK)
    assert found is not None and found.change.peers == 5
    coached(library, "Dora")
    found = library.changes.of(one, LOOK)
    assert found is not None and found.change.peers == 4 and "4 others" in found.change.why_not


def test_who_has_two_names_is_one_person(library: Library) -> None:
    one = filled(library)
    with library.database.write() as session:
        session.execute(insert(Person).values(id=7, name="Ama", created=HELD))
        session.execute(update(Agent).where(Agent.name.in_(["Ama", "Gus"])).values(person_id=7))
    found = library.changes.of(one, LOOK)
    assert found is not None and (found.change.peers, found.change.before.calls) == (5, 24)


def test_the_agent_is_told_nothing_of_the_others(library: Library) -> None:
    one = filled(library)
    with library.database.write() as session:
        session.execute(insert(Person).values(id=7, name="Ama", created=HELD))
        session.execute(insert(PersonRole).values(person_id=7, role="agent"))
        session.execute(update(Agent).where(Agent.name == "Ama").values(person_id=7))
    found = library.seen_by(Viewer("person", 7, "Ama", frozenset({"agent"}))).changes.of(one, LOOK)
    assert found is not None and found.own
    change = found.change
    assert (change.before.used.of, change.after.used.hits) == (12, 6)
    assert change.before.peers is change.after.band is change.plain is change.value is None and change.peers == 0


def test_nothing_is_told_of_a_draft_or_where_nothing_was_agreed(library: Library) -> None:
    one = library.coaching.begin("Ama", "Cora") if library.people.add("Ama") is None else 0
    assert library.changes.of(one) is None
    library.coaching.agree(one, None, LOOK, "Well done.")
    library.coaching.hold(one)
    assert library.changes.of(one) is None


def test_deleted_calls_and_those_of_nobody_do_not_count(library: Library) -> None:
    one = filled(library)
    library.deletions.later([f"Ama-{HELD + timedelta(days=1):%m%d}-0"])
    found = library.changes.of(one, LOOK)
    assert found is not None and found.change.after.calls == 11
    with library.database.read() as session:
        assert session.scalar(select(CoachingSessionRow.agent_id).where(CoachingSessionRow.id == one)) is not None
    library.people.remove("Ama")
    assert library.changes.of(one, LOOK) is None
