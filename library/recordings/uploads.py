"""Where uploads wait until they are kept or given up: a folder a server, gone when the server is.

::

    uploads/lock             held while a folder is made or swept
    uploads/k2x9…/lock       held by the server for as long as it runs: the system lets go of it however the server ends
    uploads/k2x9…/7b0e…      an upload

They lie below the library's own folder, and not in the system's temporary one, which may be a part of the memory.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from library.database.private import FILE, make_folder

FOLDER, LOCK = "uploads", "lock"


class UploadsFolder:
    """A folder for the uploads of this process, below the library's files at ``root``. Raises :class:`SameSideError`."""

    def __init__(self, root: Path) -> None:
        make_folder(root / FOLDER)
        with _lock(root / FOLDER):
            self.path = Path(tempfile.mkdtemp(dir=root / FOLDER))
            self._lock = _lock(self.path)
            self._lock.acquire()

    def close(self) -> None:
        """Remove the folder with all that is still in it."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def sweep_uploads(root: Path) -> int:
    """Remove the uploads of servers that are gone, below the library's files at ``root``; how many servers that were."""
    folders = [folder for folder in (root / FOLDER).glob("*") if folder.is_dir()]
    removed = 0
    if folders:
        with suppress(OSError, Timeout), _lock(root / FOLDER):
            for folder in folders:
                with suppress(OSError, Timeout), _lock(folder):
                    shutil.rmtree(folder, ignore_errors=True)
                    removed += 1
    return removed


def _lock(folder: Path) -> FileLock:
    """One that is not waited for longer than another takes to sweep."""
    return FileLock(folder / LOCK, timeout=0 if folder.name != FOLDER else 10, mode=FILE)
