"""Whose a file on its way is: the process that writes it holds a lock on it, which the system lets go of however the process ends.

So what a killed process left can be told from what another is just writing, without waiting until it is old. Where there are no such
locks (Windows, some network disks) nothing is told, and age decides.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """The file at ``path``, made where it is not there, is this process's while the block lasts."""
    handle = _made(path)
    try:
        yield
    finally:
        os.close(handle)


def _made(path: Path) -> int:
    """A handle with the lock on the file at ``path``; made again where a sweep was quicker than the lock."""
    while True:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        if sys.platform == "win32":
            return handle
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        os.close(handle)


def is_abandoned(path: Path) -> bool:
    """Whether nobody who is alive writes the file at ``path``; ``False`` where that cannot be told."""
    if sys.platform == "win32":
        return False
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
