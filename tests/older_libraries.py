"""A library as an older SameSide has kept it, on SQLite or PostgreSQL; and, run by itself, bringing one up to date and dying half way."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

VERSION = "0016"
"""The form of the tables that the libraries in ``tests/data/libraries`` have."""
DUMPS = Path(__file__).parent / "data" / "libraries"


def make_older(url: str) -> None:
    """The older library, in the empty database, or the SQLite file that is not there yet, of that ``url``."""
    if "://" not in url:
        with closing(sqlite3.connect(url)) as connection:
            connection.executescript((DUMPS / f"{VERSION}.sqlite.sql").read_text(encoding="utf-8"))
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((DUMPS / f"{VERSION}.postgresql.sql").read_bytes())


def open_and_die(url: str, files: Path, statements: int) -> None:
    """Bring a library up to date, and be killed when so many statements have changed it; go on to the end where there are fewer."""
    done = 0

    @event.listens_for(Engine, "after_cursor_execute")
    def _count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal done
        done += statement.split()[0] in ("CREATE", "ALTER", "INSERT", "UPDATE", "DROP")
        if done == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    from library.database.connection import Database

    Database(url, files).close()


if __name__ == "__main__":
    open_and_die(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
