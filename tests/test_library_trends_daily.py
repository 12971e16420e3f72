"""Daily tallies: whatever was done to a library, and whatever of it was counted beforehand, the trends say what its calls say."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import real_postgres
from library_calls import a_call, a_moment, a_report
from sqlalchemy import func, select, update

from analysis.report import Placebo, Report, Response
from audio.errors import InputError
from audio.span import Span
from library.access.viewer import Viewer
from library.calls.listing import Filter
from library.database.schema import Agent, CallRow, Person, PersonRole, PersonTeam, Team
from library.database.tables.daily import DailyCalls, DailyDue
from library.store import Library
from library.trends import reach
from library.trends.keeping import count_due, keep_days
from library.trends.packing import pack, unpack
from library.worker.housekeeping import COUNT_INTERVAL, Housekeeping

NOON = datetime(2026, 3, 2, 12, 0).astimezone(UTC)
TECHNIQUES = ("own_it", "clarify", "offer_choice")
AFTERS = ("calmer", "no_change", "hotter", "cannot_tell")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    library = Library(url, files=tmp_path)
    yield library
    library.close()


def said(chance: random.Random, call_id: str) -> Report:
    """A report of some moments and placebos."""
    moments = [
        a_moment("partnered", chance.choice(TECHNIQUES), k, k + 0.5, chance.choice(AFTERS))
        for k in range(chance.randint(0, 6))
    ]
    moments += [
        a_moment("pushed", "command", 10 + k, 10.5 + k, chance.choice(AFTERS)) for k in range(chance.randint(0, 2))
    ]
    report = a_report(call_id, *moments)
    heard = (
        Response(chance.choice(AFTERS[:3]), "", 0.0, 1.2, before=chance.gauss(0.5, 1))
        for _ in range(chance.randint(0, 3))
    )  # type: ignore[arg-type]
    placebos = tuple(Placebo(Span(20.0 + k, 21.0 + k), response) for k, response in enumerate(heard))
    return Report(report.call_id, report.duration, report.measures, report.moments, placebos)


def keep(library: Library, chance: random.Random, k: int) -> None:
    """Call ``c<k>`` of one of ten agents, or nobody's, on one of five days."""
    agent = chance.choice([*(f"Agent {n}" for n in range(10)), None])
    held = NOON + timedelta(days=chance.randrange(5), hours=chance.uniform(-11, 11))
    library.keep_call(a_call(f"c{k}"), date=held, agent=agent, team=agent and f"Team {int(agent[-1]) % 2}")
    library.keep_report(said(chance, f"c{k}"))


def told(library: Library, wanted: Filter | None = None) -> tuple[object, ...]:
    trends = library.trends
    return (
        trends.techniques(wanted), trends.topics(wanted), trends.agents(wanted), trends.anyway(wanted),
        trends.over_time(wanted, "day"), trends.over_time(wanted, "day", "own_it"),
    )  # fmt: skip


def told_by_calls(library: Library, wanted: Filter | None = None) -> tuple[object, ...]:
    """The same where nothing may be told from the tallies."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reach, "MOST_DUE", -1)
        return told(library, wanted)


WANTED = (
    None,
    Filter(agent="Agent 3"),
    Filter(team="Team 1"),
    Filter(
        since=NOON.astimezone().replace(hour=0) + timedelta(days=1),
        until=NOON.astimezone().replace(hour=0) + timedelta(days=3),
    ),
    Filter(since=NOON + timedelta(days=1)),  # not at midnight
    Filter(technique="own_it"),
)


def test_whatever_is_done_the_trends_say_what_the_calls_say(library: Library) -> None:
    chance = random.Random(3)
    for k in range(40):
        keep(library, chance, k)
    changes = (
        lambda call: library.keep_report(said(chance, call)),
        lambda call: library.set_date(call, NOON + timedelta(days=chance.randrange(9))),
        lambda call: library.assign([call], f"Agent {chance.randrange(12)}"),
        lambda call: library.deletions.later([call]),
        lambda call: library.mark_reviewed(call, "Cleo"),
        lambda call: keep(library, chance, 100 + chance.randrange(999)),
    )
    for turn in range(6):
        for _ in range(6):
            with suppress(InputError):  # of a call that is deleted
                chance.choice(changes)(f"c{chance.randrange(40)}")
        if turn % 3 != 2:
            count_due(library.database)
        for wanted in WANTED:
            assert told(library, wanted) == told_by_calls(library, wanted), (turn, wanted)
    with library.database.unwalled.write() as session:  # an agent is taken out, and the calls are nobody's
        session.delete(session.scalars(select(Agent).where(Agent.name == "Agent 3")).one())
    assert told(library) == told_by_calls(library)
    count_due(library.database)
    assert told(library) == told_by_calls(library)


def test_what_is_counted_is_read_and_nothing_else(library: Library) -> None:
    """The figures come out of the tallies: changed there, they are told changed."""
    keep(library, random.Random(1), 0)
    assert count_due(library.database) > 0
    with library.database.unwalled.write() as session:
        assert session.scalar(select(func.count()).select_from(DailyDue)) == 0
        session.execute(update(DailyCalls).values(calls=77))
    assert [point.calls for point in library.trends.over_time()] == [77]
    library.set_date("c0", NOON + timedelta(days=100))
    assert [point.calls for point in library.trends.over_time()] == [1]


def test_a_call_that_is_deleted_leaves_its_day_empty(library: Library) -> None:
    keep(library, random.Random(1), 0)
    count_due(library.database)
    library.deletions.later(["c0"])
    count_due(library.database)
    with library.database.read() as session:
        assert session.scalars(select(DailyCalls.day)).all() == []
    assert library.trends.over_time() == ()


def test_a_day_is_the_day_here(library: Library) -> None:
    late = datetime(2026, 3, 2, 23, 59, 59).astimezone()
    for k, held in enumerate((late, late + timedelta(seconds=1))):
        library.keep_call(a_call(f"d{k}"), date=held)
    with library.database.read() as session:
        days = session.execute(select(CallRow.id, CallRow.day).order_by(CallRow.id)).all()
    assert [tuple(row) for row in days] == [("d0", date(2026, 3, 2)), ("d1", date(2026, 3, 3))]


def people(library: Library) -> dict[str, Viewer]:
    """A coach of team 1, one of all, a reviewer to whom two calls were given, an agent, an admin, and a coach to whom one was shown."""
    who = {"coach": {1}, "coach of all": {0, 1}, "reviewer": set(), "agent": set(), "admin": set(), "shown": {0}}
    viewers = {}
    with library.database.unwalled.write() as session:
        teams = {team.name: team.id for team in session.scalars(select(Team))}
        for name, numbers in who.items():
            role = {"coach of all": "coach", "shown": "coach"}.get(name, name)
            person = Person(name=name, created=NOON)
            session.add(person)
            session.flush()
            session.add(PersonRole(person_id=person.id, role=role))
            own = frozenset(teams[f"Team {n}"] for n in numbers)
            session.add_all(PersonTeam(person_id=person.id, team_id=team) for team in own)
            viewers[name] = Viewer("person", person.id, name, frozenset({role}), own)  # type: ignore[arg-type]
        session.execute(update(Agent).where(Agent.name == "Agent 4").values(person_id=viewers["agent"].person_id))
    return viewers


def test_through_the_wall_too(library: Library) -> None:
    chance = random.Random(8)
    for k in range(60):
        keep(library, chance, k)
    viewers = people(library)
    admin = library.seen_by(viewers["admin"])
    for call in ("c1", "c2"):
        admin.sharing.give(call, viewers["reviewer"].person_id)
    admin.sharing.show("c3", viewers["shown"].person_id)
    library.seen_by(viewers["coach"]).keep_call(a_call("mine"), date=NOON)
    for counted in (False, True):
        if counted:
            count_due(library.database)
        for name, viewer in viewers.items():
            seen = library.seen_by(viewer)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("library.trends.trends.FEWEST_CALLS", 0)
                for wanted in (None, Filter(team="Team 1"), Filter(agent="Agent 4")):
                    assert told(seen, wanted) == told_by_calls(seen, wanted), (counted, name, wanted)
    with admin.database.read() as session:
        assert session.scalar(select(func.count()).select_from(DailyCalls))


def test_rows_are_packed_end_to_end() -> None:
    rows, which = unpack([pack([(1, 2), (3, 4)]), pack([]), pack([(5, -6)])], 2)
    assert rows.tolist() == [[1, 2], [3, 4], [5, -6]]
    assert which.tolist() == [0, 0, 2]
    assert unpack([], 3)[0].shape == (0, 3)
    with pytest.raises(OverflowError):
        pack([(2**31, 0)])
    assert np.dtype("<i4").itemsize == 4


def test_a_worker_counts_what_is_due_now_and_then(library: Library) -> None:
    now = 0.0
    housekeeping = Housekeeping(library, lambda: now)

    def due() -> int:
        with library.database.read() as session:
            return session.scalar(select(func.count()).select_from(DailyDue)) or 0

    keep(library, random.Random(1), 0)
    housekeeping.count()
    assert due() == 0
    keep(library, random.Random(2), 1)
    housekeeping.count()
    assert due() > 0
    now += COUNT_INTERVAL
    housekeeping.count()
    assert due() == 0


@pytest.fixture
def zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def test_a_computer_that_is_moved_to_another_zone_has_the_days_said_anew(
    library: Library, zones: Callable[[str], None]
) -> None:
    zones("Europe/Berlin")
    Housekeeping(library).count()
    for k in range(3):
        library.keep_call(a_call(f"z{k}"), date=datetime(2026, 2, 28, 23, 30, tzinfo=UTC) + timedelta(days=k))
    count_due(library.database)
    for zone, first in (("UTC", 28), ("Asia/Kathmandu", 1), ("Pacific/Kiritimati", 1), ("America/St_Johns", 28)):
        zones(zone)
        Housekeeping(library).count()
        assert [point.start.day for point in library.trends.over_time(period="day")] == [
            first,
            first % 28 + 1,
            first % 28 + 2,
        ]
        begins = datetime(2026, 3, 1).astimezone()
        day = Filter(since=begins, until=begins + timedelta(days=1))
        assert [point.calls for point in library.trends.over_time(day)] == [library.calls(day).total] == [1]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo"])
def test_the_first_and_the_last_day_that_there_is_are_days_too(
    library: Library, zones: Callable[[str], None], zone: str
) -> None:
    zones(zone)
    for k, held in enumerate((datetime.min, datetime.max)):
        library.keep_call(a_call(f"e{k}"), date=held.replace(tzinfo=UTC))
    for _ in range(2):
        assert sum(point.calls for point in library.trends.over_time()) == 2
        Housekeeping(library).count()
        keep_days(library.database)
