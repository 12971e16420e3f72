"""Decoded sound on its way, on disk: an hour of stereo is 230 MB, a file without a name.

The file is unlinked as soon as it is made (on Windows the system does it), so that whatever ends the process, also a
kill, ends the file too, and nobody else can open it. The disk is asked for room before anything is written.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from audio.errors import LibraryError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def new_file() -> IO[bytes]:
    """A file to write samples to and to read them from, gone when it is closed or the process ends. Raises :class:`LibraryError`."""
    with writing():
        return tempfile.TemporaryFile(prefix="sameside-", suffix=".pcm")


def ask_for_room(size: int) -> None:
    """Raises :class:`LibraryError` where the disk for temporary files has no room for ``size`` bytes."""
    with writing():
        free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < size:
        raise LibraryError(
            f"The disk for temporary files ({tempfile.gettempdir()}) has {free / 1e6:,.0f} MB free, and {size / 1e6:,.0f} MB are needed to "
            "hear this recording: free some space, or name another folder in the variable TMPDIR."
        )


@contextmanager
def writing() -> Iterator[None]:
    """What the system refuses on the way to that disk, in a sentence. Raises :class:`LibraryError`."""
    try:
        yield
    except OSError as slip:
        where = tempfile.tempdir or "TMPDIR"
        if slip.errno in FULL:
            raise LibraryError(
                f"The disk for temporary files ({where}) is full: free some space, or name another folder in the variable TMPDIR, and "
                "review the recording again; nothing half-heard was kept."
            ) from None
        raise LibraryError(
            f"The folder for temporary files ({where}) cannot be used: {slip.strerror or slip}."
        ) from None
