"""``sameside work``: workers of the library's queue on any machine, without the dashboard.

::

    $ sameside work --workers 4
    2026-11-29 10:14:02  late parcel.wav: done in 34 s
    2026-11-29 10:14:05  noise.wav: failed: noise.wav holds no voice …

Each is a process of its own that is started anew where a recording has brought it down. Told to stop (Ctrl+C, SIGTERM), each gives the call in
its hands back to the queue, or finishes it where that is quicker; told twice, or killed, the call is free again when its lease has run out.
With ``--cluster`` the work is done elsewhere, and what runs here only drives it.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from audio.errors import SameSideError
from audio.signal.cores import share_of
from library.cluster.connecting import connected
from library.cluster.driver import WORK, Driver
from library.cluster.shared import check_shared
from library.logs.setting import set_up, tell
from library.store import Library
from library.worker.courier import Courier
from library.worker.process import SOME_FAILED, WorkerProcess, line_of
from library.worker.worker import Ended
from ui.cli.many.operations import add_operations
from ui.cli.many.processes import checked
from ui.cli.review import open_library
from ui.operations.serving import serving

if TYPE_CHECKING:
    from distributed import Client

    from library.cluster.errand import Answer

LOOK_INTERVAL = 0.2
"""Seconds between two looks at whether we were told to stop."""


def configure_work(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes that work at a time, the processors shared out"
    )
    parser.add_argument(
        "--until-empty",
        action="store_true",
        help="stop when nothing waits or is being worked on any more, here or elsewhere",
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="have a Dask cluster do the work, as in tcp://10.0.0.5:8786 (see docs/cluster.md)",
    )
    add_operations(parser)
    parser.add_argument(
        "--library", metavar="URL", help="whose queue: a database URL or a file; else what SAMESIDE_LIBRARY names, else one in the user's data folder"
    )  # fmt: skip
    parser.set_defaults(run=work_command)


def work_command(args: argparse.Namespace) -> int:
    """Work until told to stop; 0, or 1 where some of it failed. Raises :class:`SameSideError`."""
    set_up(args.log_format)
    with told_to_stop() as stop:
        return _drive(args, stop) if args.cluster else _work(args, stop)


def _work(args: argparse.Namespace, stop: threading.Event) -> int:
    workers = checked(args.workers)
    processes: list[WorkerProcess] = []
    with open_library(args.library) as library, serving(args.metrics_port, library, processes):
        return _work_with(processes, workers, args, stop)


def _work_with(processes: list[WorkerProcess], workers: int, args: argparse.Namespace, stop: threading.Event) -> int:
    """Start so many processes, and let them work until they have ended, or are told to."""
    share = share_of(workers)
    ended: list[int | None] = [None] * workers
    try:
        processes.extend(
            WorkerProcess(WORK, args.library, environment=share, until_empty=args.until_empty, telling=True)
            for _ in range(workers)
        )
        while not stop.is_set() and None in ended:
            ended = [process.wait(LOOK_INTERVAL / workers) for process in processes]
    finally:  # all are told before the first is waited for; told twice, we end, and they end with the pipe that we hold
        for process in processes:
            process.let_go()
        for process in processes:
            process.stop()
    return 1 if SOME_FAILED in ended else 0


def _drive(args: argparse.Namespace, stop: threading.Event) -> int:
    failed = []
    with (
        open_library(args.library) as library,
        _connected(library, args.cluster) as client,
        serving(args.metrics_port, library),
    ):

        def answered(answer: Answer) -> None:
            ended = answer.ended or _given_up(library, answer.job)
            if ended is not None:
                outcome = ended.outcome.replace(" ", "_")
                line = line_of(ended, _name(library, answer.job))
                tell(line, "job_answered", job=answer.job, call=ended.call_id, outcome=outcome, kind=ended.kind)
            if ended is not None and ended.outcome == "failed":
                failed.append(answer.job)

        driver = Driver(library, client, _say, answered, stop=stop)
        with Courier(library):
            driver.run(until_empty=args.until_empty)
    return 1 if failed else 0


def _say(said: str) -> None:
    tell(f"sameside: {said}", "cluster_said", logging.WARNING, sys.stderr)


@contextmanager
def _connected(library: Library, address: str) -> Iterator[Client]:
    """The cluster, once it is known that the library can be used there."""
    check_shared(library)
    with connected(address) as client:
        yield client


def _given_up(library: Library, job: int) -> Ended | None:
    """What became of a job that a worker was sent for and did not get, if that is its end: it has brought down three of them."""
    try:
        found = library.queue.job(job)
    except SameSideError:
        return None
    return Ended(job, "failed", found.why or "", 0.0) if found.state == "failed" else None


def _name(library: Library, job: int) -> str:
    """What a job's recording is called; a job that was dismissed meanwhile has its number alone."""
    try:
        return library.queue.job(job).name
    except SameSideError:
        return f"job {job}"


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """An event that SIGTERM and the first Ctrl+C set; the second is Python's own."""
    stop = threading.Event()
    before = {int(number): signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def told(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, before[number])

    for number in before:
        signal.signal(number, told)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
