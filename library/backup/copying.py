"""The tables of a library copied in one moment while others write: by SQLite's online backup, or by PostgreSQL's own pg_dump.

The library is taken in whatever form it is there: it is not brought up to date first, since an upgrade is what one makes a backup before.

**PostgreSQL's row-level security** holds for the tables' owner too, and pg_dump refuses what it cannot see all of. It is therefore told, as every
connection of the program's own, that it reads for the program (``sameside.viewer``); whether that arrives is asked before, and how many calls it has
copied is counted after. What pg_dump copies is the very moment in which the list of
recordings was read: both look at one exported snapshot.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from audio.errors import InputError, LibraryError
from library.backup.client import calls_in, check_sees_all, run_client
from library.database.connection import Database, sentence_of
from library.database.schema import HEAD

NAMES = {"sqlite": "db", "postgresql": "dump"}


@dataclass(frozen=True, slots=True)
class Copied:
    """What was in the tables when they were copied: their form, how many calls, the recordings (id, ending, bytes), and where these lay: new
    ones ``at`` an address, some still at that of ``left``."""

    made: datetime
    form: str
    calls: int
    recordings: tuple[tuple[str, str, int], ...]
    at: str = ""
    left: str | None = None


def form_of(database: Database) -> str:
    """The form of a library's tables. Raises :class:`SameSideError` where there is no library, or one of a newer SameSide."""
    form = database.form()
    if form is None:
        raise InputError(f"There is no library at {database.name}, so there is nothing to back up.")
    if form > HEAD:
        raise LibraryError(
            f"The library {database.name} was made by a newer SameSide (its form is {form}, and this one knows up to {HEAD}): make its "
            "backup with that one."
        )
    return form


def copy_tables(database: Database, into: Path) -> Copied:
    """Copy the tables into an empty file. Raises :class:`SameSideError` in a sentence where that cannot be, ``OSError`` of the disk."""
    form = form_of(database)
    try:
        with database.engine.connect() as connection:
            return (_copy_sqlite if database.is_sqlite else _copy_postgresql)(database, connection, form, into)
    except (DBAPIError, sqlite3.Error) as slip:
        raise LibraryError(sentence_of(slip, database.name)) from None


def _copy_sqlite(database: Database, connection: Connection, form: str, into: Path) -> Copied:
    """All pages in one go: who writes meanwhile is not kept waiting, for the library is in WAL, and is not in the copy."""
    made = datetime.now(UTC)
    source = cast("sqlite3.Connection", connection.connection.driver_connection)
    with closing(sqlite3.connect(into)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise LibraryError(
                f"The library {database.name} is damaged ({found}), and no backup was made of it: bring back one from before."
            )
        return _what_is_there(form, made, lambda query: copy.execute(query).fetchall())


def _copy_postgresql(database: Database, connection: Connection, form: str, into: Path) -> Copied:
    check_sees_all(database.url)
    made = datetime.now(UTC)
    connection.execution_options(isolation_level="REPEATABLE READ")
    snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar()
    copied = _what_is_there(form, made, lambda query: connection.exec_driver_sql(query).all())
    run_client(
        database.url, "pg_dump", "--format=custom", "--enable-row-security", f"--snapshot={snapshot}", f"--file={into}"
    )
    if (found := calls_in(into)) != copied.calls:
        raise LibraryError(
            f"pg_dump has copied {found:,} of {copied.calls:,} calls, and no backup was made of it: PostgreSQL hides the others from it."
        )
    return copied


def _what_is_there(form: str, made: datetime, ask: Any) -> Copied:
    said = ask("SELECT value FROM setting WHERE name = 'recordings'")
    where = json.loads(said[0][0]) if said else {"at": ""}
    recordings = tuple((digest, suffix, size) for digest, suffix, size in ask("SELECT id, suffix, size FROM recording"))
    return Copied(made, form, ask("SELECT count(*) FROM call")[0][0], recordings, where["at"], where.get("from"))
