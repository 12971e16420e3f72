"""What the tests of the cluster have its workers do, and a driver in a process of its own, to be killed."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from library_calls import a_call, a_report

from library.cluster.connecting import connected
from library.cluster.driver import Driver
from library.store import Library
from library.worker.worker import Progress, Reviewed


def work(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed:
    """Made-up listening, quick: one that “dies” kills its process, one that is “held” goes on while the gate is there."""
    assert path is not None
    name, files = options["name"], path.parents[2]
    if "dies" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "held" in name:
        with (files / "begun").open("a") as begun:
            begun.write(f"{name}\n")
        while (files / "gate").exists():
            progress("hearing the words", 0.5)
            time.sleep(0.02)
    progress("hearing the words", 0.9)
    call = a_call(path.stem[:32])
    return Reviewed(call, a_report(call.id), fingerprint="f1")


def drive(url: str, files: str, address: str, lease: float) -> None:
    """Drive the whole queue for ever."""
    library = Library(url, Path(files))
    with connected(address) as client:
        Driver(library, client, print, work="cluster_hands:work", lease=timedelta(seconds=lease)).run(until_empty=False)


if __name__ == "__main__":
    drive(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
