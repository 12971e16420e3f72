"""How many processes work at a time here."""

from __future__ import annotations

import sys

from audio.errors import InputError
from audio.signal.cores import cores


def checked(workers: int) -> int:
    """``--workers`` as it can be had: no more than this machine has processors, which is said. Raises :class:`InputError`."""
    if workers < 1:
        raise InputError(f"--workers {workers} would be nobody: give a number from 1 to {cores()}, the processors here")
    if workers > cores():
        print(
            f"sameside: --workers {workers} is more than the {cores()} processors here, so {cores()} work at a time",
            file=sys.stderr,
        )
    return min(workers, cores())
