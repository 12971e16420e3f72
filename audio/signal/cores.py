"""How many processors there are to work with.

Where several calls are heard at a time, each in a process of its own, the environment variable ``SAMESIDE_CORES`` says how many of them
are one process's share: with all of them for each, they would wait for each other.
"""

from __future__ import annotations

import os

VARIABLE = "SAMESIDE_CORES"


def cores() -> int:
    """Processors this process may use: those of this machine that the system lets it have, and no more than its share."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    share = os.environ.get(VARIABLE, "")
    return min(here, max(1, int(share))) if share.isdecimal() else here


def share_of(processes: int) -> dict[str, str]:
    """What the environment of each of so many processes says, so that together they use the processors that are here and no more."""
    share = str(max(1, cores() // processes))
    return dict.fromkeys((VARIABLE, "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), share)
