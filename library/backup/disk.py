"""What a disk says while a backup is made or restored, in a sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from audio.errors import LibraryError


@contextmanager
def in_one_sentence(no_room: LibraryError, failed: str) -> Iterator[None]:
    """Raise ``no_room`` where a disk is full, and :class:`LibraryError` that begins with ``failed`` where it says otherwise."""
    try:
        yield
    except OSError as slip:
        if slip.errno in (errno.ENOSPC, errno.EDQUOT):
            raise no_room from None
        raise LibraryError(f"{failed}: {slip.strerror or slip}.") from None
