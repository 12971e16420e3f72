"""Making a backup of a library that others go on working with.

::

    the tables, in one moment ──> each recording that they name, hashed on the way ──> what the backup says of itself, last
                                    │ gone meanwhile, since its call was deleted: the tables are copied anew
                                    └ there already, of a backup before: it stays

So no call is in a backup without its recording, unless the library itself had lost that, which is said. Stopped or killed anywhere, the folder holds
the backup that it held before, and the same command goes on. What has gone from the library goes from the folder, once the new
backup is whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import text

from audio.errors import InputError, LibraryError
from library.access.viewer import Viewer
from library.audit.anchors import NAME as ANCHORS
from library.audit.recording import record
from library.backup.copying import NAMES, Copied, copy_tables, form_of
from library.backup.disk import in_one_sentence
from library.backup.statement import NAME, Kind, Statement, holds_sound, list_of, write_list, write_statement
from library.database.connection import Database
from library.database.private import make_file, make_folder
from library.database.schema import HEAD
from library.recordings.files import digest_of, recording_key
from library.stores.address import object_store
from library.stores.folder import Folder
from library.stores.store import Entry, Store, found_in

LOCK = ".sameside-backup"
"""The file by which a folder is known to be a backup's, locked by whoever writes it."""
ROUNDS = 5
"""So often are the tables copied anew where calls are deleted meanwhile."""
SPARE = 64 << 20
"""Bytes that a disk must have beside what is known to come."""

Tell = Callable[[int, int], None]


def back_up(
    database: Database,
    folder: Path,
    doer: Viewer,
    with_sound: bool | None = None,
    tell: Tell = lambda _done, _all: None,
) -> Statement:
    """Have ``folder`` hold a backup of the library as it is now.

    database    opened ``as_it_is``
    doer        who has it made, for the audit
    with_sound  whether recordings come with it; else only where they lie in the library's folder, as an object storage has copies of its own
    tell        is told how many recordings are through, of how many

    Raises :class:`SameSideError` in a sentence; then the folder holds the backup that it held.
    """
    form_of(database)
    _check_folder(database, folder)
    with in_one_sentence(_no_room(folder), f"The backup could not be written to {folder}"), _own(folder):
        statement, entries = _make(database, folder, with_sound, tell)
        _tidy(folder, statement, entries)
    if statement.form == HEAD:  # an older library may have no place for it
        with database.seen_by(doer, None).write() as session:
            record(session, "backed_up", calls=statement.calls)
    return statement


def _make(database: Database, folder: Path, with_sound: bool | None, tell: Tell) -> tuple[Statement, Sequence[Entry]]:
    """Put all of a backup in its place, the statement last; and the recordings that are in it."""
    with suppress(FileNotFoundError):  # before the tables, so that it says nothing that is not in them
        _put_file(database.files / ANCHORS, folder / ANCHORS)
    kind = "sqlite" if database.is_sqlite else "postgresql"
    part = folder / f"library.{NAMES[kind]}.part"
    for _ in range(ROUNDS):
        for left in folder.glob(f"{part.name}*"):
            left.unlink()
        _check_room(folder, _size_of_tables(database))
        make_file(part)
        copied = copy_tables(database, part)
        sound = not copied.at if with_sound is None else with_sound
        if with_sound is None and not sound and holds_sound(folder):
            part.unlink()
            raise InputError(
                f"The backup in {folder} holds recordings, and the library’s lie in {copied.at} by now, so a new one would do away with them: make "
                "that in a new folder, or give --recordings or --no-recordings."
            )
        lost = _copy_sound(database, copied, folder, tell) if sound else ()
        if lost is not None:
            break
    else:
        raise LibraryError(
            "Calls were deleted each time while their recordings were copied: give the same command again."
        )
    entries = [
        Entry(recording_key(*named), size) for *named, size in copied.recordings if sound and named[0] not in lost
    ]
    return _stated(folder, part, copied, entries, sound, lost), entries


def _stated(
    folder: Path, part: Path, copied: Copied, entries: Sequence[Entry], sound: bool, lost: Sequence[str]
) -> Statement:
    """Give the copied tables and the list of recordings their names, and have the backup say what it is."""
    digest = digest_of(part)
    name = f"library-{digest[:12]}{Path(part.stem).suffix}"
    listed = folder / "recordings.list.part"
    write_list(listed, entries)
    for path in (part, listed):
        _flush(path)
    size, digest_of_list = part.stat().st_size, digest_of(listed)
    part.replace(folder / name)
    listed.replace(folder / list_of(name, digest_of_list))
    kind: Kind = "sqlite" if name.endswith(NAMES["sqlite"]) else "postgresql"
    statement = Statement(
        copied.made, copied.form, kind, name, digest, size, digest_of_list, copied.calls, len(copied.recordings),
        sum(size for *_, size in copied.recordings), sound, copied.at, tuple(lost),
    )  # fmt: skip
    write_statement(folder, statement)
    return statement


def _copy_sound(database: Database, copied: Copied, folder: Path, tell: Tell) -> Sequence[str] | None:
    """Copy the recordings that are not in the folder yet; those that the library has lost, or ``None`` where one was deleted meanwhile."""
    own = Folder(database.files, database.is_shared)
    stores = [object_store(at) if at else own for at in (copied.at, copied.left) if at is not None]
    there = Folder(folder)
    new = [
        (digest, suffix, size)
        for digest, suffix, size in copied.recordings
        if there.size(recording_key(digest, suffix)) != size
    ]
    _check_room(folder, sum(size for *_, size in new))
    lost = []
    for done, (digest, suffix, _) in enumerate(new):
        tell(done, len(new))
        if not _copy_one(stores, there, digest, recording_key(digest, suffix)):
            if not _is_kept(database, digest):
                return None
            lost.append(digest)
    tell(len(new), len(new))
    return lost


def _copy_one(stores: Sequence[Store], there: Folder, digest: str, key: str) -> bool:
    """Copy a recording from where it lies; ``False`` where it lies nowhere."""
    part = there.root / "recording.part"
    for store in stores:
        if (stored := found_in(store, key)) is None:
            continue
        make_file(part)
        try:
            stored.fetch(part, digest)
        except LibraryError:
            if found_in(store, key) is None:  # deleted, or moved on to the other, while it was read
                continue
            raise
        there.put(key, part)
        return True
    return False


def _is_kept(database: Database, recording: str) -> bool:
    with database.read() as session:
        found = session.execute(text("SELECT 1 FROM recording WHERE id = :id"), {"id": recording}).first()
    return found is not None


def _tidy(folder: Path, statement: Statement, entries: Sequence[Entry]) -> None:
    """Remove what belongs to a backup before this one: its tables, and the recordings that have gone from the library."""
    there, wanted = Folder(folder), {entry.key for entry in entries}
    there.delete([entry.key for entry in there.list("recordings/") if entry.key not in wanted])
    for path in (*folder.glob("library*"), *folder.glob("*.part")):
        if path.name not in (statement.database, statement.list):
            path.unlink(missing_ok=True)


def _check_folder(database: Database, folder: Path) -> None:
    """Raise where ``folder`` is something else than a backup, or an empty place for one."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file: give a folder for the backup.")
    if folder.resolve() == database.files.resolve():
        raise InputError(f"{folder} is where the library itself lies: give another folder, best of another disk.")
    if folder.is_dir() and not any((folder / name).exists() for name in (LOCK, NAME)) and any(folder.iterdir()):
        raise InputError(f"{folder} holds other things than a backup: give a folder of its own, which may be new.")


@contextmanager
def _own(folder: Path) -> Iterator[None]:
    """The folder is this process's while the block lasts."""
    make_folder(folder)
    make_file(folder / LOCK)
    try:
        with FileLock(folder / LOCK, timeout=0):
            yield
    except Timeout:
        raise InputError(f"Another process is making a backup in {folder}: wait until it is done.") from None
    finally:
        with suppress(OSError):  # where the lock's library has removed it
            make_file(folder / LOCK)


def _no_room(folder: Path) -> LibraryError:
    return LibraryError(
        f"The disk that holds {folder} has no room for the backup: free some space and give the same command again, which goes on where it "
        "was; a backup that was there before is there still."
    )


def _check_room(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder).free < needed + min(SPARE, needed):
        raise _no_room(folder)


def _size_of_tables(database: Database) -> int:
    return Path(database.url.database or "").stat().st_size if database.is_sqlite else 0


def _put_file(source: Path, target: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    make_file(part)
    shutil.copyfile(source, part)
    part.replace(target)


def _flush(path: Path) -> None:
    with path.open("r+b") as written:
        os.fsync(written.fileno())
