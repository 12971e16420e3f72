"""How many calls an hour: ``python -m tests.bench.throughput [--calls 6] [--minutes 4] [--simulated 64]``.

Calls without words, made of the committed samples: with one worker that has one core, and with two (``sameside review --workers``), by the clock and by
the processor's time. On a machine that others use too, the clock says how busy they were; by the processor's time, two workers that have a core each are
``2 x (its time with one worker) / (its time with two)`` as quick as one.

Then many workers that do not exist: Dask's real scheduler, a real queue in PostgreSQL with its claims, leases and reviews kept, and workers that wait as
long as each stage of a real call has taken the processor. Told is the share of time in which they had a call in hand, from when all had their first
until the queue was empty. They share this process with the scheduler and the driver, which makes it harder than it is in use; so that they do not wait
for each other's connections to the database, of which a worker in use has its own, each has one here too. Told is also what a call costs this process,
and the database in transactions, which does not depend on who else uses the machine.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from audio.signal.cores import VARIABLE as CORES
from tests.bench import _replayed
from tests.bench._sounds import show
from tests.bench.speed import make

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
SPARE = 8
"""Connections for the driver and for leases that are renewed meanwhile."""


def reviewed(calls: list[Path], workers: int, folder: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor that it takes to review the calls, starting included."""
    command = [sys.executable, "-m", "ui.cli", "review", *map(str, calls), "--no-words", "--workers", str(workers)]
    environment = {**os.environ, "SAMESIDE_LIBRARY": str(folder / f"{workers}.db")}
    if workers == 1:
        environment[CORES] = "1"
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, processor


def stages_of(call: Path) -> list[tuple[str, float]]:
    """The stages of a hearing without words, and how long each takes the processor, with one core."""
    from analysis.review import review
    from audio.listen import listen

    os.environ[CORES] = "1"
    told: list[tuple[str, float]] = []

    def progress(stage: str, _done: float) -> None:
        told.append((stage, time.process_time()))

    began = time.process_time()
    review(listen(call, agent="left", recogniser="left out", progress=progress))
    del os.environ[CORES]
    told = [("opening", began), *told, ("", time.process_time())]
    spent: dict[str, float] = {}
    for (stage, start), (_, end) in itertools.pairwise(told):
        spent[stage] = spent.get(stage, 0.0) + end - start
    return list(spent.items())


def simulated(workers: int, each: int, stages: list[tuple[str, float]], folder: Path) -> dict[str, float]:
    """So many workers at replayed calls; the share of time in which they had one."""
    import real_postgres
    from distributed import LocalCluster
    from sqlalchemy import Engine, event

    from library.cluster.connecting import connected
    from library.cluster.driver import Driver
    from library.database import connection
    from library.store import Library

    connection.create_engine = partial(connection.create_engine, pool_size=workers + SPARE, max_overflow=0)
    begun = []
    url = real_postgres.new_database()
    os.environ.update({"SAMESIDE_LIBRARY": url, "SAMESIDE_FILES": str(folder), _replayed.STAGES: json.dumps(stages)})
    with closing(Library(url, folder)) as library:
        for k in range(each * workers):
            library.enqueue(io.BytesIO(f"sound {k}".encode()), name=f"call {k}.wav")
        options = {
            "processes": False,
            "threads_per_worker": 1,
            "dashboard_address": "127.0.0.1:0",
            "host": "127.0.0.1",
            "memory_limit": 0,
        }
        with (
            LocalCluster(n_workers=workers, protocol="tcp://", **options) as cluster,
            connected(cluster.scheduler_address) as client,
        ):
            event.listen(Engine, "begin", lambda _: begun.append(None))
            before = resource.getrusage(resource.RUSAGE_SELF)
            Driver(library, client, print, work="tests.bench._replayed:work").run()
            after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    calls = len(_replayed.worked)
    return {**busy(workers, _replayed.worked), "processor": spent / calls, "transactions": len(begun) / calls}


def busy(workers: int, worked: list[tuple[float, float]]) -> dict[str, float]:
    """The share of time in which the workers had a call in hand: while there were calls for all of them, and in all."""
    begun = sorted(begin for begin, _ in worked)
    first, last = begun[min(workers, len(begun)) - 1], begun[-1]
    within = sum(max(0.0, min(end, last) - max(begin, first)) for begin, end in worked)
    in_all = sum(end - begin for begin, end in worked) / workers / (max(end for _, end in worked) - begun[0])
    return {
        "calls": len(worked),
        "busy": within / workers / (last - first),
        "in all": in_all,
        "start": first - begun[0],
    }


def main() -> int:
    """Print the figures beside their bars."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--calls", type=int, default=6)
    ask.add_argument("--minutes", type=int, default=4, help="how long each of them is")
    ask.add_argument("--simulated", type=int, default=64, help="workers; 0: none")
    ask.add_argument("--each", type=int, default=5, help="calls that each simulated worker has, about")
    ask.add_argument("--only-simulated", action="store_true")
    args = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="throughput-") as name:
        folder = Path(name)
        call = make(args.minutes, folder)
        call.with_suffix(".vtt").unlink()
        if not args.only_simulated:
            _here(call, args.calls, folder)
        if args.simulated:
            stages_of(call)  # what is loaded once a process
            stages = stages_of(call)
            show(
                f"a call of {args.minutes} min", f"{sum(each for _, each in stages):.1f} s", "one core's, without words"
            )
            (folder / "files").mkdir()
            found = simulated(args.simulated, args.each, stages, folder / "files")
            show(
                f"{args.simulated} simulated workers, {found['calls']:.0f} calls: busy",
                f"{found['busy']:.1%}",
                ">= 90 %",
            )
            show("  from the first call's start to the last one's end", f"{found['in all']:.1%}")
            show("  until all had their first", f"{found['start']:.1f} s")
            show("  of a call's, beside its stages: this process's time", f"{1000 * found['processor']:.0f} ms")
            show("  transactions a call, with its lease's renewals", f"{found['transactions']:.1f}")
    return 0


def _here(call: Path, number: int, folder: Path) -> None:
    calls = []
    for k in range(number):  # the same sound under other bytes would be heard only once
        calls.append(folder / f"call {k}.wav")
        content = bytearray(call.read_bytes())
        content[-8 * (k + 1) :] = bytes(8 * (k + 1))
        calls[-1].write_bytes(content)
    took = {workers: reviewed(calls, workers, folder) for workers in (1, 2)}
    for workers, (clock, processor) in took.items():
        show(f"{workers} worker(s): calls an hour, by the clock", f"{3600 * number / clock:.0f}")
        show(f"{workers} worker(s): calls an hour of a core's time", f"{3600 * number / processor:.0f}")
    show("2 against 1, by the clock", f"{took[1][0] / took[2][0]:.2f} x", ">= 1.9 x, with a core each")
    show("2 against 1, by the processor's time", f"{2 * took[1][1] / took[2][1]:.2f} x", ">= 1.9 x")


if __name__ == "__main__":
    sys.exit(main())
