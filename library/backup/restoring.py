"""A library out of a backup: all of it or nothing, and only where there was none.

::

    the backup is read and compared ──> recordings take their places ──> the tables are brought up to date beside where they are to be
                                                                      ──> and take their place in one step, last

Killed anywhere, there is no library yet, only recordings that no table names, and the same command does it all again. An error takes away what it had
put. A library in PostgreSQL is restored by pg_restore in one transaction, into a database that holds none.

What the backup's own PostgreSQL had given to whom is left out: the rights of whoever signs in are set up anew when the first of them comes,
as with any library, so they do not hang on the names of users of another server.
"""

from __future__ import annotations

import glob
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from audio.errors import InputError, LibraryError, SameSideError
from library.access.viewer import Viewer
from library.audit.anchors import NAME as ANCHORS
from library.backup.checking import check_backup
from library.backup.client import run_client
from library.backup.disk import in_one_sentence
from library.backup.place import check_place, own_place
from library.backup.settling import settle_restored
from library.backup.statement import Statement, recordings_in
from library.database.connection import Database
from library.database.private import make_file, make_folder
from library.recordings.files import digest_of
from library.stores.address import object_store
from library.stores.folder import Folder
from library.stores.store import Store, check_digest

Tell = Callable[[int, int], None]


def restore(folder: Path, url: str | None, doer: Viewer, tell: Tell = lambda _done, _all: None) -> Statement:
    """Make the library at ``url`` out of the backup in ``folder``, brought up to date; what the backup says of itself.

    Raises :class:`SameSideError` in a sentence, where nothing is left of what was begun.
    """
    target = Database.as_it_is(url)
    try:
        check_place(target)
        statement = check_backup(folder, tell)
        if (statement.kind == "sqlite") != target.is_sqlite:
            raise InputError(
                f"The backup in {folder} is of a library on {_NAMES[statement.kind]}, and {target.name} is none: give --library another address."
            )
        _check_room(folder, statement, target)
        with (
            in_one_sentence(_no_room(target), f"The library could not be written to {target.files}"),
            own_place(target),
        ):
            with _sound_in_place(folder, statement, target, tell):
                if target.is_sqlite:
                    _restore_sqlite(folder, statement, target, doer)
                else:
                    _restore_postgresql(folder, statement, target)
            if not target.is_sqlite:
                url = target.url.render_as_string(hide_password=False)
                _finish(Database(url, target.files), folder, statement, doer)
    finally:
        target.close()
    return statement


_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _check_room(folder: Path, statement: Statement, target: Database) -> None:
    sound = sum(entry.size for entry in recordings_in(folder, statement)) if not statement.at else 0
    needed = sound + (2 * statement.size if target.is_sqlite else 0)
    above = next(path for path in (target.files.resolve(), *target.files.resolve().parents) if path.is_dir())
    if shutil.disk_usage(above).free < needed:
        raise _no_room(target)


@contextmanager
def _sound_in_place(folder: Path, statement: Statement, target: Database, tell: Tell) -> Iterator[None]:
    """The backup's recordings are where the library says that they lie; those that were put there are gone again where the block raises,
    unless a library came there meanwhile, whose they may be too."""
    make_folder(target.files, target.is_shared)
    store: Store = object_store(statement.at) if statement.at else Folder(target.files, target.is_shared)
    put: list[str] = []
    entries = list(recordings_in(folder, statement))
    try:
        for done, entry in enumerate(entries):
            tell(done, len(entries))
            if store.size(entry.key) != entry.size:
                _put(folder / entry.key, store, entry.key, target)
                put.append(entry.key)
        yield
    except BaseException:
        if not _came(target):
            store.delete(put)
        raise


def _came(target: Database) -> bool:
    try:
        return target.form() is not None
    except SameSideError:  # whether one did cannot be known
        return True


def _put(source: Path, store: Store, key: str, target: Database) -> None:
    incoming = target.files / "incoming"
    make_folder(incoming, target.is_shared)
    part = incoming / f"{uuid.uuid4().hex}.part"
    try:
        make_file(part, target.is_shared)
        shutil.copyfile(source, part)
        check_digest(digest_of(part), source.stem, str(part))
        store.put(key, part, source.stem)
    finally:
        part.unlink(missing_ok=True)


def _restore_sqlite(folder: Path, statement: Statement, target: Database, doer: Viewer) -> None:
    path = Path(target.url.database or "").resolve()
    make_folder(path.parent)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        make_file(part)
        shutil.copyfile(folder / statement.database, part)
        check_digest(digest_of(part), statement.digest, str(part))
        _finish(Database(str(part), target.files), folder, statement, doer)
        path.hardlink_to(part)  # unlike a renaming, it takes nobody's place
    except FileExistsError:
        raise InputError(
            f"A library came to {path} while the backup was restored: nothing of it was changed."
        ) from None
    finally:
        for left in path.parent.glob(f"{glob.escape(part.name)}*"):
            left.unlink(missing_ok=True)


def _restore_postgresql(folder: Path, statement: Statement, target: Database) -> None:
    run_client(
        target.url, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments",
        str((folder / statement.database).resolve()),
    )  # fmt: skip


def _finish(database: Database, folder: Path, statement: Statement, doer: Viewer) -> None:
    """Settle what must not go on as it did, have the audit's notes come along, and let go of the library."""
    try:
        with suppress(FileExistsError, FileNotFoundError):
            _put_new(folder / ANCHORS, database.files / ANCHORS)
        with database.seen_by(doer, None).write() as session:
            settle_restored(session, statement)
        database.forget_pages()
    finally:
        database.close()


def _put_new(source: Path, target: Path) -> None:
    """A private copy where there is none; what was noted there of a later time shows that something is missing since."""
    content = source.read_bytes()
    with target.open("xb") as file:
        target.chmod(0o600)
        file.write(content)


def _no_room(target: Database) -> LibraryError:
    return LibraryError(
        f"The disk that holds {target.files} has no room for the library: free some space and try again; nothing of it was kept."
    )
