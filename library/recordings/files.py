"""Recordings as files: each kept once, under the name of its content, and never half there.

::

    recordings/3f/3f9a…c1.wav      as it was added, named by the SHA-256 of its bytes      ┐ in this folder, or in object storage
    playable/3f/3f9a…c1.webm       the form that a browser plays, see playable.py here     │ under the same names, see places.py here
    playable/3f/3f9a…c1.5d….webm   the same, silent where it is masked; named by that too  ┘
    hearing/ID/…                   words so far of a hearing that may be stopped, see audio/asr/transcription.py
    uploads/ID/…                   at a dashboard and not kept yet, see library/recordings/uploads.py
    incoming/7b0e….part            on its way; whoever is killed leaves only this, which is swept up at the next start

A file is written under ``incoming``, and then kept under its own name in one step. The database's
rows are the truth: a file without a row was never acknowledged to anyone, or is leaving.
"""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from audio.errors import InputError, LibraryError
from library.database.private import make_file, make_folder
from library.recordings.claims import claimed, claimed_folder, is_abandoned
from library.recordings.fetched import Fetched
from library.recordings.uploads import sweep_uploads

CHUNK = 1 << 20
FORGOTTEN_AFTER = 3600.0
"""Seconds after which what still lies in ``incoming`` belongs to nobody, where nothing tells that sooner: no copy takes an hour."""


class Files:
    """The files of one library, below ``root``; nobody else may read them unless the folder is ``shared``."""

    def __init__(self, root: Path, shared: bool = False) -> None:
        self.root = root
        self._shared = shared

    def hearing(self, hearing_id: str) -> Path:
        """Where the words so far of a hearing are kept, by the id of its recording, or of its call."""
        return self.root / "hearing" / hearing_id

    def forget_hearing(self, hearing_id: str) -> None:
        """Remove the words so far of a hearing that is over, or was given up."""
        if re.fullmatch(r"[\w-]+", hearing_id):  # one folder below ours, whatever made the id
            shutil.rmtree(self.hearing(hearing_id), ignore_errors=True)

    @contextmanager
    def copy(self, source: Path | BinaryIO | Fetched) -> Iterator[tuple[Path, str, int]]:
        """A copy of ``source`` on its way, its SHA-256 and its size in bytes; what was fetched is that already. Raises :class:`SameSideError`."""
        if isinstance(source, Fetched):
            yield source.path, source.digest, source.size
            return
        with ExitStack() as stack:
            try:
                stream = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
            except OSError as error:
                raise InputError(f"{source} could not be read: {error.strerror or error}.") from None
            part_file = stack.enter_context(self.arriving())
            digest, size = hashlib.sha256(), 0
            with part_file.open("wb") as copy:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    copy.write(chunk)
            yield part_file, digest.hexdigest(), size

    @contextmanager
    def arriving(self, suffix: str = ".part") -> Iterator[Path]:
        """An empty file to write to, which is gone again afterwards whatever happens. Raises :class:`SameSideError`."""
        folder = self.root / "incoming"
        make_folder(folder, self._shared)
        part_file = folder / (uuid.uuid4().hex + suffix)
        try:
            make_file(part_file, self._shared)
            with claimed(part_file):
                yield part_file
        except OSError as error:
            raise self.refused(error) from None
        finally:
            _unlink(part_file)

    @contextmanager
    def arriving_folder(self) -> Iterator[Path]:
        """An empty folder to write to, gone again afterwards with all in it. Raises :class:`SameSideError`."""
        folder = self.root / "incoming" / uuid.uuid4().hex
        try:
            with claimed_folder(folder, lambda path: make_folder(path, self._shared)):
                yield folder
        except OSError as error:
            raise self.refused(error) from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def make(self, path: Path) -> None:
        """An empty file at ``path``, for those who may read the library's. Raises ``OSError``."""
        make_file(path, self._shared)

    @contextmanager
    def lent(self, suffix: str, write: Callable[[Path], object]) -> Iterator[Path]:
        """A file that ``write`` writes, for as long as the block lasts. Raises :class:`SameSideError` where it cannot be written; what the
        block raises is its own."""
        with ExitStack() as stack:
            folder = self.root / "incoming"
            make_folder(folder, self._shared)
            part_file = folder / (uuid.uuid4().hex + suffix)
            stack.callback(_unlink, part_file)
            try:
                make_file(part_file, self._shared)
                stack.enter_context(claimed(part_file))
                write(part_file)
            except OSError as error:
                raise self.refused(error) from None
            yield part_file

    def refused(self, error: OSError) -> LibraryError:
        """What the system refuses, in a sentence."""
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return LibraryError(
                f"The disk that holds {self.root} is full: free some space and try again; nothing half-written was kept."
            )
        return LibraryError(f"Nothing could be written to {self.root}: {error.strerror or error}.")

    def sweep(self, min_age: float = FORGOTTEN_AFTER) -> int:
        """Remove what a killed process left in ``incoming``, and what is older than ``min_age`` seconds; how many that were.

        Of what is old, also what a hearing left in ``hearing`` that was stopped and never taken up again. What was
        uploaded to a dashboard that has ended goes whatever its age. What lies
        as far in the future was left before the clock was set back.
        """
        removed = sweep_uploads(self.root)
        for hearing in (self.root / "hearing").glob("*"):
            with suppress(OSError):
                latest = max(path.stat().st_mtime for path in (hearing, *hearing.rglob("*")))
                if abs(time.time() - latest) >= min_age:
                    shutil.rmtree(hearing)
                    removed += 1
        for arriving in (self.root / "incoming").glob("*"):
            with suppress(OSError):
                if abs(time.time() - arriving.stat().st_mtime) >= min_age or is_abandoned(arriving):
                    shutil.rmtree(arriving) if arriving.is_dir() else arriving.unlink()
                    removed += 1
        return removed


def recording_key(digest: str, suffix: str) -> str:
    """What the recording with that SHA-256 is kept under."""
    return f"recordings/{digest[:2]}/{digest}{suffix}"


def playable_key(digest: str, silences: str = "") -> str:
    """What the playable form of the recording with that SHA-256 is kept under; ``silences`` names those that are in it."""
    return f"{playables_of(digest)}{'.' if silences else ''}{silences}.webm"


def playables_of(digest: str) -> str:
    """How the keys of all playable forms of a recording begin."""
    return f"playable/{digest[:2]}/{digest}"


def _unlink(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """The name of a recording by its content: the SHA-256 of its bytes, in hexadecimal; empty where there is no such file."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def suffix_of(name: str) -> str:
    """The ending of a file's name if it is an ordinary one (``.wav``), nothing otherwise."""
    ending = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    return ending.group().lower() if ending else ""
