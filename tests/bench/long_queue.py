"""What a long queue costs in memory: ``python -m tests.bench.long_queue [--recordings 100000] [--worked 2000]``.

A library in PostgreSQL in which so many recordings wait, written by SQL; a dashboard whose list of calls is open in Chromium, with its line of the queue
looked at once a second; a driver with workers of a real Dask cluster, which have the first ``--worked`` recordings heard (made-up and quick, as in
``tests.bench.cluster_kill``). Told is what driver and dashboard hold when they begin and as the work goes on, and beside it what they hold where only
``--few`` recordings wait: both are to be the same, and to stay as they are.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text

from library.database.schema import JobRow, Recording
from library.store import Library
from tests.bench._sounds import show
from tests.bench.room import CHROMIUM, memory

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
AT_MOST = 500
"""MiB that either may hold."""
POINTS = 10
"""So often, while the work goes on, it is looked at what is held."""
WORKERS = 2
LOOK = 0.2
"""Seconds between two looks at how far the work is."""
ANNOUNCED = "The dashboard is at"


class Held(NamedTuple):
    """MiB of each at every look, the first before the work begins (the driver's: when it has sent its first)."""

    driver: list[float]
    dashboard: list[float]


def fill(library: Library, recordings: int, worked: int) -> None:
    """Have so many recordings wait, the first ``worked`` of which have a file."""
    named = "encode(sha256(convert_to(n::text, 'UTF8')), 'hex')"
    numbers = f"FROM generate_series(1, {recordings}) AS new(n) ORDER BY n"
    with library.database.write() as session:
        session.execute(
            text(
                f"INSERT INTO {Recording.__tablename__} (id, suffix, name, size, kept) "
                f"SELECT {named}, '.wav', 'call ' || n || '.wav', 1000000, now() AT TIME ZONE 'UTC' {numbers}"
            )
        )
        session.execute(
            text(
                f"INSERT INTO {JobRow.__tablename__} (recording_id, name, options, state, stage, progress, attempts, added) "
                f"SELECT {named}, 'call ' || n || '.wav', '{{}}', 'queued', '', 0, 0, now() AT TIME ZONE 'UTC' {numbers}"
            )
        )
        first = f"SELECT {named} FROM generate_series(1, {worked}) AS new(n)"
        for digest in session.scalars(text(first)):
            path = library.files.root / "recordings" / digest[:2] / f"{digest}.wav"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"made up")
    with library.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def held(recordings: int, worked: int) -> Held:
    """What is held while the first of so many are worked on."""
    import real_postgres
    from real_cluster import Cluster

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="long-queue-")))
        url, files = real_postgres.new_database(), folder / "files"
        library = stack.enter_context(closing(Library(url, files)))
        fill(library, recordings, worked)
        dashboard = stack.enter_context(_dashboard(url, files))
        stack.enter_context(_looked_at(dashboard[1], recordings))
        cluster = Cluster(url, files, folder)
        stack.callback(cluster.stop)
        found = Held([], [memory(dashboard[0])])
        for _ in range(WORKERS):
            cluster.start_worker()
        driver = stack.enter_context(_driver(url, files, cluster.address))
        for point in range(POINTS + 1):
            _wait_for(library, max(1, worked * point // POINTS))
            found.driver.append(memory(driver))
            found.dashboard.append(memory(dashboard[0]))
        return found


@contextmanager
def _dashboard(url: str, files: Path) -> Iterator[tuple[int, str]]:
    """A dashboard that reviews nothing itself, as its cluster does not answer; its process and its address."""
    environment = {**os.environ, "SAMESIDE_FILES": str(files), "SAMESIDE_CLUSTER": "tcp://127.0.0.1:9"}
    port = _port()
    code = f"from ui.dashboard.server import serve; serve({url!r}, {port}, True)"
    server = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        while ANNOUNCED not in (line := server.stdout.readline()):
            if not line:
                raise SystemExit("the dashboard did not start")
        yield server.pid, f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _looked_at(address: str, recordings: int) -> Iterator[None]:
    """The page in a browser, for as long as the block lasts."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.set_default_timeout(300_000)
        page.goto(address)
        page.get_by_text(f"{recordings - 1:,} waiting").first.wait_for()
        yield
        browser.close()


@contextmanager
def _driver(url: str, files: Path, address: str) -> Iterator[int]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), str(ROOT)])}
    command = [sys.executable, str(ROOT / "tests" / "cluster_hands.py"), url, str(files), address, "20"]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield process.pid
        finally:
            process.kill()


def _wait_for(library: Library, number: int) -> None:
    while True:
        with library.database.read() as session:
            done = session.execute(text("SELECT count(*) FROM job WHERE state NOT IN ('queued', 'working')"))
            if (done.scalar() or 0) >= number:
                return
        time.sleep(LOOK)


def _port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def main() -> int:
    """Print what is held beside what may be."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--recordings", type=int, default=100_000)
    ask.add_argument("--few", type=int, default=1_000)
    ask.add_argument("--worked", type=int, default=500)
    args = ask.parse_args()
    most = 0.0
    for recordings in (args.few, args.recordings):
        found = held(recordings, args.worked)
        print(f"  {recordings:,} recordings wait, {args.worked:,} of them are worked on")
        for who, mib in found._asdict().items():
            show(f"    {who}, at the begin", f"{mib[0]:.0f} MiB", f"< {AT_MOST}")
            show("      as it goes on", " ".join(f"{each:.0f}" for each in mib[1:]))
            most = max(most, *mib)
    return int(most >= AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
