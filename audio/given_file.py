"""A file that somebody named is read whole: an ordinary one, and no greater than its kind can be.

A pipe would be waited for, and a device such as ``/dev/zero`` read for ever.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

LONGEST = 64 * 2**20
"""Bytes of a file that is read whole, where its reader says no other."""


def read_given(path: Path, most: int = LONGEST) -> bytes:
    """What is in the file at ``path``.

    most  bytes that it may have
    Raises ``OSError``, whose ``strerror`` says why it is not read: for the system's reasons, or because it is no ordinary file or
    greater than ``most``.
    """
    try:
        status = path.stat()
    except ValueError:  # a zero in its name
        raise OSError(errno.EINVAL, "No file can have that name", str(path)) from None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, and a file is needed", str(path))
    if status.st_size > most:
        raise OSError(errno.EFBIG, f"it has over {most // 1000:,} kB; is it the right file?", str(path))
    return path.read_bytes()
