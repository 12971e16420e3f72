"""A certain job is taken as whichever job comes first is: once, with all that belongs to it, and not for ever."""

import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import real_postgres
from patience import PATIENCE
from sqlalchemy import select

from library.database.schema import JobRow
from library.jobs.job import FETCHING, JUDGING
from library.jobs.queue import LEASE, MAX_ATTEMPTS
from library.store import Library
from library.worker.worker import Worker

GONE = timedelta(seconds=-1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    with closing(Library(url, tmp_path)) as opened:
        yield opened


def test_it_is_the_one_that_was_asked_for_with_what_belongs_to_it(library: Library) -> None:
    library.enqueue(io.BytesIO(b"first"), name="first.wav")
    job = library.enqueue(
        io.BytesIO(b"second"),
        name="second.wav",
        options={"agent": "left"},
        transcript=("words.vtt", b"WEBVTT"),
        beside=[("second.rttm", b"SPEAKER"), ("second.json", b"{}")],
    )
    claim = library.queue.claim("a", LEASE, job)
    assert claim is not None
    assert (claim.job_id, claim.name, claim.options) == (job, "second.wav", {"agent": "left"})
    assert claim.transcript == ("words.vtt", b"WEBVTT")
    assert claim.beside == (("second.json", b"{}"), ("second.rttm", b"SPEAKER"))
    assert claim.recording_id == library.queue.recording_of(job)
    taken = library.queue.job(job)
    assert (taken.state, taken.stage, taken.progress) == ("working", "", 0.0)
    with library.database.read() as session:
        attempts = {row.name: row.attempts for row in session.scalars(select(JobRow))}
    assert attempts == {"first.wav": 0, "second.wav": 1}


def test_of_many_who_ask_for_it_at_once_one_gets_it(library: Library) -> None:
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    start = threading.Barrier(8, timeout=PATIENCE)

    def claim(name: str) -> str | None:
        start.wait()
        got = library.queue.claim(name, LEASE, job)
        return got and got.worker

    with ThreadPoolExecutor(8) as pool:
        got = list(filter(None, pool.map(claim, "abcdefgh")))
    with library.database.read() as session:
        assert [session.scalars(select(JobRow.worker)).one()] == got


def test_it_is_taken_again_when_its_lease_has_run_out_and_given_up_in_the_end(library: Library) -> None:
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    for _ in range(MAX_ATTEMPTS):
        assert library.queue.claim("doomed", GONE, job) is not None
    assert library.queue.claim("wary", LEASE, job) is None
    assert "ended abruptly 3 times" in (library.queue.job(job).why or "")


def test_one_that_waits_again_after_its_last_attempt_is_given_up(library: Library) -> None:
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    with library.database.write() as session:
        session.get_one(JobRow, job).attempts = MAX_ATTEMPTS
    assert library.queue.claim("wary", LEASE, job) is None
    assert library.queue.job(job).state == "failed"


def test_one_that_is_cancelled_or_has_no_recording_is_not_taken_as_a_recording(library: Library) -> None:
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    library.cancel(job)
    assert library.queue.claim("late", LEASE, job) is None
    library.queue.judge(1)
    judging = library.queue.judging()
    assert judging is not None
    claim = library.queue.claim("a", LEASE, judging.id)
    assert claim is not None and claim.recording_id is None
    assert library.queue.claim("b", LEASE, judging.id) is None


def test_a_model_goes_first_then_recordings_as_they_came_then_judging_anew(library: Library) -> None:
    library.queue.judge(1)
    jobs = [library.enqueue(io.BytesIO(name.encode()), name=name) for name in ("b.wav", "a.wav", "c.wav")]
    library.queue.fetch("base")
    held = library.queue.claim("a", LEASE, jobs[1])
    assert held is not None
    taken = [claim.name for claim in iter(lambda: library.queue.claim("b", LEASE), None)]
    assert taken == [FETCHING, "b.wav", "c.wav", JUDGING]
    library.queue.give_back(held)
    assert library.queue.claim("b", LEASE, recordings=False) is None
    (last,) = iter(lambda: library.queue.claim("b", LEASE), None)
    assert last.name == "a.wav"


@pytest.mark.parametrize(("lease", "every", "interval"), [(20, 1.0, 1.0), (20, 5.0, 5.0), (2, 5.0, 0.5), (2, 1.0, 0.5)])
def test_a_lease_is_renewed_as_seldom_as_is_asked_and_four_times_at_least(
    library: Library, lease: float, every: float, interval: float
) -> None:
    worker = Worker(library, lambda *_: "", timedelta(seconds=lease), renewed_every=every)
    assert worker.renewal_interval == interval
