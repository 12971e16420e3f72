"""Judging anew in the background: every call once, by what is in force, whoever is killed when."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_report
from patience import LOOK, PATIENCE, over, soon

from analysis.limits import Limits
from audio.errors import SameSideError
from library import current
from library.calls.saving import put_call
from library.database.connection import Database
from library.house import judging
from library.house.limits import keep_limits, limits_in_force
from library.jobs.queue import MAX_ATTEMPTS
from library.store import Library
from library.worker import tasks
from library.worker.worker import Worker

ROOT = Path(__file__).parent.parent
HANDS = [sys.executable, str(Path(__file__).with_name("library_hands.py")), "judge"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()


@pytest.fixture
def library(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Three calls that an older edition has judged, in the library that the work takes for its own."""
    monkeypatch.setenv(current.VARIABLE, url)
    monkeypatch.setenv("SAMESIDE_FILES", str(tmp_path))
    opened = current.library()
    fill(opened, 3)
    yield opened
    opened.close()


def fill(library: Library, calls: int) -> None:
    for k in range(calls):
        library.keep_call(a_call(f"c{k}"))
        library.keep_report(a_report(f"c{k}"), "an older edition")


def in_force(library: Library) -> bool:
    """Whether every report is the one that the limits in force make."""
    limits = limits_in_force(library)
    return not tasks.stale_calls(library) and all(
        library.report(line.id) == judging.judge(library, library.call(line.id), limits)
        for line in library.calls(size=1000).calls
    )


def test_all_calls_are_judged_and_it_is_said(library: Library) -> None:
    library.queue.judge(3)
    assert library.queue.jobs() == (), "it is no recording"
    assert Worker(library, tasks.work).run_one()
    job = library.queue.judging()
    assert job is not None
    assert (job.state, job.progress, job.stage) == ("done", 1.0, "3 calls were judged anew")
    assert in_force(library)


def test_asked_twice_it_is_done_once(library: Library) -> None:
    library.queue.judge(3)
    library.queue.judge(3)
    worker = Worker(library, tasks.work)
    assert worker.run_one()
    assert not worker.run_one()


def test_what_was_asked_while_it_went_on_is_looked_at_after_it(library: Library) -> None:
    library.queue.judge(3)
    claim = library.queue.claim("a")
    assert claim is not None
    library.queue.judge(3)
    first = library.queue.judging()
    assert first is not None
    assert first.id == claim.job_id, "the one at work is told first"
    assert library.queue.finish(claim, "3 calls were judged anew")
    worker = Worker(library, tasks.work)
    assert worker.run_one()
    assert not worker.run_one()
    assert in_force(library)


def test_a_limit_moved_meanwhile_holds_for_all_calls(library: Library) -> None:
    told: list[float] = []

    def progress(stage: str, done: float) -> None:
        told.append(done)
        if len(told) == 2:
            keep_limits(library, Limits(overtalk_least=0.5), 0)

    assert tasks.judge(library, 3, progress) == "3 calls were judged anew"
    assert in_force(library)


def test_recordings_that_wait_go_first_and_then_it_goes_on(library: Library) -> None:
    library.queue.judge(3)
    order: list[str] = []

    def work(path: Path | None, options: dict[str, object], progress: Callable[[str, float], None]) -> object:
        if path is not None:
            order.append("a recording")
            return a_call("new"), a_report("new")
        order.append("judging")

        def tell(stage: str, done: float) -> None:
            if done > 0 and len(order) == 1:
                library.enqueue(io.BytesIO(b"sound"), "urgent.wav")
            progress(stage, done)

        return tasks.work(None, options, tell)

    worker = Worker(library, work)  # type: ignore[arg-type]
    while worker.run_one():
        pass
    assert order == ["judging", "a recording", "judging"]
    job = library.queue.judging()
    assert job is not None
    assert job.state == "done"
    assert in_force(library)


def test_cancelled_it_stops_and_those_judged_stay_so(library: Library) -> None:
    library.queue.judge(3)
    job, begun = library.queue.judging(), threading.Event()
    assert job is not None

    def work(path: Path | None, options: dict[str, object], progress: Callable[[str, float], None]) -> object:
        def tell(stage: str, done: float) -> None:
            progress(stage, done)
            if done > 0:
                begun.set()
                while True:  # until the worker has noticed
                    progress(stage, done)
                    time.sleep(LOOK)

        return tasks.work(path, options, tell)

    thread = threading.Thread(target=Worker(library, work).run_one)  # type: ignore[arg-type]
    thread.start()
    soon(begun.is_set)
    library.cancel(job.id)
    over(thread)
    assert library.queue.judging() is None
    assert len(tasks.stale_calls(library)) == 2, "one was judged"


def test_one_that_cannot_be_judged_is_said_and_the_others_are(library: Library) -> None:
    with library.database.write() as session:
        put_call(session, a_call("c9"), None, "")
        session.connection().exec_driver_sql("DELETE FROM hearing WHERE call_id = 'c9'")
    library.queue.judge(4)
    assert Worker(library, tasks.work).run_one()
    job = library.queue.judging()
    assert job is not None
    assert job.state == "failed"
    assert "1 of 4 calls could not be judged anew: There is no call c9" in (job.why or "")
    assert tasks.stale_calls(library) == ("c9",)


def test_a_call_deleted_meanwhile_is_no_trouble(library: Library) -> None:
    def progress(stage: str, done: float) -> None:
        if done == 0:
            with suppress(SameSideError):
                library.delete("c1")

    assert "were judged anew" in tasks.judge(library, 3, progress)
    assert in_force(library)


def test_one_that_kills_its_worker_is_given_up(library: Library) -> None:
    library.queue.judge(3)
    for _ in range(MAX_ATTEMPTS):
        with library.database.write() as session:
            session.connection().exec_driver_sql("UPDATE job SET lease = '2000-01-01 00:00:00'")
        assert library.queue.claim("doomed") is not None
    with library.database.write() as session:
        session.connection().exec_driver_sql("UPDATE job SET lease = '2000-01-01 00:00:00'")
    assert library.queue.claim("wary") is None
    job = library.queue.judging()
    assert job is not None
    assert job.why is not None
    assert job.why.startswith(f"Judging the calls anew ended abruptly {MAX_ATTEMPTS} times")


def test_killed_half_way_it_goes_on_with_those_that_are_left(library: Library, url: str, tmp_path: Path) -> None:
    fill(library, 12)
    library.queue.judge(12)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for left in (8, 4):
        hand = subprocess.run([*HANDS, url, str(tmp_path), "4"], env=environment, timeout=PATIENCE)
        assert hand.returncode == -signal.SIGKILL
        assert len(tasks.stale_calls(library)) == left, "four are kept, and the fifth is not half there"
        job = library.queue.judging()
        assert job is not None
        assert job.state == "working", "nobody has said that it is over"
    judged = {line.id for line in library.calls(size=100).calls} - set(tasks.stale_calls(library))
    made = {call: library.report(call) for call in judged}

    worker = Worker(library, tasks.work)
    soon(worker.run_one)  # once the lease of the dead has run out
    job = library.queue.judging()
    assert job is not None
    assert (job.state, job.stage) == ("done", "12 calls were judged anew")
    assert in_force(library)
    assert {call: library.report(call) for call in judged} == made


def test_a_library_of_the_first_form_keeps_its_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("library.database.connection.HEAD", "0001")
    monkeypatch.setattr("alembic.command.upgrade", _only_to("0001"))
    old = Database(str(tmp_path / "library.db"))
    with old.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO recording VALUES ('r1', '.wav', 'a.wav', 5, '2026-03-02 12:00:00')")
        connection.exec_driver_sql(
            "INSERT INTO job (id, recording_id, name, options, state, stage, progress, attempts, added) "
            "VALUES (7, 'r1', 'a.wav', '{}', 'failed', '', 0.5, 3, '2026-03-02 12:00:00')"
        )
    old.close()
    monkeypatch.undo()
    library = Library(str(tmp_path / "library.db"))
    (job,) = library.queue.jobs()
    assert (job.id, job.recording_id, job.state) == (7, "r1", "failed")
    library.queue.judge(1)
    assert library.queue.judging() is not None
    with library.database.write() as session:  # the references hold as before
        session.connection().exec_driver_sql("DELETE FROM recording")
    assert library.queue.jobs() == ()


def _only_to(revision: str) -> Callable[..., None]:
    from alembic import command

    upgrade = command.upgrade
    return lambda config, target: upgrade(config, revision)
