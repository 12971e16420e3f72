"""kill -9 at drawn points of a cluster's work, and what is lost or done twice then: ``python -m tests.bench.cluster_kill [--calls 1000] [--points 20] [--seed 19]``.

::

    PostgreSQL, Dask's scheduler, workers, a driver ── each a process; a supervisor starts anew what has ended, as systemd would
      kill one of them, drawn, whenever a drawn number of calls is done      (workers most often, the database as a loss of power would)

The calls are made-up and quick (``tests/cluster_hands.py``), the rest is what runs in use: queue, leases, audit. Asked of it: each call reviewed
exactly once, by the audit, and none lost, failed or waiting still.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from sqlalchemy import func, select

from audio.errors import SameSideError
from library.database.schema import CallRow, JobRow
from library.database.tables.accountability import AuditEvent
from library.store import Library
from tests.bench._sounds import show

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import real_postgres  # noqa: E402
from real_cluster import Cluster  # noqa: E402

VICTIMS = {"worker": 10, "scheduler": 3, "driver": 4, "database": 3}
"""How often of twenty each is drawn, about."""
LEASE = 2.0
"""Seconds: a tenth of what is in use, so that the bench need not wait for it as long."""
WORKERS = 2
LOOK = 0.1
"""Seconds between two looks."""


class Site:
    """All that runs, and is kept running."""

    def __init__(self, url: str, files: Path, folder: Path) -> None:
        self.url, self._files = url, files
        self.cluster = Cluster(url, files, folder)
        self.workers = [self.cluster.start_worker() for _ in range(WORKERS)]
        self._log = (folder / "driver.log").open("ab")
        self.driver = self._start_driver()
        self.started_anew: Counter[str] = Counter()

    def _start_driver(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(ROOT / "tests" / "cluster_hands.py"), self.url, str(self._files)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), str(ROOT)])}
        return subprocess.Popen(
            [*command, self.cluster.address, str(LEASE)], env=environment, stdout=self._log, stderr=self._log
        )

    def look_after(self) -> None:
        """Start anew what has ended."""
        if self.cluster.scheduler.poll() is not None:
            self.cluster.start_scheduler()
            self.started_anew["scheduler"] += 1
        for k, worker in enumerate(self.workers):
            if worker.poll() is not None:
                self.workers[k] = self.cluster.start_worker()
                self.started_anew["worker"] += 1
        if self.driver.poll() is not None:
            self.driver = self._start_driver()
            self.started_anew["driver"] += 1

    def kill(self, victim: str, dice: random.Random) -> None:
        """Kill one of them."""
        if victim == "database":
            real_postgres.crash(self.url)
            return
        process = {"scheduler": self.cluster.scheduler, "driver": self.driver}.get(victim, dice.choice(self.workers))
        with suppress(ProcessLookupError):
            process.kill() if victim == "driver" else os.killpg(process.pid, 9)
        process.wait()

    def stop(self) -> None:
        """End all of it."""
        self.driver.kill()
        self.driver.wait()
        self.cluster.stop()


def done(library: Library) -> int:
    """How many jobs are over; as many as before, where the database is just away."""
    with suppress(SameSideError), library.database.read() as session:
        return session.scalar(select(func.count()).where(JobRow.state.in_(("done", "failed")))) or 0
    return 0


def outcome(library: Library) -> dict[str, int]:
    """What became of the calls."""
    with library.database.read() as session:
        judged = select(AuditEvent.call_id, func.count()).where(AuditEvent.act == "judged").group_by(AuditEvent.call_id)
        times = Counter(number for _, number in session.execute(judged))
        states = session.execute(select(JobRow.state, func.count()).group_by(JobRow.state)).all()
        calls = session.scalar(select(func.count()).select_from(CallRow)) or 0
    return {
        "calls": calls,
        "once": times[1],
        "more than once": sum(times.values()) - times[1],
        **{f"jobs {state}": number for state, number in states},
    }


def run(calls: int, points: int, seed: int) -> dict[str, int | float]:
    """Kill, and count."""
    dice = random.Random(seed)
    whens = sorted(dice.sample(range(1, calls), points))
    victims = dice.choices(list(VICTIMS), list(VICTIMS.values()), k=points)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cluster-kill-")))
        url = real_postgres.new_database()
        library = stack.enter_context(closing(Library(url, folder / "files")))
        for k in range(calls):
            library.enqueue(io.BytesIO(f"sound {k}".encode()), name=f"call {k}.wav")
        began = time.monotonic()
        site = Site(url, folder / "files", folder)
        stack.callback(site.stop)
        for when, victim in zip(whens, victims, strict=True):
            _wait_for(site, library, when)
            site.kill(victim, dice)
            print(
                f"  killed: {victim}, with {when} done, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True
            )
        _wait_for(site, library, calls)
        return {"seconds": round(time.monotonic() - began), **Counter(victims), **outcome(library)}


def _wait_for(site: Site, library: Library, number: int) -> None:
    while done(library) < number:
        site.look_after()
        time.sleep(LOOK)


def main() -> int:
    """Print the counts beside what is asked."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--calls", type=int, default=1000)
    ask.add_argument("--points", type=int, default=20)
    ask.add_argument("--seed", type=int, default=19)
    ask.add_argument("--json", action="store_true")
    args = ask.parse_args()
    if why := real_postgres.why_not():
        sys.exit(why)
    found = run(args.calls, args.points, args.seed)
    if args.json:
        print(json.dumps(found))
        return 0
    for name, value in found.items():
        show(name, str(value), {"once": str(args.calls), "more than once": "0", "calls": str(args.calls)}.get(name, ""))
    return 0 if found["once"] == found["calls"] == args.calls and not found["more than once"] else 1


if __name__ == "__main__":
    sys.exit(main())
