"""A part of a file, shown as a file of its own.

Two recordings may lie in one file end to end, and a header may be wrong: a :class:`Part` says where the sound lies and which header
belongs before it, and :class:`Pieces` reads as that file would.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_PARTS = 500
"""Recordings that one file may hold; what follows more of them is no recording."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a file, and what is to be read before them.

    start    where it begins in the file
    size     its bytes
    head     a header that is read first, in the place of what lies there
    missing  seconds that its own header says and that are not there
    plain    whether FFmpeg finds the same sound by itself in the whole file
    seconds  how long it is, where its bytes say so
    """

    start: int
    size: int
    head: bytes = b""
    missing: float = 0.0
    plain: bool = False
    seconds: float | None = None


class Pieces(io.RawIOBase):
    """A part of the file at ``path``, as a file to be read."""

    def __init__(self, path: Path, part: Part) -> None:
        self._file = path.open("rb")
        self._part, self._at = part, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """What follows, as far as it is of one piece."""
        view, head = memoryview(buffer).cast("B"), self._part.head
        if self._at < len(head):
            piece = head[self._at : self._at + len(view)]
        else:
            within = self._at - len(head)
            self._file.seek(self._part.start + within)
            piece = self._file.read(max(0, min(len(view), self._part.size - within)))
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte of the part, its head included."""
        end = len(self._part.head) + self._part.size
        self._at = max(0, {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: end}[whence] + offset)
        return self._at

    def tell(self) -> int:
        """The byte that is read next."""
        return self._at

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            self._file.close()
        super().close()
