"""What keeps the bytes of recordings: a folder or object storage, asked in the same few ways.

::

    put(key, part file, digest)    once, whole or not at all; hashed as it leaves this machine
    size(key)                      bytes, or None where there is nothing of that name
    read(key, start, end)          a stretch of it, a block at a time
    delete(keys)                   gone for good; it says of which that is certain
    list(prefix)                   what is there

A key is a name with slashes, such as ``recordings/3f/3f9a…c1.wav``. It names a content, which therefore never changes under its name.
No address to the bytes themselves is handed out: a link that a store has signed would play on after its holder's right had ended, so
whoever listens goes through the dashboard, which asks for the right and tells the audit each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audio.errors import LibraryError

CHUNK = 1 << 20
"""Bytes that are read of a file at a time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is there: its key, and its size in bytes."""

    key: str
    size: int


class Store(Protocol):
    """A folder or object storage. Its methods raise :class:`~audio.errors.LibraryError`, in one sentence, where it cannot do it, and
    :class:`~audio.errors.UnreachableError` where it does not answer just now."""

    @property
    def name(self) -> str:
        """Where this is, as people are told; without any secret."""

    def put(self, key: str, part_file: Path, digest: str | None = None) -> None:
        """Keep the file at ``part_file``, which is used up, as ``key``, for good once this returns and whole or not at all.

        Its bytes are those of the SHA-256 ``digest``, where that is given, or nothing is kept and the error raised.
        """

    def adopt(self, key: str, other: Stored, tag: int) -> bool:
        """Keep as ``key``, which names its content, what another store keeps, without its bytes being sent; whether that could be done.

        tag  of what is meant: where ``other`` has become something else by now, nothing is kept.
        """

    def size(self, key: str) -> int | None:
        """The size in bytes; ``None`` where there is nothing of that name."""

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``end``, or to the last, a block at a time. Raises where there is nothing of that name."""

    def path(self, key: str) -> Path | None:
        """Its file, where it is one of this machine's own."""

    def delete(self, keys: Sequence[str]) -> Sequence[str]:
        """Remove them; those that are certain not to be there any more."""

    def list(self, prefix: str) -> Iterator[Entry]:
        """All whose keys begin so, after the first slash at least."""

    def check(self) -> None:
        """Raise where it cannot be written to, read and deleted from."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Something that a store keeps: where, under which key, and its size in bytes."""

    store: Store
    key: str
    size: int

    @property
    def path(self) -> Path | None:
        """Its file, where it is one of this machine's own."""
        return self.store.path(self.key)

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``end``, or to the last, a block at a time."""
        return self.store.read(self.key, start, end)

    def fetch(self, into: Path, digest: str | None = None) -> str:
        """Write it to a file and answer its SHA-256. Raises :class:`LibraryError` where that is not ``digest``."""
        found = hashlib.sha256()
        with into.open("wb") as file:
            for block in self.read():
                found.update(block)
                file.write(block)
        check_digest(found.hexdigest(), digest, f"{self.key} in {self.store.name}")
        return found.hexdigest()

    def digest(self) -> str:
        """The SHA-256 of what is kept there, read to the end."""
        found = hashlib.sha256()
        for block in self.read():
            found.update(block)
        return found.hexdigest()


def check_digest(found: str, wanted: str | None, what: str) -> None:
    """Raise :class:`LibraryError` where bytes are others than their name says."""
    if wanted is not None and found != wanted:
        raise LibraryError(
            f"{what} is damaged: its content has the SHA-256 {found[:12]}… and should have {wanted[:12]}…; bring the recording again, or "
            "bring back a copy of it."
        )


def gone(key: str, name: str) -> LibraryError:
    """The error to raise where something was to be read that is not in a store."""
    return LibraryError(f"{key} is no longer in {name}: it may have been deleted.")


def found_in(store: Store, key: str) -> Stored | None:
    """What a store keeps under ``key``; ``None`` where that is nothing."""
    size = store.size(key)
    return None if size is None else Stored(store, key, size)
