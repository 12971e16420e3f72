"""From an older version to this one: every value is there as before, whatever interrupts it; and a newer library is left alone."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import older_libraries
import pytest
import real_postgres
from patience import soon
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

import library.database.migrations.versions as versions
from audio.errors import LibraryError
from audio.span import Span
from library.access.viewer import viewer_of
from library.calls.listing import Filter
from library.database.connection import Database
from library.database.schema import HEAD
from library.logs.events import ABOUT, EVENT
from library.store import Library

ROOT = Path(__file__).parents[1]
KILLED_AT = (1, 12, 25)
"""Statements after which a process that brings a library up to date dies: of the first step, and of two later ones."""
KNOWN: dict[str, Any] = {"own": "Ama", "team": "Abe", "nobodys": None, "shown": "Ron", "mine": None}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A library of an older SameSide."""
    address = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database(empty=True)
    older_libraries.make_older(address)
    return address


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """The database itself, past all that a library does with it."""
    address = f"sqlite:///{url}" if "://" not in url else url.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(address)
    with engine.begin() as connection:
        if "://" in url:
            connection.exec_driver_sql("SET sameside.viewer = 'system'")
        yield connection
    engine.dispose()


def version_of(url: str) -> str:
    with connected(url) as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def rows_of(url: str, columns: dict[str, list[str]] | None = None) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """By table, the columns and the rows, of all tables or of these ``columns`` alone."""
    with connected(url) as connection:
        if columns is None:
            of_all = inspect(connection)
            columns = {
                table: [column["name"] for column in of_all.get_columns(table)] for table in of_all.get_table_names()
            }
        rows = {}
        for table, names in columns.items():
            listed = ", ".join(f'"{name}"' for name in names)
            found = connection.exec_driver_sql(f'SELECT {listed} FROM "{table}"')
            rows[table] = sorted(repr(tuple(row)) for row in found)
    return columns, rows


def test_every_value_is_there_as_it_was(url: str, tmp_path: Path) -> None:
    columns, before = rows_of(url)
    assert before.pop("alembic_version") == [f"('{older_libraries.VERSION}',)"]
    assert sum(map(len, before.values())) > 150
    Database(url, tmp_path).close()
    del columns["alembic_version"]
    _, after = rows_of(url, columns)
    assert after == before
    assert version_of(url) == HEAD


def test_what_was_kept_is_read_heard_of_and_found(url: str, tmp_path: Path) -> None:
    library = Library(url, tmp_path)
    shown = {call.id: call.agent for call in library.calls().calls}
    assert shown == {call_id: agent for call_id, agent in KNOWN.items() if call_id in shown} and len(shown) >= 4
    words = [word.text for turn in library.call("own").turns for word in turn.words]
    assert words[:4] == ["Good", "morning,", "Dale", "Parcels."] and "ever" in words  # corrected: “never” was heard
    assert [moment.technique for moment in library.report("own").moments] == ["policy_shield"]
    note = next(note for note in library.notes.of("own", "Typed") if note.verdict is not None)
    assert (note.text, note.verdict, note.span) == ("She is quoting, not hiding.", "disagree", Span(8.0, 10.8))
    assert next(version.text for version in library.notes.history(note.id, "Typed")) == "She is quoting."
    assert [hold.call_id for hold in library.holds.all()] == ["team"]
    assert library.retention.terms()[0].house == 365
    assert library.calls(Filter(words="dale parcels")).total == len(shown)
    assert library.calls(Filter(words="nobody said that")).total == 0
    assert library.audit.verify().broken is None
    ama = library.persons.find("ama@house.example").id
    with library.database.read() as session:
        viewer = viewer_of(session, ama)
    assert viewer is not None
    seen = library.seen_by(viewer)
    assert {call.id for call in seen.calls().calls} == {"own", "shown"}
    assert {call.id for call in seen.calls(Filter(practice=True)).calls} == {"mine"}
    library.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="what is killed is killed as Linux does it")
@pytest.mark.parametrize("statements", KILLED_AT)
def test_killed_half_way_it_is_as_it_was_and_is_brought_up_to_date_by_the_next(
    url: str, tmp_path: Path, statements: int
) -> None:
    command = [sys.executable, str(ROOT / "tests" / "older_libraries.py"), url, str(tmp_path), str(statements)]
    died = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert died.returncode == -9, died.stderr
    assert version_of(url) == older_libraries.VERSION
    Database(url, tmp_path).close()
    assert version_of(url) == HEAD


def test_a_long_step_says_where_it_is(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("library.database.upgrading.OFTEN", 0.01)
    said = r"brought up to date, for \d+ s so far: step 2 of \d+ \(An index of the words of every call, and calls in the order"

    def waits(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO said"):
            soon(lambda: re.search(said, caplog.text))

    event.listen(Engine, "before_cursor_execute", waits)
    try:
        Database(url, tmp_path).close()
    finally:
        event.remove(Engine, "before_cursor_execute", waits)
    told = next(record for record in caplog.records if re.search(said, record.getMessage()))
    assert vars(told)[EVENT] == "library_brought_up_to_date" and vars(told)[ABOUT]["stage"] == "0019"
    assert version_of(url) == HEAD
    assert not [thread for thread in threading.enumerate() if thread.name == "tells of the upgrade"]


def test_a_newer_library_is_left_alone(url: str, tmp_path: Path) -> None:
    with connected(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    with pytest.raises(
        LibraryError, match=r"was made by a newer SameSide \(its form is 9001.*nothing in it was changed"
    ):
        Database(url, tmp_path)
    assert version_of(url) == "9001"


@pytest.mark.parametrize("path", sorted(Path(versions.__path__[0]).glob("v*.py")), ids=lambda path: path.stem)
def test_a_migration_stands_on_nothing_that_changes_with_the_program(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    named += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
    assert not {name for name in named if name.split(".")[0] in ("audio", "analysis", "library", "ui")}
