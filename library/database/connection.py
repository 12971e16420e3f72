"""Opening a library's database: where it lies, that it is up to date, and what to say when it is not to be had.

A library is named by a URL, by the path of an SQLite file, or not at all::

    (nothing)                                 what SAMESIDE_LIBRARY names, one of these two
    (not that either)                         library.db in the user's data folder
    calls/library.db                          that SQLite file
    postgresql://coach@server/sameside        a database many people write to at once

SQLite: each connection sets its busy timeout before anything else, and WAL is set once, when the file is made
(setting it on every connection raises "database is locked" when several processes start together). A transaction
that writes says so when it begins, so two writers wait for each other and neither fails half-way.

Every error of the database becomes one sentence, raised as :class:`audio.errors.SameSideError`.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from copy import copy
from pathlib import Path
from typing import Any, cast

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from audio.errors import LibraryError, UnreachableError
from library.database.full_text import purge
from library.database.looking import Look, look_here, looking
from library.database.pinging import ask_after_a_rest
from library.database.private import close_to_others, make_file, make_folder
from library.database.schema import HEAD, Base
from library.database.upgrading import upgrade
from library.database.walls import OPTION, Answers, Wall, Writes, put_walls_into, set_locally, settle, settled

VARIABLE = "SAMESIDE_LIBRARY"
"""The environment variable that names the library where nothing else does."""

BUSY_TIMEOUT = 30.0
"""Seconds that a writer waits for another before it gives up; the longest write we make takes well under one."""

BATCH = 500
"""So many rows are named in one statement; a database takes some ten thousand."""

FOLDERS = ("recordings", "playable", "hearing", "incoming", "uploads")
"""What lies in the folder of files beside the database (:mod:`library.recordings.files`)."""

VIEWER = "sameside.viewer"
"""PostgreSQL's setting that says for whom a transaction reads: ``system`` or ``person``."""

IDLE_TIMEOUT, IDLE_SINCE = 300, 140000
"""Seconds after which PostgreSQL ends a connection that nobody uses, and the first version that does so: 64 workers that each keep the most they ever
needed at once would be more than it takes."""

_WHERE = ("host", "hostaddr", "port", "dbname", "user", "sslmode")
"""What a URL asks for behind its “?” that people may be told."""

_SECRETS = re.compile(r"(?<=://).*@|\?.*", re.DOTALL)
"""What may be secret in a text that should be a URL and is none: who, with a password, and all behind the “?”."""

_MIGRATION_LOCK = 0x5A3E51DE
"""PostgreSQL's advisory lock under which one process at a time brings the schema up to date."""


class Database:
    """The tables of one library, up to date once this is made. Raises :class:`SameSideError` in one sentence.

    ``files`` is the folder in which recordings lie. Not given, it is what the environment names in ``SAMESIDE_FILES`` (a
    folder that all users of a PostgreSQL share, say), or else beside an SQLite file, or the user's data folder.
    """

    def __init__(self, url: str | None = None, files: Path | None = None) -> None:
        self._find(url, files)
        if self.is_sqlite:
            make_folder(self._home)
        make_folder(self.files, self.is_shared)
        if self.is_sqlite:
            with suppress(OSError):  # SQLite, which would make it open to all, says why it cannot be made
                make_file(Path(self.url.database or ""))
        self._bring_up_to_date()
        self._close_to_others()

    @classmethod
    def as_it_is(cls, url: str | None = None, files: Path | None = None) -> Database:
        """A database that is neither made nor brought up to date nor asked anything yet: for who looks whether it is well."""
        database = cls.__new__(cls)
        database._find(url, files)  # noqa: SLF001  our own, not made yet
        return database

    def _find(self, url: str | None, files: Path | None) -> None:
        """Where it lies, and its files, without touching either."""
        self.url = _url(url or os.environ.get(VARIABLE))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.name = self.url.database or "" if self.is_sqlite else _told(self.url)
        if self.is_sqlite:
            self._home = Path(self.url.database or "").resolve().parent
        else:
            self._home = user_data_path("sameside", appauthor=False)
        chosen = files or (Path(os.environ["SAMESIDE_FILES"]) if os.environ.get("SAMESIDE_FILES") else None)
        self.files = chosen or self._home
        self.is_shared = chosen is not None and not self.is_sqlite
        self.engine = _engine(self.url)
        self.viewer: object = None
        self._writes = Writes()
        self._answers: Answers | None = None
        self._reading = self.engine
        self._writing = self.engine.execution_options(writes=True)

    def form(self) -> str | None:
        """The form of its tables, by the number of a migration; ``None`` where there are none. Raises :class:`SameSideError`."""
        if self.is_sqlite and not Path(self.url.database or "").is_file():
            return None  # asked, SQLite would make it
        with self._in_one_sentence(), self._reading.connect() as connection:
            return _version(connection)

    def seen_by(self, viewer: object, wall: Wall | None) -> Database:
        """The same database, with the same connections, as a viewer sees it through a wall."""
        seen = copy(self)
        reading = self.engine if wall is None else self.engine.execution_options(**wall.options())
        vars(seen).update(viewer=viewer, _reading=reading, _writing=reading.execution_options(writes=True))
        if wall is not None:
            vars(seen).update(_answers=None if self.is_sqlite else Answers(self._writes))
        return seen

    @property
    def unwalled(self) -> Database:
        """The same as nothing is hidden from, with the viewer still told: for code that asks first whether they may."""
        return self.seen_by(self.viewer, None)

    @property
    def writes(self) -> int:
        """How often this process has written to the library in a way that may change who sees what; it only ever grows."""
        return self._writes.may_hide

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session to read with: one unchanging view of everything, on SQLite."""
        look, past_the_wall = look_here(), self._reading is self.engine
        with self._in_one_sentence():
            if look is not None and look.serves(self._key, past_the_wall):
                with look.reading(past_the_wall) as session:
                    yield session
            else:
                if look is not None:
                    look.rest()
                with self._begun() as session:
                    yield session

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Have what this thread reads be read in one transaction, for as long as the block lasts; see :mod:`library.database.looking`."""
        if self.is_sqlite:
            yield
            return
        walled = self._reading is not self.engine
        with looking(Look(self._key, walled, self._begun, lambda: self._writes.number)):
            yield

    def rest(self) -> None:
        """Let go of the transaction in which this thread reads, if it does: before something that takes long."""
        if (look := look_here()) is not None:
            look.rest()

    @property
    def _key(self) -> tuple[object, Engine]:
        """Who looks, and at what."""
        return self.viewer, self.engine

    def _begun(self) -> Session:
        session = Session(settled(self._reading, self._answers), expire_on_commit=False, info=self._info())
        if self._reading is not self.engine:
            try:
                settle(session, self._answers)
            except BaseException:
                session.close()
                raise
        return session

    @contextmanager
    def write(self, hides_nothing: bool = False) -> Iterator[Session]:
        """A session whose changes are kept together when the block ends, or not at all. Of what ``hides_nothing``, and shows nothing that was
        hidden, it is not to be asked anew who sees what."""
        self.rest()
        with (
            self._in_one_sentence(),
            Session(settled(self._writing, self._answers), expire_on_commit=False, info=self._info()) as session,
            session.begin(),
        ):
            if self._reading is not self.engine:
                settle(session, self._answers)
            yield session
        self._writes.number += 1
        self._writes.may_hide += not hides_nothing

    def _info(self) -> dict[str, Any]:
        """What a session says of itself: its ``viewer`` (:class:`library.access.viewer.Viewer`; ``None`` is the program)."""
        return {"viewer": self.viewer}

    def _close_to_others(self) -> None:
        """What an older SameSide has written may be open to all."""
        database = Path(self.url.database or "").resolve()
        files = [database.with_name(database.name + end) for end in ("", "-wal", "-shm")] if self.is_sqlite else []
        if self.is_sqlite:
            close_to_others(database.parent, (), files)
        if not self.is_shared:
            close_to_others(self.files, FOLDERS, files)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def forget_pages(self) -> None:
        """Overwrite what the index of words still has of what was deleted, and fold the log of recent changes into the file, so that nothing
        is left in it (SQLite)."""
        if self.is_sqlite:
            with self._in_one_sentence(), self.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                purge(cast("sqlite3.Connection", connection.connection.driver_connection))
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _bring_up_to_date(self) -> None:
        with self._in_one_sentence():
            if self.is_sqlite:
                _set_wal_once(Path(self.url.database or ""))
            with self._writing.begin() as connection:
                if not self.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                version = _version(connection)
                if version != HEAD:
                    upgrade(connection, version, self.name)

    @contextmanager
    def _in_one_sentence(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            kind = UnreachableError if _is_away(error) else LibraryError
            raise kind(sentence_of(error, self.name)) from error
        except PoolTimeout:
            raise LibraryError(f"The library {self.name} has too much to do at once: try again in a moment.") from None


def _is_away(error: DBAPIError) -> bool:
    """Whether a PostgreSQL does not answer, or has broken off: a connection's error (class 08), a server that is stopped or is starting
    (57P01 to 57P03), or none of its own at all."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", "")
    return isinstance(error, OperationalError) and (state is None or state.startswith(("08", "57P0")))


def put(
    session: Session, table: type[Base], values: dict[str, Any], key: tuple[str, ...], replace: bool = True
) -> bool:
    """Insert a row; where one with this ``key`` is there, change it (or, not to ``replace``, leave it).

    Answers whether anything was written. One statement, so that two writers of the same row both succeed.
    """
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(table).values(**values)
    others = {name: statement.excluded[name] for name in values if name not in key}
    if replace and others:
        statement = statement.on_conflict_do_update(index_elements=key, set_=others)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    return session.execute(statement.returning(getattr(table, key[0]))).first() is not None


def rows_changed(session: Session, statement: Executable) -> int:
    """How many rows an insert, update or delete has touched."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def _url(address: str | None) -> URL:
    if not address:
        return URL.create("sqlite", database=str(user_data_path("sameside", appauthor=False) / "library.db"))
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # a port that is no number is a ValueError
        raise LibraryError(_not_a_url(_SECRETS.sub("", address))) from None
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        if importlib.util.find_spec("psycopg") is None:
            raise LibraryError("A library on PostgreSQL needs the driver psycopg: pip install 'sameside[postgres]'.")
        return url.set(drivername="postgresql+psycopg")
    raise LibraryError(_not_a_url(_told(url)))


def _told(url: URL) -> str:
    """A URL as people are told of it: what is asked for behind the “?” may be a secret too (``password``, ``sslpassword``), unless it says where."""
    return url.set(query={name: url.query[name] for name in url.query if name in _WHERE}).render_as_string()


def _not_a_url(address: str) -> str:
    return (
        f"“{address}” is no library that SameSide can open: give the path of a file, such as calls/library.db, "
        "or a database, such as postgresql://user@server/sameside."
    )


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return _postgresql(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT, "check_same_thread": False})
    put_walls_into(engine)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, see below
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten: gone means gone

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url, pool_use_lifo=True)  # the last one used goes first, so that the others can be let go
    put_walls_into(engine)
    ask_after_a_rest(engine)

    @event.listens_for(engine, "connect")
    def _say_who(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:  # whom row-level security, where it is set up, lets see everything
            cursor.execute(f"SET {VIEWER} = 'system'")
            cursor.execute("SET jit = off")  # a search of 100,000 calls takes 1.4 s without it and 22 s with it
            if connection.info.server_version >= IDLE_SINCE:
                cursor.execute(f"SET idle_session_timeout = '{IDLE_TIMEOUT}s'")
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        wall = connection.get_execution_options().get(OPTION)
        if wall is not None:
            set_locally(connection, wall.settings)

    return engine


def _set_wal_once(path: Path) -> None:
    """Readers and a writer do not hinder each other in WAL, which the file itself remembers."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)) as connection:
            patience = time.monotonic() + BUSY_TIMEOUT
            while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                try:
                    connection.execute("PRAGMA journal_mode = WAL")
                    break  # a network folder may refuse WAL without an error; the older journal then serves
                except sqlite3.OperationalError as error:  # another process sets it: SQLite itself does not wait here
                    if "locked" not in str(error) or time.monotonic() > patience:
                        raise
                    time.sleep(0.02)
    except sqlite3.Error as error:
        raise LibraryError(sentence_of(error, str(path))) from error


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


_SENTENCES = (
    ("unable to open database file", "could not be opened: is it a folder, or a place you may not write to?"),
    ("readonly database", "may not be written to: choose another with --library, or ask for the right to write."),
    ("disk is full", "found the disk full: free some space and try again; nothing half-written was kept."),
    ("no space left", "found the disk full: free some space and try again; nothing half-written was kept."),
    ("database is locked", "is in use by another program that does not let go: close it and try again."),
    ("not a database", "is not a library: the file is something else; choose another with --library."),
    ("malformed", "is damaged: bring back a copy of the file, or choose another with --library."),
    ("connection refused", "could not be reached: is the database running, and are host and port right?"),
    ("password", "refused the user name or the password: look at the library's URL."),
    ("does not exist", "does not exist on that server, nor does the user, maybe: look at the library's URL."),
    ("permission denied", "may not be written to: the database's owner has to give this user the right."),
)


def sentence_of(error: Exception, name: str) -> str:
    """What a database says of itself, or of a file that should be one, in a sentence for a person; ``name`` is the library's."""
    message = str(getattr(error, "orig", None) or error)
    for sign, sentence in _SENTENCES:
        if sign in message.lower():
            return f"The library {name} {sentence}"
    return f"The library {name} could not be used: {message.strip().splitlines()[0] if message.strip() else 'no reason given'}"


def in_batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Ids, as many at a time as one statement may name."""
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
