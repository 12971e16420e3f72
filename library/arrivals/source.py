"""What can be watched: a folder, or a part of a bucket; asked in the same few ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path, PurePath
from typing import NamedTuple, Protocol

from audio.beside import ENDINGS, RECORDINGS, Together
from library.arrivals.settling import State
from library.recordings.fetched import Fetched


class Found(NamedTuple):
    """The files of one folder, by name. ``times`` are the seconds of the Unix clock at which a store says that each came, where it does."""

    folder: PurePath
    files: dict[str, State]
    times: dict[str, float]

    def recordings(self) -> list[str]:
        """The names of those that are recordings, by their endings, in the order of their names."""
        return sorted(name for name in self.files if ending_of(name) in RECORDINGS)

    def together(self) -> Together:
        """Which of the others belong to which recording."""
        return Together(
            name for name in self.files if ending_of(name) in RECORDINGS or f".{ending_of(name)}" in ENDINGS
        )


class Lying(NamedTuple):
    """A recording whose turn it is: as a file of this machine, with what belongs to it (``beside``) in the same folder.

    place    where it lies, as that is kept: a hash, since a path may say more than a house wants to keep
    state    what it is now, where it lies
    fetched  where it had to be fetched
    """

    path: Path
    place: str
    state: Callable[[], State | None]
    beside: Sequence[Path] = ()
    fetched: Fetched | None = None


class Source(Protocol):
    """Where recordings come to lie. ``remembers`` says that all of it is looked through each time, so what is known of it may be kept in mind.

    Its methods raise :class:`~audio.errors.LibraryError` or ``OSError`` where it cannot be read.
    """

    remembers: bool

    def look(self) -> Iterator[Found]:
        """What lies there, a folder at a time, or a part of one; what was there long before may be left out."""

    def pause(self, seconds: float) -> float:
        """How many seconds it is to be left alone after a look that was waited for so many."""

    def place(self, file: PurePath) -> str:
        """A file's place, as it is kept."""

    def is_still(self, found: Found, name: str, beside: Sequence[str]) -> bool:
        """Whether a recording is there whole, with what belongs to it."""

    def forget(self, file: PurePath) -> None:
        """It was taken."""

    def here(self, found: Found, name: str, beside: Sequence[str]) -> AbstractContextManager[Lying]:
        """A recording as a file of this machine, for as long as the block lasts."""


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters, without its full stop."""
    return PurePath(name).suffix.lstrip(".").casefold()
