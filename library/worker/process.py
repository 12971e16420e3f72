"""The worker as a process of its own, which the dashboard starts and watches.

::

    dashboard --- pipe ---> worker process: takes jobs, works, keeps
        |                       ^
        +--- watches, and starts it again when a codec has brought it down

The pages stand whatever a recording does to the worker. The worker ends when the dashboard does, however that
ended, because it reads a pipe whose other end the dashboard holds; the job in its hands goes back into the queue.
"""

from __future__ import annotations

import importlib
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from audio.errors import SameSideError
from library.database.connection import VARIABLE
from library.store import Library
from library.worker.worker import Worker

log = logging.getLogger(__name__)

RESTART_DELAY, MAX_RESTART_DELAY = 0.5, 30.0
"""Seconds before a worker that ended abruptly is started again: twice as many each time that it ends soon again."""

NICENESS = 5
"""How far the worker stands back for the pages, as Unix counts it: who looks at a call should not wait for another's."""

STOP_TIMEOUT = 10.0
"""Seconds that a worker has to come to the end of what it is doing when it is told to stop."""


class WorkerProcess:
    """A process that works through the queue of the library at ``url`` until :meth:`stop`.

    ``work`` names the function, as ``package.module:function``; the process imports it for itself.
    """

    def __init__(self, work: str, url: str | None = None, files: Path | None = None) -> None:
        additions = {**({VARIABLE: url} if url else {}), **({"SAMESIDE_FILES": str(files)} if files else {})}
        self._environment = {
            **os.environ,
            **additions,
        }  # not on the command line, where all users could read a password
        self._command = [sys.executable, "-m", "library.worker.process", work]
        self._stopped = False
        self._changing = threading.Lock()
        self._process = self._start()
        threading.Thread(target=self._watch, name="watches the worker", daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process that works now."""
        return self._process.pid

    def stop(self) -> None:
        """End the process; the job in its hands goes back into the queue, at the latest when its lease runs out."""
        with self._changing:
            self._stopped = True
            if self._process.stdin is not None:
                self._process.stdin.close()
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
            self._process.wait()
            pause = (
                RESTART_DELAY if time.monotonic() - started > MAX_RESTART_DELAY else min(2 * pause, MAX_RESTART_DELAY)
            )
            time.sleep(pause)
            with self._changing:
                if not self._stopped:
                    log.warning("the worker ended abruptly and is started anew")
                    self._process = self._start()


def main(work: str) -> None:
    """What the process does: work until its standard input ends."""
    try:
        library = Library()
    except SameSideError as trouble:
        sys.exit(f"sameside: {trouble}")
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    module, _, function = work.partition(":")
    worker = Worker(library, getattr(importlib.import_module(module), function))

    def stop_with_the_parent() -> None:
        sys.stdin.buffer.read()
        worker.stop.set()

    threading.Thread(target=stop_with_the_parent, daemon=True).start()
    worker.run()


if __name__ == "__main__":
    main(sys.argv[1])
