"""The worker as a process of its own, which the dashboard starts and watches.

::

    dashboard --- pipe ---> worker process: takes jobs, works, keeps
        |                       ^
        +--- watches, and starts it again when a codec has brought it down

The pages stand whatever a recording does to the worker. The worker ends when the dashboard does, however that
ended, because it reads a pipe whose other end the dashboard holds; the job in its hands goes back into the queue.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from audio.errors import SameSideError, readable
from library.database.connection import VARIABLE
from library.logs.events import about
from library.logs.setting import form_in_force, set_up, tell
from library.store import Library
from library.worker.worker import Ended, Worker

log = logging.getLogger(__name__)

RESTART_DELAY, MAX_RESTART_DELAY = 0.5, 30.0
"""Seconds before a worker that ended abruptly is started again: twice as many each time that it ends soon again."""

NICENESS = 5
"""How far the worker stands back for the pages, as Unix counts it: who looks at a call should not wait for another's."""

SOME_FAILED = 3
"""How a worker ends that did all there was to do, and some of it failed: not 1, which is Python's own for a mistake."""

STOP_TIMEOUT = 10.0
"""Seconds that a worker has to come to the end of what it is doing when it is told to stop."""


class WorkerProcess:
    """A process that works through the queue of the library at ``url`` until :meth:`stop`.

    ``work`` names the function, as ``package.module:function``; the process imports it for itself.

    environment  more of it, such as its share of the processors
    until_empty  it ends by itself where nothing is to be done any more
    telling      it prints a line for each job
    module       another than this one that the process runs, with the work's name after it
    """

    def __init__(
        self,
        work: str,
        url: str | None = None,
        files: Path | None = None,
        *,
        environment: Mapping[str, str] | None = None,
        until_empty: bool = False,
        telling: bool = False,
        module: str = "library.worker.process",
    ) -> None:
        additions = {**({VARIABLE: url} if url else {}), **({"SAMESIDE_FILES": str(files)} if files else {})}
        self._environment = {
            **os.environ,
            **(environment or {}),
            **additions,
        }  # not on the command line, where all users could read a password
        flags = [*(["--until-empty"] if until_empty else []), *(["--tell"] if telling else [])]
        self._command = [sys.executable, "-m", module, work, *flags]
        self._stopped = False
        self.restarts = 0
        """How often it was started anew."""
        self._changing = threading.Lock()
        self._process = self._start()
        self._watcher = threading.Thread(target=self._watch, name="watches the worker", daemon=True)
        self._watcher.start()

    @property
    def is_alive(self) -> bool:
        """Whether the process is there just now."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the process that works now."""
        return self._process.pid

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait until the process has ended by itself: 0, or ``SOME_FAILED``; ``None`` where it has not, after so many seconds."""
        self._watcher.join(seconds)
        return None if self._watcher.is_alive() else self._process.returncode

    def let_go(self) -> None:
        """Tell the process to end, and do not wait for that."""
        with self._changing:
            self._stopped = True
            if self._process.stdin is not None:
                self._process.stdin.close()

    def stop(self) -> None:
        """End the process; the job in its hands goes back into the queue, at the latest when its lease runs out."""
        self.let_go()
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:  # deep in a step that tells no progress
            self._process.kill()
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, env=self._environment, stdin=subprocess.PIPE)

    def _watch(self) -> None:
        pause = RESTART_DELAY
        while not self._stopped:
            started = time.monotonic()
            if self._process.wait() in (0, SOME_FAILED):  # it came to its end
                return
            pause = (
                RESTART_DELAY if time.monotonic() - started > MAX_RESTART_DELAY else min(2 * pause, MAX_RESTART_DELAY)
            )
            time.sleep(pause)
            with self._changing:
                if not self._stopped:
                    log.warning("the worker ended abruptly and is started anew", extra=about("worker_restarted"))
                    self.restarts += 1
                    self._process = self._start()


def main(arguments: Sequence[str]) -> int:
    """What the process does: work until its standard input ends, or until nothing is to be done; its exit status."""
    set_up()
    parser = argparse.ArgumentParser()
    parser.add_argument("work")
    parser.add_argument("--until-empty", action="store_true")
    parser.add_argument("--tell", action="store_true")
    args = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who started us, and tells us by the pipe
    try:
        library = Library()
    except SameSideError as trouble:
        return not_started(trouble)
    module, _, function = args.work.partition(":")
    failed = []

    def tell(ended: Ended, name: str) -> None:
        if ended.outcome == "failed":
            failed.append(ended.job_id)
        if args.tell and form_in_force() is None:  # else the worker has logged it, without the name
            print(line_of(ended, name), flush=True)

    worker = Worker(library, getattr(importlib.import_module(module), function), tell=tell)
    told = told_to_end(worker.stop)
    worker.run(args.until_empty)
    return told() or (SOME_FAILED if failed else 0)


def not_started(trouble: SameSideError) -> int:
    """Say why a process cannot begin; the status with which it ends."""
    kind = type(trouble).__name__
    tell(f"sameside: {trouble}", "worker_not_started", logging.ERROR, sys.stderr, kind=kind)
    return 1


def told_to_end(stop: threading.Event) -> Callable[[], int]:
    """Have ``stop`` set when who started this process ends, or says so by SIGTERM; what answers how the process is to end, once it does.

    It stands back for the pages from now on.
    """
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    told = threading.Event()

    def stop_with_the_parent() -> None:
        while os.read(0, 4096):  # without Python's lock on the stream, at which the process could not end by itself
            pass
        stop.set()

    def stop_as_told(*_: object) -> None:
        told.set()
        stop.set()

    signal.signal(signal.SIGTERM, stop_as_told)  # as all processes of a service are told at once
    threading.Thread(target=stop_with_the_parent, daemon=True).start()
    return lambda: 128 + signal.SIGTERM if told.is_set() else 0


def line_of(ended: Ended, name: str) -> str:
    """A job that a worker has let go of, as a line for whoever watches it."""
    said = {
        "done": f"done in {ended.seconds:.0f} s",
        "failed": f"failed: {ended.why}",
        "given back": "given back to the queue",
        "taken away": "taken off the queue meanwhile, so nothing of it was kept",
    }
    return readable(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}  {name}: {said[ended.outcome]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
