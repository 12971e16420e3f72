"""What two workers do against one, each given a core: a call told apart from starting.

::

    one worker on one core         few calls |  many calls        many - few = so many calls more, and nothing of starting or ending
    two on two, a core each        few calls |  many calls

``sameside review --workers`` is run on so many processors as it has workers (``sched_setaffinity``, which all that it starts inherits), a few
calls and then many, in turns, ``rounds`` times, and the least of each is taken, since others on the machine can only add to it. The difference is what calls take
once all workers have begun; what is left of the few is what it takes to begin, which a batch pays once however long it is.

Beside it, in the same turns, a loop of nothing but arithmetic, in one process and in two: what this machine gives two of anything.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FEW = 2
"""Calls by which starting is told: one for each of two workers, so that both begin."""
LOOP = "x = 0\nfor k in range(30_000_000): x += k"


class Took(NamedTuple):
    """Seconds by the clock, and of the processor."""

    clock: float
    processor: float

    def less(self, other: Took) -> Took:
        """What it took more than ``other``."""
        return Took(self.clock - other.clock, self.processor - other.processor)

    def least(self, other: Took) -> Took:
        """The least of either."""
        return Took(min(self.clock, other.clock), min(self.processor, other.processor))


class Found(NamedTuple):
    """What was measured, by the number of workers: of a call, of starting, and how much two loops do against one."""

    of_a_call: dict[int, Took]
    starting: dict[int, Took]
    twice: Took
    loops: Took


def times(each: dict[int, Took]) -> Took:
    """How much more two do than one, by what one thing takes either: by the clock, and, with a core each, by the processor's time."""
    return Took(each[1].clock / each[2].clock, 2 * each[1].processor / each[2].processor)


def two_against_one(calls: Sequence[Path], rounds: int, folder: Path) -> Found:
    """Review the ``calls``, an even number, and :data:`FEW` of them, ``rounds`` times with one worker and with two, in libraries in ``folder``."""
    taken: dict[tuple[int, int], Took] = {}
    loops: dict[int, Took] = {}
    for k in range(rounds):
        for number in (FEW, len(calls)):
            for workers in (1, 2) if k % 2 == 0 else (2, 1):
                took = _reviewed(calls[:number], workers, folder / f"{k}-{number}-{workers}.db")
                taken[workers, number] = took.least(taken.get((workers, number), took))
        for processes in (1, 2):
            took = _looped(processes)
            loops[processes] = took.least(loops.get(processes, took))
    more = len(calls) - FEW
    of_a_call, starting = {}, {}
    for workers in (1, 2):
        clock, processor = taken[workers, len(calls)].less(taken[workers, FEW])
        of_a_call[workers] = Took(clock / more, processor / more)
        few = Took(FEW * clock / more, FEW * processor / more)
        starting[workers] = taken[workers, FEW].less(few)
    of_a_loop = {1: loops[1], 2: Took(loops[2].clock / 2, loops[2].processor / 2)}
    return Found(of_a_call, starting, times(of_a_call), times(of_a_loop))


def _reviewed(calls: Sequence[Path], workers: int, library: Path) -> Took:
    command = [sys.executable, "-m", "ui.cli", "review", *map(str, calls), "--no-words", "--workers", str(workers)]
    with _timed(workers) as took:
        subprocess.run(
            command,
            env={**os.environ, "SAMESIDE_LIBRARY": str(library)},
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return took[0]


def _looped(processes: int) -> Took:
    with _timed(processes) as took:
        started = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(processes)]
        for process in started:
            process.wait()
    return took[0]


@contextmanager
def _timed(cores: int) -> Iterator[list[Took]]:
    """What the block's processes take on so many processors and no more; told when it ends."""
    took: list[Took] = []
    all_here = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(all_here)[:cores])
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    try:
        yield took
    finally:
        os.sched_setaffinity(0, all_here)
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    took.append(Took(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
