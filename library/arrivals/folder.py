"""What lies in a folder and below it: recordings, each with the files that belong to it by their names.

The folder is looked through from end to end each time. Notices of the system (inotify and its like) are not waited for: a network share gives
none of what another machine writes, and of what came while nobody was watching none is given anywhere, so it must be looked through
anyway. A look at 100,000 files takes some tenths of a second on a disk.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath

from library.arrivals.settling import Settling, State, is_open_for_writing
from library.arrivals.source import Found, Lying

SHARE = 10.0
"""A look that takes long is followed by a pause of so many times its length: no share is kept busy by being watched."""


class Folder:
    """A folder that is watched; a file is whole once it has been still for ``settle`` seconds."""

    remembers = True

    def __init__(self, root: Path, settle: float) -> None:
        self._root, self._settling = root, Settling(settle)

    def look(self) -> Iterator[Found]:
        """All folders, each with its files."""
        return look_through(self._root)

    def pause(self, seconds: float) -> float:
        """Ten times as long as it took."""
        return SHARE * seconds

    def place(self, file: PurePath) -> str:
        """The hash of its path."""
        return place_of(Path(file))

    def is_still(self, found: Found, name: str, beside: Sequence[str]) -> bool:
        """Whether nothing of it has changed for long enough, and nobody writes to it."""
        files = [Path(found.folder, each) for each in (name, *beside)]
        states = tuple((each, found.files[each]) for each in (name, *beside))
        return self._settling.is_still(str(files[0]), states) and not any(map(is_open_for_writing, files))

    def forget(self, file: PurePath) -> None:
        """It was taken."""
        self._settling.forget(str(file))

    @contextmanager
    def here(self, found: Found, name: str, beside: Sequence[str]) -> Iterator[Lying]:
        """The file itself."""
        yield lying(Path(found.folder, name), [Path(found.folder, each) for each in beside])


def lying(path: Path, beside: Sequence[Path] = ()) -> Lying:
    """A recording of a folder, as it lies there."""
    return Lying(path, place_of(path), lambda: state_of(path), beside)


def state_of(path: Path) -> State | None:
    """A file's state now; ``None`` where it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return State(status.st_size, status.st_mtime_ns)


def place_of(path: Path) -> str:
    """A file's place, as it is kept: a hash of its path."""
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()


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
        yield Found(folder, files, {})


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
