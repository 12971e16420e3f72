"""Many workers that do not exist, at a scheduler, a driver and a queue that do; see :mod:`tests.bench.throughput`.

::

    this process: driver ── scheduler (`dask scheduler`) ── processes of 8 simulated workers each
           └────────────────────── PostgreSQL ──────────────────────┘

The parts that a cluster shares, which are all that can hold its workers up, are each a process, so that what each takes of the processor is told
apart: driver, scheduler, database. What the simulated workers themselves take (claiming, keeping a review) is another core's for each of them in use.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.bench import _replayed
from tests.bench._processes import processor_seconds

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
A_PROCESS = 8
"""Simulated workers of one process."""
CONNECTIONS = 300


class Found(NamedTuple):
    """How many calls were done, the shares of time in which a worker had one in hand, and what one costs.

    busy       while there were calls for all; ``in_all`` from the first call's begin to the last one's end
    start      seconds until all had their first call
    processor  seconds a call of each part
    """

    calls: int
    busy: float
    in_all: float
    start: float
    processor: dict[str, float]
    transactions: float


def simulate(workers: int, each: int, stages: Sequence[tuple[str, float]]) -> Found:
    """So many workers at replayed calls, some ``each`` for each of them."""
    import real_postgres
    from real_cluster import Cluster

    from library.cluster.connecting import connected
    from library.cluster.driver import Driver
    from library.store import Library

    with tempfile.TemporaryDirectory(prefix="simulated-") as name:
        folder, url = Path(name), real_postgres.new_database()
        _with_connections_for_all(url)
        os.environ.update({_replayed.STAGES: json.dumps(stages), _replayed.FOLDER: name})
        with closing(Library(url, folder / "files")) as library:
            for k in range(each * workers):
                library.enqueue(io.BytesIO(f"sound {k}".encode()), name=f"call {k}.wav")
            cluster = Cluster(url, folder / "files", folder)
            try:
                with (
                    _workers(cluster.address, workers, url, folder) as processes,
                    connected(cluster.address) as client,
                ):
                    client.wait_for_workers(workers, timeout=120)
                    pids = {
                        "driver": [os.getpid()],
                        "scheduler": [cluster.scheduler.pid],
                        "database": [_postmaster(url)],
                        "workers": processes,
                    }
                    before, begun = _spent(pids), _transactions(url)
                    Driver(library, client, print, work="tests.bench._replayed:work").run()
                    after, ended = _spent(pids), _transactions(url)
            finally:
                cluster.stop()
        calls = _replayed.worked(folder)
    costs = {part: (after[part] - before[part]) / len(calls) for part in pids}
    return Found(len(calls), *busy(workers, calls), costs, (ended - begun) / len(calls))


def busy(workers: int, calls: list[tuple[float, float]]) -> tuple[float, float, float]:
    """The share of time in which the workers had a call in hand, while there were calls for all of them, and in all; seconds until all had one."""
    begun = sorted(begin for begin, _ in calls)
    first, last = begun[min(workers, len(begun)) - 1], begun[-1]
    within = sum(max(0.0, min(end, last) - max(begin, first)) for begin, end in calls)
    in_all = sum(end - begin for begin, end in calls) / workers / (max(end for _, end in calls) - begun[0])
    return within / workers / (last - first), in_all, first - begun[0]


@contextmanager
def _workers(scheduler: str, number: int, url: str, folder: Path) -> Iterator[list[int]]:
    """Processes of simulated workers, ended with the block; their ids."""
    environment = {**os.environ, "SAMESIDE_LIBRARY": url, "SAMESIDE_FILES": str(folder / "files")}
    processes = []
    try:
        for first in range(0, number, A_PROCESS):
            command = ["-m", "tests.bench._replayed", scheduler, str(min(A_PROCESS, number - first)), str(folder)]
            log = (folder / "log").open("ab")
            processes.append(
                subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, stdout=log, stderr=log)
            )
        yield [process.pid for process in processes]
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()


def _with_connections_for_all(url: str) -> None:
    """As docs/cluster.md asks for it: more than the 100 connections that PostgreSQL has at first."""
    import psycopg
    import real_postgres

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET max_connections = {CONNECTIONS}")
    real_postgres.crash(url)


def _postmaster(url: str) -> int:
    return int((Path(url.rpartition("?host=")[2]) / "data" / "postmaster.pid").read_text().split()[0])


def _spent(pids: dict[str, list[int]]) -> dict[str, float]:
    own = sum(os.times()[:2])
    return {part: own if ids == [os.getpid()] else sum(map(processor_seconds, ids)) for part, ids in pids.items()}


def _transactions(url: str) -> int:
    """What this database has done, kept and taken back."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    return int(row[0])
