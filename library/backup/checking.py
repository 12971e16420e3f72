"""Whether a backup is whole, before anything is done with it: its tables and every recording are read and compared with their SHA-256."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audio.errors import InputError, LibraryError
from library.backup.statement import Statement, read_statement, recordings_in
from library.database.schema import HEAD
from library.recordings.files import digest_of

Tell = Callable[[int, int], None]


def check_backup(folder: Path, tell: Tell = lambda _done, _all: None) -> Statement:
    """What the backup in ``folder`` says of itself, all of which was found to be so.

    Raises :class:`SameSideError` in a sentence: it is none, was made by a newer SameSide, or something of it is missing, cut off or changed.
    """
    statement = read_statement(folder)
    if statement.form > HEAD:
        raise LibraryError(
            f"The backup in {folder} was made by a newer SameSide (its form is {statement.form}, and this one knows up to {HEAD}): update "
            "SameSide, and restore it with that; nothing was changed."
        )
    _compare(folder / statement.database, statement.digest, statement.size)
    _compare(folder / statement.list, statement.listed)
    number = sum(1 for _ in recordings_in(folder, statement))
    for done, entry in enumerate(recordings_in(folder, statement)):
        tell(done, number)
        _compare(folder / entry.key, Path(entry.key).stem, entry.size)
    tell(number, number)
    return statement


def _compare(path: Path, digest: str, size: int | None = None) -> None:
    """Raise where a file has not the ``size`` that it should have, which is quickly told, or not this SHA-256."""
    try:
        found = path.stat().st_size
        if size in (None, found) and digest_of(path) == digest:
            return
    except FileNotFoundError:
        raise InputError(f"The backup is not whole: {path} is not there. Restore another one.") from None
    except OSError as slip:
        raise InputError(f"{path} of the backup could not be read: {slip.strerror or slip}.") from None
    cut = size is not None and found < size
    what = (
        f"cut off: {found:,} of {size:,} bytes are there"
        if cut
        else "damaged: its content is another than when it was written"
    )
    raise InputError(f"The backup is not whole, for {path} is {what}. Restore another one.")
