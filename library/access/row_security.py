"""PostgreSQL's own row-level security, beneath the wall."""

from __future__ import annotations

from library.database.connection import Database


def ensure_row_security(database: Database) -> None:
    """Nothing yet."""
