"""Folders and files that nobody but their owner may look into: recordings of people, and what was heard in them.

::

    ~/.local/share/sameside/   0700      made by us, or holding nothing that is not ours
        library.db, -wal, -shm 0600      SQLite gives the two the mode of the first
        recordings/ …          0700      and every file in it 0600

A folder that is 0700 is taken for one that was put right with all that it holds, so that opening a library of 100,000
recordings looks at a handful of folders. A folder that several people were given to share (``SAMESIDE_FILES`` beside a
PostgreSQL) keeps the modes that its administrator chose. On Windows modes say nothing of this; a user's data folder is
private there by itself.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from audio.errors import LibraryError

FOLDER, FILE = 0o700, 0o600


def make_folder(folder: Path, shared: bool = False) -> None:
    """``folder`` and those above it, private where they are made here and not ``shared``.

    Raises :class:`SameSideError` where that cannot be.
    """
    try:
        for missing in (each for each in reversed((folder, *folder.parents)) if not each.is_dir()):
            missing.mkdir(mode=0o777 if shared else FOLDER, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"The library's folder {folder} could not be made ({error.strerror}): choose a folder that you may write "
            "to, with --library."
        ) from None


def make_file(path: Path, shared: bool = False) -> None:
    """An empty file, where there is none yet, private if not ``shared``; whoever writes to it keeps its mode. Raises ``OSError``.

    One that is there is not opened: a process that closes a file lets go of all its locks on it, those of an SQLite that has it open too.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666 if shared else FILE))


def write_file(path: Path, content: bytes) -> None:
    """``content`` as the whole of a private file, in the place of what was there: all of it, or nothing is changed. Raises ``OSError``."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        make_file(part)
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def close_to_others(home: Path, folders: Iterable[str], files: Iterable[Path]) -> None:
    """Take from others what an older SameSide left open: ``folders`` below ``home`` with all they hold, and ``files``.

    ``home`` itself too where nothing but these lies in it: it may be a folder that somebody keeps other things in.
    """
    if os.name != "posix":
        return
    ours = {*folders, *(path.name for path in files)}
    for path in files:
        _chmod(path, FILE)
    for name in folders:
        if _is_open(home / name):
            for top, _, names in os.walk(home / name, topdown=False):
                for each in names:
                    _chmod(Path(top) / each, FILE)
                _chmod(Path(top), FOLDER)
    with suppress(OSError):
        if all(entry.name in ours for entry in os.scandir(home)):
            _chmod(home, FOLDER)


def _is_open(path: Path) -> bool:
    """Whether somebody else may look into a folder of ours; ``False`` where there is none."""
    try:
        return path.is_dir() and not path.is_symlink() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except OSError:
        return False


def _chmod(path: Path, mode: int) -> None:
    """Give a file or folder its mode where it has another; not what a link leads to, and nothing of somebody else's."""
    with suppress(OSError):
        if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(mode)
