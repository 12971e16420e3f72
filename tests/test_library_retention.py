"""Calls go when their term is over: said beforehand, held where they are held, and never early by a clock that jumps."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_recording
from sqlalchemy import update

from audio.errors import SameSideError
from library.audit.event import Wanted
from library.calls.listing import Filter
from library.database.schema import CallRow
from library.retention.notices import NOTICE
from library.retention.retention import Coming
from library.retention.terms import Terms, terms_of, value_of
from library.retention.watch import NIGHT, Watch
from library.store import Library
from library.worker.housekeeping import INTERVAL, Housekeeping

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Clock:
    """A wall clock that can be set, and a stopwatch that only ever goes on."""

    def __init__(self) -> None:
        self.now, self.seconds = NOON, 0.0

    def wall(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    opened = Library(str(tmp_path / "library.db"), tmp_path / "files")
    started(opened, clock)
    yield opened
    opened.close()


def started(library: Library, clock: Clock) -> None:
    """A worker that has just been started on it."""
    library.retention.clock = clock.wall
    library.retention._watch = Watch(clock.monotonic)


def switched_on(library: Library, clock: Clock) -> None:
    """A worker that has just been started, and looks at once as each does."""
    started(library, clock)
    assert library.retention.look() == 0


def live(library: Library, clock: Clock, time: timedelta) -> int:
    """Let that time pass as it does, the worker looking every hour; how many calls went."""
    gone, end = 0, clock.now + time
    while clock.now < end:
        step = min(timedelta(hours=1), end - clock.now)
        clock.now, clock.seconds = clock.now + step, clock.seconds + step.total_seconds()
        gone += library.retention.look()
    return gone


def kept(library: Library, call_id: str, held: datetime, team: str | None = None, queue: str | None = None) -> None:
    library.keep_call(a_call(call_id), name=call_id, date=held, agent=team and f"Agent of {team}", team=team)
    if queue:
        library.describe(call_id, queue=queue)


def there(library: Library) -> set[str]:
    return set(library.call_names(Filter()))


def test_the_narrower_term_holds(library: Library, clock: Clock) -> None:
    terms = Terms(100, {"North": 50}, {"Disputes": 10})
    assert terms.days(None, None) == 100
    assert terms.days("South", "Sales") == 100
    assert terms.days("North", "Sales") == 50
    assert terms.days("North", "Disputes") == 10
    assert Terms(teams={"North": 50}).days("South", None) is None
    for days in (9, 11, 49, 51, 99, 101):
        for team, queue in (
            (None, None),
            ("North", None),
            ("North", "Disputes"),
            (None, "Disputes"),
            ("South", "Sales"),
        ):
            kept(library, f"{days}-{team}-{queue}", NOON - timedelta(days=days), team, queue)
    assert library.retention.would_end(terms) == sum(
        days > (terms.days(team, queue) or 0)
        for days in (9, 11, 49, 51, 99, 101)
        for team, queue in (
            (None, None),
            ("North", None),
            ("North", "Disputes"),
            (None, "Disputes"),
            ("South", "Sales"),
        )
    )
    assert library.retention.would_end(Terms()) == 0


def test_terms_are_kept_and_slips_are_sentences(library: Library) -> None:
    terms = Terms(365, {"North": 180}, {"Disputes": 30})
    assert terms_of(value_of(terms)) == terms
    library.retention.keep(terms, 0)
    assert library.retention.terms() == (terms, 1)
    assert terms.sentences() == (
        "Calls on the queue “Disputes” are kept 30 days.",
        "Calls of the team “North” are kept 180 days.",
        "All other calls are kept 365 days.",
    )
    assert Terms().sentences() == ("All calls are kept until somebody deletes them.",)
    for slip in (Terms(0), Terms(teams={"North": -1}), Terms(queues={" ": 3}), Terms(40000)):
        with pytest.raises(SameSideError):
            library.retention.keep(slip, 1)
    with pytest.raises(SameSideError, match="changed by somebody else"):
        library.retention.keep(Terms(1), 0)
    assert library.retention.terms() == (terms, 1)


def test_what_ends_is_said_a_week_before_and_goes_on_its_day(
    library: Library, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recording = library.keep_recording(a_recording(tmp_path / "a.wav"))
    library.keep_call(a_call("old"), recording, name="old", date=NOON - 20 * DAY)
    kept(library, "new", NOON)
    with caplog.at_level(logging.WARNING):
        library.retention.keep(Terms(30), 0)
        assert library.retention.coming() == ()
        assert live(library, clock, 3 * DAY + timedelta(hours=1)) == 0
    goes = (NOON + 10 * DAY).astimezone()
    assert library.retention.coming() == (Coming(goes.date(), 1),)
    assert library.retention.day_of("old") == goes.date()
    assert library.retention.day_of("new") is None
    assert f"1 call goes on {goes:%A, %-d %B %Y}" in caplog.text
    assert live(library, clock, 6 * DAY + timedelta(hours=22)) == 0
    assert there(library) == {"old", "new"}
    assert live(library, clock, timedelta(hours=3)) == 1
    assert there(library) == {"new"}
    assert not [path for path in (tmp_path / "files" / "recordings").rglob("*") if path.is_file()]
    deleted = [told.event for told in library.audit.events(Wanted(act="deleted"))]
    assert [(event.kind, event.call_id, event.detail) for event in deleted] == [
        ("system", "old", {"why": "its term was over", "term": "30 days"})
    ]
    assert library.audit.events(Wanted(act="announced"))[0].event.detail == {"calls": 1, "day": goes.date().isoformat()}


def test_new_terms_take_nothing_without_notice(library: Library, clock: Clock) -> None:
    kept(library, "old", NOON - 300 * DAY)
    library.retention.keep(Terms(30), 0)
    assert library.retention.coming() == (Coming((NOON + NOTICE).astimezone().date(), 1),)
    assert live(library, clock, NOTICE - timedelta(hours=2)) == 0
    assert live(library, clock, timedelta(hours=4)) == 1


def test_what_is_no_longer_over_stays(library: Library, clock: Clock) -> None:
    for name in ("by terms", "by date", "by queue"):
        kept(library, name, NOON - 300 * DAY)
    library.retention.keep(Terms(30, queues={"Disputes": 1000}), 0)
    assert library.retention.coming()[0].calls == 3
    live(library, clock, DAY)
    library.set_date("by date", NOON)
    library.describe("by queue", queue="Disputes")
    library.retention.look()
    assert library.retention.coming()[0].calls == 1
    library.retention.keep(Terms(3000), 1)
    assert library.retention.coming() == ()
    assert live(library, clock, 10 * DAY) == 0


def test_a_change_between_the_announcement_and_the_day_is_minded_at_the_last_moment(
    library: Library, clock: Clock
) -> None:
    kept(library, "old", NOON - 300 * DAY)
    library.retention.keep(Terms(30), 0)
    live(library, clock, NOTICE - timedelta(hours=1))
    announced, library.retention._announce = library.retention._announce, lambda look=False: late(look)  # type: ignore[method-assign]

    def late(look: bool) -> tuple[datetime, float]:
        told = announced(look)
        library.set_date("old", clock.now)
        return told

    assert live(library, clock, timedelta(hours=3)) == 0


def test_a_hold_wins_and_when_it_is_lifted_the_notice_begins_anew(library: Library, clock: Clock) -> None:
    kept(library, "old", NOON - 300 * DAY)
    library.retention.keep(Terms(30), 0)
    live(library, clock, DAY)
    library.holds.set(["old"], "A lawsuit.", "Ama")
    assert library.retention.coming() == ()
    assert live(library, clock, 10 * DAY) == 0
    library.holds.lift(["old"], "It is over.")
    assert live(library, clock, NOTICE - timedelta(hours=2)) == 0
    assert library.retention.coming()[0].calls == 1
    assert live(library, clock, timedelta(hours=5)) == 1


def test_a_call_of_the_future_has_its_term_from_when_it_came(library: Library, clock: Clock) -> None:
    library.keep_call(a_call("c1"), date=NOON + 9000 * DAY)
    with library.database.write() as session:
        session.execute(update(CallRow).values(kept=NOON - 40 * DAY))
    assert library.retention.would_end(Terms(30)) == 1
    assert library.retention.would_end(Terms(50)) == 0


@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_that_is_set_forward_takes_nothing_early(library: Library, clock: Clock, restarted: bool) -> None:
    kept(library, "next week", NOON - 24 * DAY)
    kept(library, "next month", NOON)
    library.retention.keep(Terms(30), 0)
    live(library, clock, timedelta(hours=2))
    clock.now += 365 * DAY
    if restarted:
        started(library, clock)
    assert live(library, clock, timedelta(hours=2)) == 0
    if restarted:
        started(library, clock)
    assert live(library, clock, timedelta(days=1)) == 0
    clock.now -= 365 * DAY
    assert live(library, clock, timedelta(days=2)) == 0
    assert there(library) == {"next week", "next month"}
    live(library, clock, timedelta(days=7))
    assert there(library) == {"next month"}, "what is due goes all the same"


def test_a_clock_that_is_set_back_takes_nothing_early_and_stalls_nothing_for_good(
    library: Library, clock: Clock
) -> None:
    kept(library, "old", NOON - 300 * DAY)
    library.retention.keep(Terms(30), 0)
    live(library, clock, DAY)
    clock.now -= 30 * DAY
    assert live(library, clock, timedelta(days=2)) == 0
    assert live(library, clock, timedelta(days=4)) == 1


def test_a_machine_that_is_off_at_night_is_on_time_and_over_a_holiday_late(library: Library, clock: Clock) -> None:
    kept(library, "old", NOON - 300 * DAY)
    library.retention.keep(Terms(30), 0)
    library.retention.look()
    for _ in range(2):
        assert live(library, clock, timedelta(hours=12)) == 0
        clock.now += NIGHT
        switched_on(library, clock)
    assert live(library, clock, timedelta(hours=11)) == 0
    clock.now += 14 * DAY
    switched_on(library, clock)
    assert live(library, clock, timedelta(hours=1)) == 1
    kept(library, "older", NOON - 300 * DAY)
    library.retention.look()
    clock.now += 14 * DAY
    switched_on(library, clock)
    assert live(library, clock, timedelta(hours=48)) == 0
    assert library.retention.coming()[0].day > clock.now.date() - DAY
    assert live(library, clock, timedelta(hours=24)) == 1


@pytest.mark.postgres
def test_on_postgresql_it_goes_by_the_databases_clock(tmp_path: Path) -> None:
    library = Library(real_postgres.new_database(), tmp_path)
    library.keep_call(a_call("c1"), date=datetime.now(UTC) - 40 * DAY)
    library.retention.clock = lambda: datetime.now(UTC) + 1000 * DAY
    library.retention.keep(Terms(30), 0)
    assert library.retention.look() == 0
    assert library.retention.coming() == (Coming((datetime.now(UTC) + NOTICE).astimezone().date(), 1),)
    with library.database.write() as session:
        session.execute(update(CallRow).values(date=datetime.now(UTC)))
    assert library.retention.look() == 0
    assert library.retention.coming() == ()
    library.close()


def test_a_worker_looks_when_it_starts_and_every_ten_minutes(library: Library, clock: Clock, tmp_path: Path) -> None:
    kept(library, "old", NOON - 300 * DAY)
    library.settings.keep("retention", {"house": 30}, 0)
    housekeeping = Housekeeping(library, clock.monotonic)
    assert housekeeping.look()
    assert library.retention.coming()[0].calls == 1
    assert (tmp_path / "files" / "audit-heads.txt").exists()
    clock.seconds += INTERVAL - 1
    assert not housekeeping.look()
    clock.seconds += 1
    assert housekeeping.look()
