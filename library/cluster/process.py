"""The dashboard's worker where a cluster does the work: a process that drives the cluster, and does itself what has no recording.

::

    dashboard --- pipe ---> this process ──┬── driver: recordings that wait ──> the cluster's workers
        |                       ^          └── worker: judging anew, fetching a model, deletions, retention
        +--- watches, and starts it again

Judging anew does not stand back for recordings here, since others hear those. A scheduler that is gone, or not there yet, is said where the
dashboard was started, and asked for again: calls wait in the queue meanwhile, and no page is the worse for it.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence

from audio.errors import SameSideError, readable, sentence
from library.cluster.connecting import VARIABLE, connected
from library.cluster.driver import Driver
from library.cluster.shared import check_shared
from library.logs.setting import set_up, tell
from library.store import Library
from library.worker.process import not_started, told_to_end
from library.worker.tasks import work_beside
from library.worker.worker import Worker

RETRY_INTERVAL = 5.0
"""Seconds after which a scheduler that did not answer is asked for again."""


def drive(library: Library, address: str, work: str, stop: threading.Event) -> None:
    """Have the cluster at ``address`` work through the queue until told to stop, whenever it answers; what is wrong is said once."""
    told = ""
    while not stop.is_set():
        try:
            with connected(address) as client:
                told = ""
                Driver(library, client, _say, work=work, stop=stop).run(until_empty=False)
        except SameSideError as trouble:
            if sentence(trouble) != told:
                told = sentence(trouble)
                _say(told)
            stop.wait(RETRY_INTERVAL)


def _say(said: str) -> None:
    tell(f"sameside: {readable(said)}", "cluster_said", logging.WARNING, sys.stderr)


def main(arguments: Sequence[str]) -> int:
    """What the process does, until its standard input ends; its exit status. ``arguments``: the work's name, as ``package.module:function``."""
    (work,) = arguments
    set_up()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who started us, and tells us by the pipe
    try:
        library = Library()
        check_shared(library)
    except SameSideError as trouble:
        return not_started(trouble)
    beside = Worker(library, work_beside, recordings=False)
    told = told_to_end(beside.stop)
    driving = threading.Thread(
        target=drive, args=(library, os.environ[VARIABLE], work, beside.stop), name="drives the cluster"
    )
    driving.start()
    beside.run()
    driving.join()
    return told()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
