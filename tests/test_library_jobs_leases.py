"""A clock that is set back, or set on, stalls nothing and takes nothing away from who is at work."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import file_of
from sqlalchemy import select

from library.database.schema import Leaving
from library.jobs.leases import LeaseWatch
from library.jobs.queue import LEASE
from library.recordings.files import recording_key
from library.recordings.recordings import ARRIVAL_TIMEOUT
from library.store import Library

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AHEAD = timedelta(days=3)
"""How far the clock was ahead before somebody set it right."""


class Stopwatch:
    """Seconds that only ever grow, by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path, stopwatch: Stopwatch) -> Iterator[Library]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    opened = Library(url, tmp_path)
    opened.queue._watch = LeaseWatch(stopwatch)
    yield opened
    opened.close()


def test_a_lease_of_before_the_clock_was_set_back_runs_out_like_any_other(
    library: Library, stopwatch: Stopwatch
) -> None:
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    assert library.queue.claim("killed", LEASE + AHEAD) is not None  # what its lease then looks like
    for seconds in (0.0, 10.0, LEASE.total_seconds()):
        stopwatch.seconds = seconds
        assert library.queue.claim("another") is None
    stopwatch.seconds += 0.5
    taken = library.queue.claim("another")
    assert taken is not None and taken.job_id == job


def test_a_worker_that_is_alive_keeps_its_job_however_far_ahead_its_lease_lies(
    library: Library, stopwatch: Stopwatch
) -> None:
    library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    mine = library.queue.claim("alive", LEASE + AHEAD)
    assert mine is not None
    for seconds in range(0, 300, 10):
        stopwatch.seconds = seconds
        assert library.queue.claim("another") is None
        assert library.queue.renew(mine, "hearing the words", 0.5, LEASE + AHEAD)


def test_after_a_restart_a_lease_whose_end_is_past_is_not_waited_for(library: Library) -> None:
    library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    assert library.queue.claim("killed", timedelta(seconds=-1)) is not None
    assert library.queue.claim("another") is not None


def test_a_watch_forgets_the_leases_that_are_gone(stopwatch: Stopwatch) -> None:
    watch = LeaseWatch(stopwatch)
    assert watch.run_out({1: NOON}, NOON, LEASE) == {}
    stopwatch.seconds = 60
    assert watch.run_out({}, NOON, LEASE) == {}
    assert watch.run_out({1: NOON}, NOON, LEASE) == {}  # another's, seen for the first time
    assert watch.run_out({1: NOON}, NOON + timedelta(seconds=1), LEASE) == {1: NOON}


def test_what_was_left_before_the_clock_was_set_back_goes_an_hour_after_it(library: Library, tmp_path: Path) -> None:
    key = recording_key("0" * 64, ".wav")
    lost = library.files.root / key
    lost.parent.mkdir(parents=True)
    lost.write_bytes(b"killed before its row was written")
    with library.database.write() as session:
        session.add(Leaving(path=key, due=datetime.now(UTC) + AHEAD))
    half = library.files.root / "incoming" / "7b0e.part"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"on its way")
    later = (datetime.now(UTC) + AHEAD).timestamp()
    os.utime(half, (later, later))
    library.recordings.tidy()
    assert not half.exists() and lost.exists()  # it may be on its way in this very moment
    with library.database.read() as session:
        assert session.scalars(select(Leaving.due)).one() <= datetime.now(UTC) + ARRIVAL_TIMEOUT
    library.recordings.remove_leaving_files(datetime.now(UTC) + ARRIVAL_TIMEOUT)
    assert not lost.exists()


def test_deleted_is_gone_though_the_clock_is_set_back_in_between(library: Library) -> None:
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    path = file_of(library, library.queue.job(job).recording_id or "")
    library.cancel(job)
    assert not path.exists()
    library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    with library.database.write() as session:
        from library.database.schema import JobRow, Recording

        session.delete(session.scalars(select(JobRow)).one())
        library.recordings.release(session, session.scalars(select(Recording)).all())
    library.recordings.remove_leaving_files(datetime.now(UTC) - AHEAD)  # whoever comes after it was killed
    assert not path.exists()
