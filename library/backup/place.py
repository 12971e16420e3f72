"""Where a library is to come out of a backup: a place of its own, in which nothing is, and which one process at a time makes it in.

A file by the name of :data:`MARK` is there from the beginning to the end. Left by somebody who was killed, it says that recordings in that folder are
those of a restore that is to be done again, and of nobody else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import text

from audio.errors import InputError
from library.database.connection import Database
from library.database.private import make_file, make_folder

MARK = ".sameside-restore"

_TABLES = text(
    "SELECT count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' "
    "AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')"
)
"""Tables that are neither PostgreSQL's own nor an extension's."""


def check_place(target: Database) -> None:
    """Raise :class:`InputError` where a library, or anything else, is in the place of ``target``, or recordings are in its folder."""
    if target.is_sqlite:
        _check_file(target, Path(target.url.database or ""))
    elif target.form() is not None:
        raise InputError(
            f"The database {target.name} holds a library already: make an empty one, and restore into that."
        )
    else:
        with target.read() as session:
            if session.execute(_TABLES).scalar_one():
                raise InputError(f"The database {target.name} is not empty: make an empty one, and restore into that.")
    _check_recordings(target)


def _check_file(target: Database, path: Path) -> None:
    if path.is_dir():
        raise InputError(f"{target.name} is a folder: give --library the file that the library is to be.")
    if target.form() is not None:
        raise InputError(
            f"There is a library at {target.name} already: restore into a new place, or move that one aside first; nothing was changed."
        )
    for there in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        if os.path.lexists(there):
            raise InputError(
                f"{there} is there already: give --library another place, or move it aside; nothing was changed."
            )


def _check_recordings(target: Database) -> None:
    """Two libraries that share a folder without anybody's having said so would delete each other's recordings."""
    recordings = target.files / "recordings"
    if os.environ.get("SAMESIDE_FILES") or (target.files / MARK).exists():
        return
    if recordings.is_dir() and any(path.is_file() for path in recordings.rglob("*")):
        raise InputError(
            f"{recordings} holds the recordings of another library: give the new one a folder of its own, by the place of its file or by SAMESIDE_FILES."
        )


@contextmanager
def own_place(target: Database) -> Iterator[None]:
    """The place is this process's while the block lasts, and free. Raises :class:`InputError` where it is not."""
    check_place(target)
    make_folder(target.files, target.is_shared)
    mark = target.files / MARK
    goes_on = mark.exists()
    try:
        with FileLock(mark, timeout=0):
            check_place(target)  # a library may have come since
            make_file(mark)
            try:
                yield
            except BaseException:
                if not goes_on:
                    mark.unlink(missing_ok=True)
                raise
            mark.unlink(missing_ok=True)
    except Timeout:
        raise InputError(f"Another process is restoring a library to {target.files}: wait until it is done.") from None
