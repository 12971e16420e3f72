"""Dask, PostgreSQL and processes as they are: each call is reviewed once, whoever is killed, and what a cluster lacks is a sentence."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import real_postgres
from library_calls import file_of
from patience import over, soon
from real_cluster import TESTS, Cluster
from sqlalchemy import func, select

from audio.errors import InputError, LibraryError
from library.cluster.connecting import connected
from library.cluster.driver import Driver
from library.database.schema import CallRow
from library.database.tables.accountability import AuditEvent
from library.store import Library
from library.worker.process import WorkerProcess

pytest.importorskip("distributed")
pytestmark = pytest.mark.postgres

LEASE = timedelta(seconds=2)
WORK = "cluster_hands:work"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    files = tmp_path / "files"
    with closing(Library(real_postgres.new_database(), files)) as opened:
        yield opened


@pytest.fixture
def cluster(library: Library, tmp_path: Path) -> Iterator[Cluster]:
    url = library.database.url.render_as_string(hide_password=False)
    made = Cluster(url, library.files.root, tmp_path)
    yield made
    made.stop()


def bring(library: Library, *names: str) -> list[int]:
    return [library.enqueue(io.BytesIO(f"sound {name}".encode()), name=f"{name}.wav") for name in names]


@contextmanager
def driving(library: Library, cluster: Cluster, **options: Any) -> Iterator[Callable[[], list[str]]]:
    """A driver at work in a thread of its own; given is what waits for its end and answers what it has told."""
    told: list[str] = []
    with connected(cluster.address) as client:
        driver = Driver(library, client, told.append, work=WORK, lease=LEASE)

        def run() -> None:
            try:
                driver.run(**options)
            except LibraryError as trouble:
                told.append(str(trouble))

        thread = threading.Thread(target=run)
        thread.start()

        def ended() -> list[str]:
            over(thread)
            return told

        try:
            yield ended
        finally:
            driver.stop.set()
            over(thread)


def reviews(library: Library) -> dict[str, int]:
    """By call, how often it was reviewed."""
    with library.database.read() as session:
        rows = session.execute(
            select(AuditEvent.call_id, func.count()).where(AuditEvent.act == "judged").group_by(AuditEvent.call_id)
        )
        calls = set(session.scalars(select(CallRow.id)))
        counted = {row[0]: row[1] for row in rows}
    assert set(counted) == calls
    return counted


def states(library: Library) -> set[str]:
    return {job.state for job in library.queue.jobs(newest=10_000)}


def hold(library: Library) -> Path:
    """While this file is there, calls named “held” do not end."""
    gate = library.files.root / "gate"
    gate.touch()
    return gate


def working(library: Library, name: str) -> Callable[[], bool]:
    return lambda: any(
        job.state == "working" and job.name == f"{name}.wav" and job.stage for job in library.queue.jobs()
    )


def test_each_call_is_reviewed_once_by_several_workers(library: Library, cluster: Cluster) -> None:
    bring(library, *(f"call {k}" for k in range(20)))
    cluster.start_worker()
    cluster.start_worker()
    with driving(library, cluster) as ended:
        assert ended() in ([], ["The cluster has no workers yet: the calls wait for the first."])
    assert list(reviews(library).values()) == [1] * 20 and states(library) == {"done"}


def test_a_killed_workers_call_is_tried_again_and_its_neighbours_are_not(library: Library, cluster: Cluster) -> None:
    gate = hold(library)
    bring(library, "held 1", "held 2", "call 3")
    first = cluster.start_worker()
    with driving(library, cluster) as ended:
        soon(working(library, "held 1"))
        cluster.start_worker()
        soon(working(library, "held 2"))
        os.killpg(first.pid, signal.SIGKILL)
        soon(
            lambda: "call 3.wav" in {job.name for job in library.queue.jobs(("done",))} or working(library, "held 1")()
        )
        gate.unlink()
        ended()
    assert list(reviews(library).values()) == [1] * 3 and states(library) == {"done"}
    assert (library.files.root / "begun").read_text().split("\n").count("held 2.wav") == 1


def test_a_call_that_brings_its_worker_down_is_given_up_after_three_times_and_the_others_are_done(
    library: Library, cluster: Cluster
) -> None:
    bring(library, "dies", *(f"call {k}" for k in range(6)))
    cluster.start_worker()
    with driving(library, cluster) as ended:
        ended()
    assert list(reviews(library).values()) == [1] * 6
    (failed,) = library.queue.jobs(("failed",))
    assert failed.name == "dies.wav" and "ended abruptly 3 times" in (failed.why or "")


def test_a_dead_scheduler_is_said_and_the_next_one_goes_on(library: Library, cluster: Cluster) -> None:
    gate = hold(library)
    bring(library, "held 1", "call 2", "call 3")
    cluster.start_worker()
    with driving(library, cluster) as ended:
        soon(working(library, "held 1"))
        os.killpg(cluster.scheduler.pid, signal.SIGKILL)
        said = ended()
    assert "the cluster's scheduler is gone: what was not done waits in the queue as before" in said[-1]
    gate.unlink()
    cluster.start_scheduler()
    cluster.start_worker()
    with driving(library, cluster) as ended:
        ended()
    assert list(reviews(library).values()) == [1] * 3 and states(library) == {"done"}


def test_a_killed_drivers_calls_are_done_by_the_next(library: Library, cluster: Cluster) -> None:
    gate = hold(library)
    bring(library, "held 1", "call 2", "call 3")
    cluster.start_worker()
    url = library.database.url.render_as_string(hide_password=False)
    command = [sys.executable, str(TESTS / "cluster_hands.py"), url, str(library.files.root), cluster.address, "2"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
    with subprocess.Popen(command, env=environment) as driver:
        soon(working(library, "held 1"))
        driver.kill()
    gate.unlink()
    with driving(library, cluster) as ended:
        ended()
    assert list(reviews(library).values()) == [1] * 3 and states(library) == {"done"}


def test_a_worker_that_cannot_reach_the_recordings_is_left_out(
    library: Library, cluster: Cluster, tmp_path: Path
) -> None:
    jobs = bring(library, "call 1", "call 2")
    cluster.start_worker(SAMESIDE_FILES=str(tmp_path / "elsewhere"))
    with driving(library, cluster, jobs=jobs) as ended:
        said = ended()
    assert "is left out: recordings are not to be found in" in said[-2] and "SAMESIDE_FILES" in said[-2]
    assert "none of the cluster's workers can do the work" in said[-1]
    assert states(library) == {"queued"}


def test_what_was_sent_to_the_only_worker_that_can_is_done_by_the_next_where_it_dies(
    library: Library, cluster: Cluster, tmp_path: Path
) -> None:
    gate = hold(library)
    bring(library, "held 0", *(f"call {k}" for k in range(4)))
    cluster.start_worker(SAMESIDE_FILES=str(tmp_path / "elsewhere"))
    able = cluster.start_worker()
    with driving(library, cluster, until_empty=False) as ended, connected(cluster.address) as client:
        soon(working(library, "held 0"))
        gate.unlink()
        soon(lambda: states(library) == {"done"})
        gate = hold(library)
        bring(library, "held 5")
        soon(working(library, "held 5"))
        cluster.start_worker()
        soon(lambda: len(client.nthreads()) == 3)
        os.killpg(able.pid, signal.SIGKILL)
        gate.unlink()
        soon(lambda: states(library) == {"done"})
    assert "is left out" in " ".join(ended())
    assert list(reviews(library).values()) == [1] * 6


def test_a_worker_without_a_shared_library_is_left_out_and_makes_none(
    library: Library, cluster: Cluster, tmp_path: Path
) -> None:
    bring(library, "call 1")
    cluster.start_worker(SAMESIDE_LIBRARY=str(tmp_path / "own.db"))
    with driving(library, cluster) as ended:
        assert "SAMESIDE_LIBRARY names an SQLite file there" in ended()[-2]
    assert not (tmp_path / "own.db").exists()


def test_a_recording_that_is_gone_for_all_is_the_calls_own_trouble(library: Library, cluster: Cluster) -> None:
    bring(library, "call 1", "call 2")
    gone = library.queue.jobs()[0]
    file_of(library, gone.recording_id or "").unlink()
    cluster.start_worker()
    with driving(library, cluster) as ended:
        ended()
    (failed,) = library.queue.jobs(("failed",))
    assert failed.id == gone.id and "no longer on the disk" in (failed.why or "")
    assert len(reviews(library)) == 1


def test_a_cancelled_call_is_left_alone(library: Library, cluster: Cluster) -> None:
    gate = hold(library)
    bring(library, "held 1", "held 2")
    cluster.start_worker()
    with driving(library, cluster) as ended:
        soon(working(library, "held 1"))
        library.cancel(library.queue.jobs(("working",))[0].id)
        soon(working(library, "held 2"))
        gate.unlink()
        ended()
    assert list(reviews(library).values()) == [1]


def test_one_machines_library_is_refused(tmp_path: Path) -> None:
    with (
        closing(Library(str(tmp_path / "own.db"))) as own,
        pytest.raises(InputError, match="needs a library in PostgreSQL"),
    ):
        Driver(own, None, print)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "said"), [("tcp://127.0.0.1:9", "no Dask scheduler answers"), ("nonsense://x", "is no address")]
)
def test_an_address_without_a_scheduler_is_a_sentence(address: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("library.cluster.connecting.TIMEOUT", 1.0)
    with pytest.raises(InputError, match=said), connected(address):
        pass


def test_a_dashboards_process_has_the_cluster_hear_and_judges_anew_itself(library: Library, cluster: Cluster) -> None:
    (done,) = bring(library, "call 1")
    process = WorkerProcess(
        WORK,
        library.database.url.render_as_string(hide_password=False),
        library.files.root,
        module="library.cluster.process",
        environment={
            "SAMESIDE_CLUSTER": cluster.address,
            "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)]),
        },
    )
    try:
        library.queue.judge(1)
        soon(lambda: (judging := library.queue.judging()) is not None and judging.state == "done")
        assert library.queue.job(done).state == "queued"  # whom nobody hears yet
        cluster.start_worker()
        soon(lambda: library.queue.job(done).state == "done")
        os.killpg(cluster.scheduler.pid, signal.SIGKILL)
        (later,) = bring(library, "call 2")
        cluster.start_scheduler()
        cluster.start_worker()
        soon(lambda: library.queue.job(later).state == "done")
    finally:
        process.stop()
    assert list(reviews(library).values()) == [1, 1]
