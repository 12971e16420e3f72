"""The queue's figures: what waits, is held, was lost and has failed; and counters that many workers share."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_report
from library_hands import work
from patience import PATIENCE

from audio.errors import InputError, LibraryError, ModelError, UnreachableError
from library.database.schema import JobRow
from library.jobs import tallies
from library.jobs.figures import STUCK_AFTER
from library.jobs.job import Reviewed
from library.jobs.queue import MAX_ATTEMPTS
from library.store import Library
from library.worker.stages import Stopwatch, kind_of
from library.worker.worker import Worker

LONG = timedelta(hours=1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    return Library(url, tmp_path)


def brought(library: Library, name: str = "call.wav", content: bytes = b"sound") -> int:
    return library.enqueue(io.BytesIO(content), name=name)


def aged(library: Library, job: int, **values: object) -> None:
    with library.database.write() as session:
        row = session.get_one(JobRow, job)
        for name, value in values.items():
            setattr(row, name, value)


def test_an_empty_queue_has_nothing_and_is_not_stuck(library: Library) -> None:
    figures = library.queue.figures()
    assert (figures.jobs, figures.oldest_waiting, figures.since_last_end) == ({}, 0.0, None)
    assert not figures.is_stuck


def test_jobs_are_counted_by_how_they_stand(library: Library) -> None:
    jobs = [brought(library, content=bytes([k])) for k in range(5)]
    now = datetime.now(UTC)
    held, lost, failed = (library.queue.claim(name, LONG) for name in "abc")
    assert held and lost and failed
    library.queue.fail(failed, "No.", "model")
    aged(library, jobs[1], lease=now - LONG)
    aged(library, jobs[4], added=now - timedelta(seconds=100))
    library.queue.judge(3)
    figures = library.queue.figures()
    assert figures.jobs == {
        ("review", "waiting"): 2, ("review", "working"): 1, ("review", "lost"): 1, ("review", "failed"): 1, ("judging", "waiting"): 1,
    }  # fmt: skip
    assert figures.number("waiting", "lost") == 4
    assert 100.0 <= figures.oldest_waiting < 100.0 + PATIENCE


def test_what_ended_is_counted_with_its_stages_and_goes_on_counting_after_it_is_deleted(library: Library) -> None:
    brought(library)
    claim = library.queue.claim("a", LONG)
    assert claim
    assert library.queue.finish(claim, Reviewed(a_call("c1"), a_report("c1")), {"words": 12.5, "reading": 0.5})
    brought(library, content=b"other")
    claim = library.queue.claim("b", LONG)
    assert claim
    library.queue.fail(claim, "No model.", "model", {"words": 1.0})
    library.delete("c1")
    counted = library.queue.figures().tallies
    assert counted.of(tallies.ENDED, "review done") == counted.of(tallies.ENDED, "review failed") == 1.0
    assert counted.of(tallies.STAGE_SECONDS, "words") == 13.5
    assert counted.of(tallies.FAILURES, "model") == 1.0
    assert counted.of(tallies.AUDIO_SECONDS) == 30.0


def test_what_is_no_longer_a_workers_own_is_not_counted(library: Library) -> None:
    job = brought(library)
    slow = library.queue.claim("slow", LONG)
    assert slow
    aged(library, job, lease=datetime.now(UTC) - LONG)
    quick = library.queue.claim("quick", LONG)
    assert quick
    assert not library.queue.finish(slow, Reviewed(a_call("c1"), a_report("c1")), {"words": 9.0})
    library.queue.fail(slow, "Too late.")
    assert library.queue.finish(quick, Reviewed(a_call("c1"), a_report("c1")))
    counted = library.queue.figures().tallies.counters
    assert counted == {
        (tallies.ENDED, "review done"): 1.0,
        (tallies.AUDIO_SECONDS, ""): 30.0,
        (tallies.RETAKEN, ""): 1.0,
    }


def test_a_job_whose_workers_died_is_counted_as_given_up(library: Library) -> None:
    job = brought(library)
    for _ in range(MAX_ATTEMPTS):
        assert library.queue.claim("a", LONG)
        aged(library, job, lease=datetime.now(UTC) - LONG)
    assert library.queue.claim("a", LONG) is None
    counted = library.queue.figures().tallies
    assert counted.of(tallies.FAILURES, "abrupt") == counted.of(tallies.ENDED, "review failed") == 1.0
    assert counted.of(tallies.RETAKEN) == MAX_ATTEMPTS - 1


def test_of_many_who_count_at_once_nothing_is_lost(library: Library) -> None:
    start = threading.Barrier(8, timeout=PATIENCE)

    def count(worker: str) -> None:
        start.wait()
        for _ in range(10):
            with library.database.write() as session:
                grown = tallies.done("review", {"words": 1.0, "reading": 0.5}, 30.0)
                tallies.add(session, worker, grown, datetime.now(UTC))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, ("a", "a", "a", "a", "b", "b", "c", "d")))
    counted = library.queue.figures().tallies
    assert counted.of(tallies.ENDED, "review done") == 80.0
    assert counted.of(tallies.STAGE_SECONDS, "words") == 80.0
    assert counted.of(tallies.AUDIO_SECONDS) == 2400.0


def test_a_queue_is_stuck_where_something_waits_long_and_nobody_works_and_nothing_has_ended(library: Library) -> None:
    job = brought(library)
    assert not library.queue.figures().is_stuck
    long_ago = datetime.now(UTC) - 2 * STUCK_AFTER
    aged(library, job, added=long_ago)
    assert library.queue.figures().is_stuck
    other = brought(library, content=b"other")
    assert library.queue.claim("a", LONG, other)
    assert not library.queue.figures().is_stuck, "somebody works"
    library.cancel(other)
    with library.database.write() as session:
        tallies.add(session, "a", tallies.done("review", {}), datetime.now(UTC))
    assert not library.queue.figures().is_stuck, "something ended just now"


def test_a_worker_counts_what_it_does_by_kind(library: Library) -> None:
    for k, name in enumerate(("good.wav", "troubled.wav", "mistaken.wav")):
        brought(library, name, bytes([k]))
    worker = Worker(library, work)
    while worker.run_one():
        pass
    counted = library.queue.figures().tallies
    assert counted.of(tallies.ENDED, "review done") == 1.0
    assert counted.of(tallies.ENDED, "review failed") == 2.0
    assert counted.of(tallies.FAILURES, "mistake") == 1.0
    assert counted.of(tallies.STAGE_SECONDS, "opening") > 0.0


def test_stages_are_told_by_what_the_work_says_and_add_up() -> None:
    clock = iter([0.0, 1.0, 3.0, 6.0, 10.0, 15.0])
    watch = Stopwatch("review", lambda: next(clock))
    for said in ("reading", "reading", "hearing the words", "“small”, 3 of 500 MB", "reading", "judging"):
        watch.said(said)
    assert watch.stage == "judging"
    assert watch.spent() == {"opening": 1.0, "reading": 2.0 + 4.0, "words": 3.0, "judging": 5.0}


def test_failures_are_of_few_kinds() -> None:
    troubles = (InputError("x"), ModelError("x"), LibraryError("x"), UnreachableError("x"))
    assert [kind_of(trouble) for trouble in troubles] == ["recording", "model", "library", "library"]
