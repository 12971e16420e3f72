"""Whether a file is there whole: it has not changed for a while, and nobody writes to it.

::

    size      0   4k   9k   9k   9k   9k            a copy that goes on, ends, and is left alone
    changed   *    *    *    .    .    .
    taken                              here         “still” for as long as the house says, by a clock that nobody sets

A file that is renamed into its place is whole at once, and waits as long: from outside it cannot be told from one whose copy has just
ended. Where the system tells who has a file open (Linux, disks of this machine), one that somebody still writes to is never taken, however
long they pause. A network share does not tell, and stillness alone decides.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import NamedTuple

if sys.platform == "linux":
    import fcntl


class State(NamedTuple):
    """What tells whether a file has changed: bytes, and when it was last written to, in nanoseconds."""

    size: int
    modified: int


class Settling:
    """Since when files are as they are.

    seconds    how long one must have been still
    monotonic  gives seconds that only ever grow
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._monotonic = seconds, monotonic
        self._since: dict[str, tuple[Hashable, float]] = {}

    def is_still(self, path: str, state: Hashable) -> bool:
        """Whether what is at ``path`` has been in this state for long enough."""
        now = self._monotonic()
        seen = self._since.get(path)
        if seen is None or seen[0] != state:
            seen = self._since[path] = (state, now)
        return now - seen[1] >= self._seconds

    def forget(self, path: str) -> None:
        """It was taken, or is gone."""
        self._since.pop(path, None)


def is_open_for_writing(path: Path) -> bool:
    """Whether somebody has the file open to write to it; ``False`` also where the system does not tell.

    Asked by a lease to read, which Linux grants on a file of one's own only while nobody writes to it.
    """
    if sys.platform != "linux":
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as refused:
        return refused.errno == errno.EAGAIN
    finally:
        os.close(handle)
    return False
