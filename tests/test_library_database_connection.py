"""Opening a library: the schema is what the migrations make, on both databases; many may make it at once."""

import importlib.util
import sqlite3
import threading
from pathlib import Path

import pytest
import real_postgres
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from library_calls import a_call, a_recording
from patience import PATIENCE
from sqlalchemy import inspect

import library.database.migrations
from audio.errors import SameSideError
from library.database.connection import Database
from library.database.full_text import OWN_INDEXES, OWN_TABLES
from library.database.schema import HEAD, Base
from library.store import Library

pytestmark = pytest.mark.usefixtures("made_anew")
OWN = OWN_INDEXES | OWN_TABLES


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database(empty=True)


def test_the_migrations_make_the_schema(url: str, tmp_path: Path) -> None:
    database = Database(url, tmp_path)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: not (kind in ("table", "index") and name in OWN)}
        )
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == HEAD
        own = OWN_TABLES if database.is_sqlite else {"said"}
        assert set(inspect(connection).get_table_names()) == {*Base.metadata.tables, *own, "alembic_version"}
    database.close()


def test_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(next(iter(library.database.migrations.__path__)))))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_many_open_a_new_library_at_once(url: str, tmp_path: Path) -> None:
    start, troubles = threading.Barrier(6, timeout=PATIENCE), []

    def open_and_keep(k: int) -> None:
        start.wait()
        try:
            Library(url, tmp_path).keep_call(a_call(f"c{k}"))
        except SameSideError as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=open_and_keep, args=(k,)) for k in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert Library(url, tmp_path).calls().total == 6


def test_a_write_that_fails_half_way_leaves_nothing(url: str, tmp_path: Path) -> None:
    database = Database(url, tmp_path)
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.execute(Base.metadata.tables["team"].insert().values(name="Blue"))
        raise ZeroDivisionError
    with database.read() as session:
        assert session.execute(Base.metadata.tables["team"].select()).all() == []
    database.close()


def test_an_sqlite_library_is_in_wal_and_minds_its_references(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "library.db"))
    assert sqlite3.connect(tmp_path / "library.db").execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with pytest.raises(SameSideError, match="FOREIGN KEY"), database.write() as session:
        session.execute(Base.metadata.tables["spoken"].insert().values(call_id="nobody's", words=""))


def test_the_environment_may_name_the_folder_of_the_recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMESIDE_FILES", str(tmp_path / "shared"))
    recording = Library(str(tmp_path / "library.db")).keep_recording(a_recording(tmp_path / "a.wav"))
    assert (tmp_path / "shared" / "recordings" / recording[:2] / f"{recording}.wav").exists()
    assert Database(str(tmp_path / "library.db"), tmp_path / "told").files == tmp_path / "told"


def test_the_default_library_lies_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("library.database.connection.user_data_path", lambda name, appauthor: tmp_path / name)
    Database()
    assert (tmp_path / "sameside" / "library.db").is_file()


@pytest.mark.skipif(importlib.util.find_spec("psycopg") is None, reason="needs the driver psycopg")
def test_where_a_library_lies_is_told_without_its_secrets(tmp_path: Path) -> None:
    asked = "password=geheim&sslpassword=auch&host=db.example&port=5433&options=-csecret%3Dgeheim"
    name = Database.as_it_is(f"postgresql://coach:geheim@/sameside?{asked}", tmp_path).name
    assert "geheim" not in name and "auch" not in name
    assert all(part in name for part in ("coach", "db.example", "5433", "sameside"))
    for wrong in ("mysql://coach:geheim@db/x?password=auch", "postgresql://coach:geheim@db:port/x?password=auch"):
        with pytest.raises(SameSideError, match="is no library") as refused:
            Database.as_it_is(wrong, tmp_path)
        assert "geheim" not in str(refused.value) and "auch" not in str(refused.value)
