"""Recordings in a folder: each a file that takes its name in one step, once it is on the disk."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from audio.errors import LibraryError, sentence
from library.database.private import make_folder
from library.stores.store import CHUNK, Entry, Stored, gone


@dataclass(frozen=True, slots=True)
class Folder:
    """The files below ``root``, by their paths from there; nobody else may read them unless the folder is ``shared``."""

    root: Path
    shared: bool = False

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.root)

    def put(self, key: str, part_file: Path, digest: str | None = None) -> None:  # noqa: ARG002  hashed as it was written
        """Give a file of the same disk its name, in one step and for good. Raises ``OSError``."""
        name = self.root / key
        with part_file.open("r+b") as written:  # Windows flushes only what is open for writing
            os.fsync(written.fileno())
        make_folder(name.parent, self.shared)
        part_file.replace(name)

    def adopt(self, key: str, other: Stored, tag: int) -> bool:  # noqa: ARG002  as object storage has it
        """False: what lies elsewhere has to be brought."""
        return False

    def size(self, key: str) -> int | None:
        """The size in bytes; ``None`` where there is no such file."""
        try:
            return (self.root / key).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return None

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``end``, a block at a time."""
        try:
            file = (self.root / key).open("rb")
        except FileNotFoundError:
            raise gone(key, self.name) from None
        with file:
            file.seek(start)
            left = None if end is None else end - start
            while block := file.read(CHUNK if left is None else min(CHUNK, left)):
                left = None if left is None else left - len(block)
                yield block

    def path(self, key: str) -> Path | None:
        """The file, whether it is there or not."""
        return self.root / key

    def delete(self, keys: Sequence[str]) -> Sequence[str]:
        """Unlink files; those that are gone now."""
        gone: list[str] = []
        for key in keys:
            with suppress(OSError):  # in use on Windows, say: it leaves another time
                (self.root / key).unlink(missing_ok=True)
                gone.append(key)
        return gone

    def list(self, prefix: str) -> Iterator[Entry]:
        """The files whose paths from the root on begin so."""
        folder, _, _ = prefix.rpartition("/")
        for path in sorted((self.root / folder).rglob("*")):
            key = path.relative_to(self.root).as_posix()
            if key.startswith(prefix) and path.is_file():
                yield Entry(key, path.stat().st_size)

    def check(self) -> None:
        """Write a small file, read it and remove it. Raises :class:`LibraryError` where one of these cannot be done.

        It lies where files are on their way, of which whoever is killed leaves some: they are swept up.
        """
        folder, content = self.root / "incoming", b"SameSide may write here."
        tried = folder / f"{uuid.uuid4().hex}.part"
        try:
            make_folder(self.root, self.shared)
            make_folder(folder, self.shared)
            tried.write_bytes(content)
            if tried.read_bytes() != content:
                raise LibraryError(f"{folder} gave back something else than was written to it.")
        except OSError as slip:
            raise LibraryError(sentence(slip)) from slip
        finally:
            with suppress(OSError):
                tried.unlink(missing_ok=True)
