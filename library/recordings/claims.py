"""Whose a file, or a folder, on its way is: the process that writes it holds a lock on it, which the system lets go of however the process ends.

So what a killed process left can be told from what another is just writing, without waiting until it is old. Where there are no such
locks (Windows, some network disks) nothing is told, and age decides.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
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
        if _is_still(path, handle):
            return handle
        os.close(handle)


@contextmanager
def claimed_folder(path: Path, make: Callable[[Path], None]) -> Iterator[None]:
    """The folder at ``path`` that ``make`` makes is this process's while the block lasts: the lock is on the folder itself, so that it is
    told to be nobody's also where a killed process left it before, or after, there was anything in it."""
    handle = None
    while handle is None:
        make(path)
        if sys.platform == "win32":
            break
        with suppress(FileNotFoundError):  # a sweep was quicker than the lock
            handle = os.open(path, os.O_RDONLY)
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX)
            if not _is_still(path, handle):
                os.close(handle)
                handle = None
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def is_abandoned(path: Path) -> bool:
    """Whether nobody who is alive writes the file, or the folder, at ``path``; ``False`` where that cannot be told."""
    if sys.platform == "win32":
        return False
    try:
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
