"""A library that is multiplied is as one whose calls were kept one by one: listed, found by its words, with all its indexes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call
from sqlalchemy import func, inspect, select, text

from audio.errors import InputError
from library.calls.listing import Filter
from library.database.schema import CallRow, Spoken
from library.store import Library
from tests.bench._multiplied import multiply
from tests.bench._processor import processor_clock
from tests.bench.library import fill, make


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    opened = Library(url, tmp_path / "files")
    yield opened
    opened.close()


def indexes(library: Library) -> set[str]:
    inspector = inspect(library.database.engine)
    tables = (name for name in inspector.get_table_names() if not name.startswith("said_"))
    return {str(index["name"]) for table in tables for index in inspector.get_indexes(table)}


def test_many_calls_are_made_of_a_few(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = indexes(library)
    monkeypatch.setattr("tests.bench._multiplied.AT_A_TIME", 7)
    fill(library, 4)
    multiply(library, 4, 30)
    assert indexes(library) == before
    assert library.calls().total == library.calls(Filter(words="broken")).total == 30
    with library.database.read() as session:
        assert session.scalar(select(func.count(func.distinct(Spoken.words)))) == 30
        assert session.scalar(select(func.count(func.distinct(CallRow.number)))) == 30
        words = session.scalars(select(Spoken.words).where(Spoken.call_id.in_(("made-up-3", "made-up-27")))).all()
    assert sorted(words[0].split()) == sorted(words[1].split())  # the same ones, begun at another place
    library.keep_call(a_call("another"))
    assert [call.id for call in library.calls(Filter(words="refunds")).calls] == ["another"]


def test_a_library_that_was_made_is_asked_as_it_is(library: Library) -> None:
    assert set(make(library, 3)) == {"keep one call and its report", "make the others"}
    assert make(library, 3) == {}
    with pytest.raises(InputError, match="The library has 3 calls, not 4: name an empty one"):
        make(library, 4)


@pytest.mark.postgres
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="Linux tells of other processes' time")
def test_the_databases_own_time_is_counted(tmp_path: Path) -> None:
    library = Library(real_postgres.new_database(), tmp_path / "files")
    clock = processor_clock(library.database)
    start = clock() - time.process_time()
    for _ in range(1000):
        with library.database.read() as session:
            session.execute(text("SELECT count(*) FROM generate_series(1, 200000)"))
        if clock() - time.process_time() > start:
            break
    else:
        pytest.fail("PostgreSQL has counted for long, and its time was not counted")
    library.close()
