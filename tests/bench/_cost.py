"""What a call costs a worker: seconds of the processor, stage by stage, of one core, as the library's worker carries it out.

``python -m tests.bench._cost CALL [MODEL]`` reviews a short call first, so that what a worker has once (the networks, the model) is there, and then
``CALL``; without ``MODEL``, without words. All is counted that the worker does: hearing, judging, the form that a browser plays, and keeping it.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from audio.signal.cores import VARIABLE as CORES

ROOT = Path(__file__).parents[2]


class Cost(NamedTuple):
    """Seconds of a call, and of the processor for each of its stages, the last of which is keeping it."""

    duration: float
    stages: tuple[tuple[str, float], ...]

    @property
    def seconds(self) -> float:
        """Of the processor, in all."""
        return sum(seconds for _, seconds in self.stages)

    @property
    def an_hour(self) -> float:
        """Of the processor, an hour of the call."""
        return 3600 * self.seconds / self.duration


def cost(call: Path, model: Path | None, environment: Mapping[str, str] | None = None) -> Cost:
    """What a call costs, found out in a process of its own with one core. Raises :class:`subprocess.CalledProcessError`."""
    command = [sys.executable, "-m", "tests.bench._cost", str(call), *([] if model is None else [str(model)])]
    told = {**os.environ, CORES: "1", **(environment or {})}
    told.pop("SAMESIDE_LIBRARY", None), told.pop("SAMESIDE_FILES", None)
    ran = subprocess.run(command, env=told, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(ran.stdout)
    return Cost(found["duration"], tuple((name, seconds) for name, seconds in found["stages"]))


def measure(call: Path, model: Path | None, folder: Path) -> Cost:
    """The same in this process."""
    from library import current
    from library.worker.tasks import work
    from library.worker.worker import Progress, Reviewed, Worker
    from tests.bench.speed import make

    os.environ[current.VARIABLE] = str(folder / "library.db")
    told: list[tuple[str, float]] = []

    def timed(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed | str:
        def tell(stage: str, done: float) -> None:
            told.append((stage, time.process_time()))
            progress(stage, done)

        told[:] = [("opening", time.process_time())]
        done = work(path, options, tell)
        told.append(("keeping", time.process_time()))
        return done

    short = make(1, folder)
    short.with_suffix(".vtt").unlink()
    options = {"no_words": True} if model is None else {"model": str(model)}
    with closing(current.library()) as library:
        worker = Worker(library, timed)
        jobs = [library.enqueue(each, options=options) for each in (short, call)]
        while worker.run_one():
            ended = time.process_time()
        failed = [job.why for job in map(library.queue.job, jobs) if job.state != "done"]
        if failed:
            sys.exit(f"a call could not be reviewed: {failed[0]}")
        duration = max(summary.duration for summary in library.calls().calls)
    spent: dict[str, float] = {}
    for (stage, start), (_, end) in itertools.pairwise([*told, ("", ended)]):
        spent[stage] = spent.get(stage, 0.0) + end - start
    return Cost(duration, tuple(spent.items()))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="cost-") as name:
        asked = [Path(argument) for argument in sys.argv[1:]]
        found = measure(asked[0], asked[1] if len(asked) > 1 else None, Path(name))
    print(json.dumps({"duration": found.duration, "stages": found.stages}))
