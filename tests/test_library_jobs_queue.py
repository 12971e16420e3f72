"""The queue: every job ends as it should, whoever is killed when."""

import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import real_postgres
from library_calls import a_call, a_report, file_of
from library_hands import bytes_of, work
from patience import PATIENCE, over, soon
from sqlalchemy import select

from analysis.report import Report
from audio.call import Call
from audio.errors import SameSideError
from library.database.schema import Hearing, JobRow, Recording, ReportRow
from library.jobs.queue import LEASE
from library.store import Library
from library.worker.process import WorkerProcess
from library.worker.worker import Progress, Reviewed, Worker

BRIEF, LONG = timedelta(seconds=0.4), timedelta(hours=1)
"""Leases: one looked after ten times a second, where nobody else is about to claim; and one that no wait outlasts."""
HANDS = [sys.executable, str(Path(__file__).with_name("library_hands.py"))]
HERE = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
"""For other processes: it is this library that they work on, and not one that is installed."""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(str(tmp_path / "library.db"))
    yield opened
    opened.close()


def brought(library: Library, name: str = "call.wav", content: bytes = b"sound", **options: object) -> int:
    return library.enqueue(io.BytesIO(content), name=name, options=options)


def test_a_job_goes_from_the_queue_to_a_call_with_its_report(library: Library) -> None:
    job = brought(library, "Monday's parcel.wav")
    assert library.queue.job(job).state == "queued"
    worker = Worker(library, work)
    assert worker.run_one()
    done = library.queue.job(job)
    assert (done.state, done.progress, done.why) == ("done", 1.0, None)
    assert done.call_id == hashlib.sha256(b"sound").hexdigest()
    assert library.report(done.call_id) == a_report(done.call_id)
    assert library.call(done.call_id).source == "Monday's parcel.wav"
    assert library.stale("f1") == ()
    assert not worker.run_one()


def test_whose_call_it_is_and_when_it_was_held_goes_with_the_result(library: Library) -> None:
    job, noon = brought(library), datetime(2026, 3, 2, 12, tzinfo=UTC)
    claim = library.queue.claim("a")
    assert claim is not None
    done = Reviewed(a_call("c1"), a_report("c1"), agent="Ama", team="Blue", date=noon)
    assert library.queue.finish(claim, done)
    line = library.summary("c1")
    assert (line.agent, line.team, line.date, line.name) == ("Ama", "Blue", noon, library.queue.job(job).name)


def test_jobs_are_taken_in_order_and_each_by_one_worker(library: Library) -> None:
    first, second = brought(library, content=b"1"), brought(library, content=b"2")
    claims = [library.queue.claim("a"), library.queue.claim("b"), library.queue.claim("c")]
    assert [claim and claim.job_id for claim in claims] == [first, second, None]


def test_a_transcript_goes_with_its_recording(library: Library) -> None:
    job = library.enqueue(io.BytesIO(b"sound"), "a.wav", transcript=("../../a.vtt", b"words"))
    Worker(library, work).run_one()
    assert library.queue.job(job).call_id == "words"


def test_a_transcript_lies_among_the_librarys_files_and_is_told_under_its_own_name(library: Library) -> None:
    there: list[Path] = []

    def troubled(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed:
        there.append(Path(options["transcript"]))
        raise SameSideError(f"{there[0].name} is a shopping list.")

    job = library.enqueue(io.BytesIO(b"sound"), "a.wav", transcript=("../../list.vtt", b"words"))
    Worker(library, troubled).run_one()
    assert library.queue.job(job).why == "list.vtt is a shopping list."
    assert there[0].suffix == ".vtt" and there[0].is_relative_to(library.files.root) and not there[0].exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("troubled.wav", "This recording is a shopping list."),
        ("mistaken.wav", "stopped on a mistake of SameSide's own (ZeroDivisionError: division by zero)"),
    ],
)
def test_one_that_fails_says_why_and_the_rest_goes_on(library: Library, name: str, sentence: str) -> None:
    failing, fine = brought(library, name, b"1"), brought(library, "fine.wav", b"2")
    worker = Worker(library, work)
    while worker.run_one():
        pass
    failed = library.queue.job(failing)
    assert failed.state == "failed"
    assert failed.why is not None
    assert sentence in failed.why
    assert library.queue.job(fine).state == "done"
    assert library.calls().total == 1


def test_a_recording_gone_from_the_disk_fails_with_its_sentence(library: Library) -> None:
    job = brought(library)
    file_of(library, library.queue.job(job).recording_id).unlink()
    Worker(library, work).run_one()
    assert "no longer on the disk" in (library.queue.job(job).why or "")


def test_a_failed_one_can_be_tried_again_and_a_finished_one_dismissed(library: Library) -> None:
    job = brought(library, "troubled.wav")
    Worker(library, work).run_one()
    library.queue.retry(job)
    assert library.queue.job(job).state == "queued"
    library.queue.dismiss(job)  # not while it waits
    Worker(library, work).run_one()
    library.queue.dismiss(job)
    assert library.queue.jobs() == ()
    with pytest.raises(SameSideError, match="no longer in the queue"):
        library.queue.job(job)


def test_cancelled_before_and_while_it_is_worked_on(library: Library) -> None:
    working, waiting = brought(library, "endless.wav", b"1"), brought(library, content=b"2")
    library.cancel(waiting)
    kept = threading.Event()

    def slow(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed:
        progress("hearing the words", 0.1)
        assert kept.wait(PATIENCE)
        return work(path, options, progress)

    worker = Worker(library, slow, lease=BRIEF)
    thread = threading.Thread(target=worker.run_one)
    thread.start()
    soon(lambda: library.queue.job(working).progress > 0)
    half_heard = library.files.hearing(library.queue.job(working).recording_id) / "windows"
    library.cancel(working)
    half_heard.mkdir(parents=True)  # what the worker still keeps before it notices
    kept.set()
    over(thread)
    assert library.queue.jobs() == ()
    assert not worker.run_one()
    assert library.calls().total == 0
    assert [path for path in library.files.root.rglob("*/*") if path.is_file() or path == half_heard] == []


def test_a_cancelled_jobs_recording_stays_where_something_else_needs_it(library: Library) -> None:
    brought(library)
    Worker(library, work).run_one()
    again = brought(library, agent="right")
    library.cancel(again)
    (done,) = library.queue.jobs()
    library.cancel(done.id)  # nothing to cancel any more
    assert library.queue.jobs() == (done,)
    assert file_of(library, done.recording_id).exists()
    one, other = brought(library, content=b"2"), brought(library, content=b"2", agent="right")
    library.cancel(one)
    assert file_of(library, library.queue.job(other).recording_id).exists()


def test_progress_is_seen_while_it_goes_on(library: Library) -> None:
    job, seen = brought(library), threading.Event()

    def watched(
        path: Path | None, options: Mapping[str, Any], progress: Progress
    ) -> Reviewed | tuple[Call, Report] | str:
        progress("hearing the words", 0.4)
        assert seen.wait(PATIENCE)
        return work(path, options, progress)

    thread = threading.Thread(target=Worker(library, watched, lease=BRIEF).run_one)
    thread.start()
    soon(lambda: library.queue.job(job).progress == 0.4)
    assert library.queue.job(job).stage == "hearing the words"
    seen.set()
    over(thread)
    assert library.queue.job(job).state == "done"


def test_the_lease_of_a_slow_job_does_not_run_out(library: Library) -> None:
    """It is put off again and again, long before its end; and until then nobody else gets the job."""
    brought(library, "endless.wav")
    worker = Worker(library, work, lease=LONG)

    def ends() -> datetime | None:
        with library.database.read() as session:
            return session.scalars(select(JobRow.lease)).one()

    thread = threading.Thread(target=worker.run_one)
    thread.start()
    soon(ends)
    for _ in range(2):
        before = ends()
        soon(lambda before=before: ends() > before)
        assert library.queue.claim("thief") is None
    worker.stop.set()
    over(thread)
    for lease in (LEASE, BRIEF, LONG):
        assert Worker(library, work, lease).renewal_interval <= lease.total_seconds() / 4


def test_a_worker_told_to_stop_gives_its_job_back(library: Library) -> None:
    job = brought(library, "endless.wav")
    worker = Worker(library, work, lease=BRIEF)
    thread = threading.Thread(target=worker.run)
    thread.start()
    soon(lambda: library.queue.job(job).state == "working")
    worker.stop.set()
    over(thread)
    assert library.queue.job(job).state == "queued"
    Worker(library, lambda *_: (a_call("c1"), a_report("c1"))).run_one()
    assert library.queue.job(job).state == "done"


def test_a_worker_stopped_from_the_keyboard_gives_its_job_back(library: Library) -> None:
    job = brought(library)

    def stopped(path: Path | None, options: object, progress: object) -> Reviewed:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Worker(library, stopped).run_one()
    assert library.queue.job(job).state == "queued"


def test_the_late_result_of_a_worker_whose_job_was_taken_is_dropped(library: Library) -> None:
    brought(library)
    slow = library.queue.claim("slow", timedelta(seconds=-1))
    quick = library.queue.claim("quick")
    assert slow is not None
    assert quick is not None
    assert slow.job_id == quick.job_id
    assert not library.queue.renew(slow, "", 0.5)
    assert not library.queue.finish(slow, Reviewed(a_call("late"), a_report("late")))
    library.queue.fail(slow, "too late")
    library.queue.give_back(slow)
    assert library.queue.job(quick.job_id).state == "working"
    assert library.calls().total == 0
    assert library.queue.finish(quick, Reviewed(a_call("quick"), a_report("quick")))


def test_one_that_kills_its_worker_is_given_up_after_three_times(library: Library) -> None:
    job = brought(library, "dies.wav")
    for _ in range(3):
        assert library.queue.claim("doomed", timedelta(seconds=-1)) is not None
    assert library.queue.claim("wary") is None
    assert "ended abruptly 3 times" in (library.queue.job(job).why or "")


def test_deleting_the_call_takes_its_job_along(library: Library) -> None:
    job = brought(library)
    Worker(library, work).run_one()
    call = library.queue.job(job).call_id
    assert call is not None
    library.delete(call)
    assert library.queue.jobs() == ()
    assert not [path for path in (library.files.root / "recordings").rglob("*") if path.is_file()]


def test_a_recording_nobody_comes_back_for_is_let_go(library: Library, tmp_path: Path) -> None:
    failed = brought(library, "troubled.wav", b"1")
    Worker(library, work).run_one()
    library.queue.dismiss(failed)
    brought(library, "waits.wav", b"2")
    with library.database.write() as session:
        for row in session.scalars(select(Recording)):
            row.kept = datetime.now(UTC) - timedelta(days=2)
    again = Library(str(tmp_path / "library.db"))
    with again.database.read() as session:
        assert session.scalars(select(Recording.name)).all() == ["waits.wav"]
    assert len([path for path in (library.files.root / "recordings").rglob("*") if path.is_file()]) == 1


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()


def test_of_many_workers_who_claim_at_once_no_two_get_the_same_job(url: str, tmp_path: Path) -> None:
    library = Library(url, tmp_path)
    jobs = [brought(library, content=bytes([k])) for k in range(40)]
    start = threading.Barrier(8, timeout=PATIENCE)

    def claim_all(name: str) -> list[int]:
        start.wait()
        return [claim.job_id for claim in iter(lambda: library.queue.claim(name), None)]

    with ThreadPoolExecutor(8) as pool:
        claimed = [job for mine in pool.map(claim_all, "abcdefgh") for job in mine]
    assert sorted(claimed) == jobs
    library.close()


def test_killed_in_the_middle_of_uploads_and_reviews_nothing_is_lost_and_nothing_half_there(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.jobs.queue.MAX_ATTEMPTS", 9)  # one job may be in hand at each of the kills
    chance, every, acknowledged = random.Random(7), 24, set[int]()
    for _ in range(3):
        first = max(acknowledged, default=-1) + 1
        with (tmp_path / "told").open("w+") as told:
            hands = [
                subprocess.Popen([*HANDS, "bring", url, str(tmp_path), str(first), str(every)], stdout=told, env=HERE),
                subprocess.Popen([*HANDS, "toil", url, str(tmp_path)], env=HERE),
            ]
            soon(lambda told=told: Path(told.name).stat().st_size)
            time.sleep(chance.uniform(0.0, 0.15))
            for hand in hands:
                hand.send_signal(signal.SIGKILL)
                hand.wait()
            told.seek(0)
            acknowledged |= {int(line) for line in told.read().splitlines()}
    library = Library(url, tmp_path)
    names = [job.name for job in library.queue.jobs()]
    assert {f"call {k}.wav" for k in acknowledged} <= set(names)

    for k in range(max(acknowledged) + 1, every):
        library.enqueue(io.BytesIO(bytes_of(k)), name=f"call {k}.wav")
    worker = Worker(library, work)
    soon(lambda: not worker.run_one() and not library.queue.jobs(["queued", "working"]))
    assert {job.state for job in library.queue.jobs()} == {"done"}
    digests = {hashlib.sha256(bytes_of(k)).hexdigest() for k in range(every)}
    assert {line.id for line in library.calls(size=100).calls} == digests
    library.files.sweep(min_age=0)
    library.recordings.remove_leaving_files(datetime.now(UTC) + timedelta(days=1))
    with library.database.read() as session:
        assert set(session.scalars(select(Recording.id))) == digests
        assert set(session.scalars(select(ReportRow.call_id))) == digests
        assert set(session.scalars(select(Hearing.call_id))) == digests
    on_disk = [path for path in (tmp_path / "recordings").rglob("*") if path.is_file()]
    assert {path.stem for path in on_disk} == digests
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.stem for path in on_disk)
    assert list((tmp_path / "incoming").iterdir()) == []
    library.close()


def test_the_dashboards_worker_is_started_anew_when_it_dies_and_ends_when_told(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr("library.worker.process.STOP_TIMEOUT", PATIENCE)
    background = WorkerProcess("library_hands:work", str(tmp_path / "library.db"))
    before = brought(library, "before.wav", b"1")
    soon(lambda: library.queue.job(before).state == "done")
    first = background.pid
    os.kill(first, signal.SIGKILL)
    after = brought(library, "after.wav", b"2")
    soon(lambda: library.queue.job(after).state == "done")
    assert background.pid != first
    endless = brought(library, "endless.wav", b"3")
    soon(lambda: library.queue.job(endless).state == "working")
    background.stop()
    assert library.queue.job(endless).state == "queued"


def test_a_worker_without_its_library_says_so_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    asked = {**os.environ, "SAMESIDE_LIBRARY": str(tmp_path / "file" / "library.db")}
    command = [sys.executable, "-m", "library.worker.process", "library_hands:work"]
    done = subprocess.run(command, env=asked, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("sameside: The library's folder")
    assert done.stderr.count("\n") == 1
