"""Simulated workers: each waits as long as each stage of a real call has taken, and keeps a made-up review, by the library's own worker.

``python -m tests.bench._replayed SCHEDULER WORKERS FOLDER`` is a process of so many workers of Dask, one thread each, as ``dask worker`` has them one a
process. When each had a call in hand is written into a file of the folder, a line a call.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from library.worker.worker import Progress, Reviewed  # noqa: E402
from tests.library_calls import a_call, a_report  # noqa: E402

STAGES, FOLDER = "SAMESIDE_BENCH_STAGES", "SAMESIDE_BENCH_FOLDER"
"""The environment variables that hold the stages (JSON, name and seconds each), and where it is written who worked when."""
STEP = 0.5
"""Seconds between two words of progress."""


def work(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed:
    """Replay a call."""
    assert path is not None
    began, stages, length = time.monotonic(), json.loads(os.environ[STAGES]), _length(path)
    until = began
    for k, (name, seconds) in enumerate(stages):
        until += length * seconds
        while (left := until - time.monotonic()) > 0:
            progress(name, k / len(stages))
            time.sleep(min(STEP, left))
    with (Path(os.environ[FOLDER]) / f"worked {os.getpid()}").open("a") as worked:
        worked.write(f"{began} {time.monotonic()}\n")
    call = a_call(path.stem[:32])
    return Reviewed(call, a_report(call.id), fingerprint="f1")


def _length(path: Path) -> float:
    """How long a call is against that which is replayed, half of it to one and a half times: drawn by the recording's name, which is a hash. Were all
    as long, all workers would end at once, for ever."""
    return 0.5 + int(path.stem[:8], 16) / 2**32


def worked(folder: Path) -> list[tuple[float, float]]:
    """When each call was begun and ended, by the monotonic clock that all processes share."""
    lines = [line.split() for file in folder.glob("worked *") for line in file.read_text().splitlines()]
    return [(float(began), float(ended)) for began, ended in lines]


async def workers(scheduler: str, number: int, folder: str) -> None:
    """Workers until the scheduler is gone. What a process has once it has from the start: threads that begin together would each open a library."""
    import dask
    from distributed import Worker

    from library import current

    current.library()
    dask.config.set({"distributed.worker.profile.enabled": False})
    local = {"local_directory": folder, "dashboard_address": "127.0.0.1:0", "memory_limit": 0, "death_timeout": 60}
    running = [await Worker(scheduler, nthreads=1, host="127.0.0.1", **local) for _ in range(number)]
    await asyncio.gather(*(each.finished() for each in running))


if __name__ == "__main__":
    asyncio.run(workers(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
