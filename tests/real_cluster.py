"""A real Dask cluster for the tests: a scheduler and workers, processes that can be killed, on this machine's own address alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from patience import soon

TESTS = Path(__file__).parent


class Cluster:
    """A scheduler and workers, each a process of its own group that can be killed."""

    def __init__(self, url: str, files: Path, folder: Path) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "SAMESIDE_LIBRARY": url,
            "SAMESIDE_FILES": str(files),
            "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)]),
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
        }
        self._processes: list[subprocess.Popen[bytes]] = []
        self.address = ""
        self.scheduler = self.start_scheduler()

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        written = self._folder / "scheduler.json"
        written.unlink(missing_ok=True)
        port = self.address.rpartition(":")[2] or "0"
        options = [
            "--host",
            "127.0.0.1",
            "--port",
            port,
            "--no-dashboard",
            "--dashboard-address",
            "127.0.0.1:0",
            "--scheduler-file",
            str(written),
        ]
        self.scheduler = self._start("scheduler", *options)
        soon(lambda: written.exists() and b'"address"' in written.read_bytes())
        self.address = json.loads(written.read_text())["address"]
        return self.scheduler

    def start_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        options = [
            "--nthreads",
            "1",
            "--no-dashboard",
            "--dashboard-address",
            "127.0.0.1:0",
            "--local-directory",
            str(self._folder),
            "--death-timeout",
            "60",
        ]
        return self._start("worker", self.address, *options, **environment)

    def _start(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            env={**self._environment, **environment},
            stdout=subprocess.DEVNULL,
            stderr=(self._folder / "log").open("ab"),
            start_new_session=True,
        )
        self._processes.append(process)
        return process

    def stop(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
