"""What lies in a folder and below it: recordings, each with the files that belong to it by their names.

The folder is looked through from end to end each time. Notices of the system (inotify and its like) are not waited for: a network share gives
none of what another machine writes, and of what came while nobody was watching none is given anywhere, so it must be looked through
anyway. A look at 100,000 files takes some tenths of a second on a disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from audio.beside import ENDINGS, RECORDINGS, Together
from library.arrivals.settling import State


class Found(NamedTuple):
    """The files of one folder, by name."""

    folder: Path
    files: dict[str, State]

    def recordings(self) -> list[str]:
        """The names of those that are recordings, by their endings, in the order of their names."""
        return sorted(name for name in self.files if _ending(name) in RECORDINGS)

    def together(self) -> Together:
        """Which of the others belong to which recording."""
        return Together(name for name in self.files if _ending(name) in RECORDINGS or f".{_ending(name)}" in ENDINGS)


def look_through(root: Path) -> Iterator[Found]:
    """The folders from ``root`` down, each with its files. What is hidden, and what cannot be read, is passed over.

    Raises ``OSError`` where ``root`` itself cannot be read: a share that is not there is not an empty one.
    """
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        files: dict[str, State] = {}
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    _sort(entry, files, waiting)
        except OSError:
            if folder == root:
                raise
            continue
        yield Found(folder, files)


def _sort(entry: os.DirEntry[str], files: dict[str, State], folders: list[Path]) -> None:
    if entry.name.startswith("."):
        return
    try:
        if entry.is_dir(follow_symlinks=False):
            folders.append(Path(entry.path))
        elif entry.is_file():
            status = entry.stat()
            files[entry.name] = State(status.st_size, status.st_mtime_ns)
    except OSError:  # gone meanwhile
        return


def _ending(name: str) -> str:
    return PurePath(name).suffix.lstrip(".").casefold()
