"""Libraries that are made once in a run of the tests and copied for each test: the migrations take a hundred times as long.

An SQLite that is not there yet begins as the bytes of one that they made. Where a test has the schema end elsewhere, or asks for
``made_anew``, they make its own. PostgreSQL's are copied by :func:`real_postgres.new_database`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest

from library.database import connection
from library.database.connection import Database
from library.database.schema import HEAD

_make_file = connection.make_file


@pytest.fixture(scope="session", autouse=True)
def libraries_are_copied() -> Iterator[None]:
    """What is made as a new library's empty file has an empty library in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "make_file", _copy)
        yield


@pytest.fixture
def made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """New libraries are made by the migrations, as for a user."""
    monkeypatch.setattr(connection, "make_file", _make_file)


def _copy(path: Path, shared: bool = False) -> None:
    """As :func:`library.database.private.make_file`; whoever opens it at the same time finds a whole library, or no file."""
    if connection.HEAD != HEAD or path.exists():
        _make_file(path, shared)
        return
    part = path.with_name(f".{path.name}.{uuid4().hex}")
    _make_file(part, shared)
    part.write_bytes(_made())
    with suppress(FileExistsError):
        path.hardlink_to(part)
    part.unlink()


@cache
def _made() -> bytes:
    """The file of an empty library."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "make_file", _make_file)
        patch.delenv("SAMESIDE_FILES", raising=False)
        path = Path(folder) / "library.db"
        Database(str(path)).close()
        return path.read_bytes()
