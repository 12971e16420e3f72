"""Health: each thing that can be wrong with a library is told, without a secret, in a bounded time, and nothing is made by looking."""

import io
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import real_postgres
from patience import over, soon
from sqlalchemy import text

from audio.errors import InputError
from library.database.connection import Database
from library.database.schema import HEAD, JobRow
from library.health.bounded import Bounded
from library.health.checks import NAMES, Check, Health, health_at
from library.jobs.figures import STUCK_AFTER
from library.store import Library
from ui.cli.main import main


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()


def wrong(checks: tuple[Check, ...]) -> dict[str, str]:
    assert tuple(check.name for check in checks) == NAMES
    return {check.name: check.why for check in checks if not check.is_well}


def test_a_library_that_is_well_is_and_nothing_is_left_of_the_look(url: str, tmp_path: Path) -> None:
    Library(url, tmp_path).close()
    assert wrong(health_at(url, tmp_path).look()) == {}
    assert [path for path in (tmp_path / "incoming").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_where_there_is_none_that_is_said_and_none_is_made(kind: str, tmp_path: Path) -> None:
    url = str(tmp_path / "library.db") if kind == "sqlite" else real_postgres.new_database(empty=True)
    before = set(tmp_path.iterdir())
    checks = health_at(url, tmp_path).look()
    assert wrong(checks) == {
        "database": "holds no library", "recordings": "was not looked at", "queue": "was not looked at"
    }  # fmt: skip
    assert set(tmp_path.iterdir()) == before


def test_a_library_of_another_form_is_told_by_both_numbers(url: str, tmp_path: Path) -> None:
    library = Library(url, tmp_path)
    with library.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    why = wrong(health_at(url, tmp_path).look())["database"]
    assert why == f"is of the form 9999, and this SameSide knows {HEAD}"


def test_a_place_that_cannot_be_written_to_is_told(url: str, tmp_path: Path) -> None:
    library = Library(url, tmp_path)
    for path in sorted((tmp_path / "incoming").rglob("*"), reverse=True):
        path.rmdir()
    if (tmp_path / "incoming").exists():
        (tmp_path / "incoming").rmdir()
    (tmp_path / "incoming").write_text("in the way")
    checks = Health(library.database).look()
    assert wrong(checks) == {"recordings": "cannot be used", "queue": "was not looked at"}
    assert str(tmp_path) in next(check.detail for check in checks if check.name == "recordings")


def test_a_stuck_queue_is_told_without_its_numbers(url: str, tmp_path: Path) -> None:
    library = Library(url, tmp_path)
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    assert wrong(Health(library.database).look()) == {}
    with library.database.write() as session:
        session.get_one(JobRow, job).added = datetime.now(UTC) - 2 * STUCK_AFTER
    checks = Health(library.database).look()
    assert wrong(checks) == {"queue": "something waits, and nobody works"}
    assert "1 jobs wait" in checks[-1].detail


@pytest.mark.postgres
def test_a_database_that_is_away_is_told_without_its_address() -> None:
    pytest.importorskip("psycopg")
    with socket.socket() as unheard:  # bound, and nobody listens
        unheard.bind(("127.0.0.1", 0))
        checks = health_at(f"postgresql://coach:hush@127.0.0.1:{unheard.getsockname()[1]}/calls").look()
    assert wrong(checks)["database"] == "does not answer"
    assert "hush" not in str(checks)


@pytest.mark.postgres
def test_a_database_that_hangs_is_told_in_time() -> None:
    pytest.importorskip("psycopg")
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes the connection, and says nothing ever
        database = Database.as_it_is(f"postgresql://coach:hush@127.0.0.1:{mute.getsockname()[1]}/calls")
        health = Health(database, within=0.1)
        for _ in range(3):
            assert wrong(health.look())["database"] == "does not answer within 0.1 s"
        asking = [thread for thread in threading.enumerate() if thread.name == "asks what may hang"]
        assert len(asking) == 1, "a flood of requests makes no more threads"
    over(asking[0])


def test_what_hangs_in_the_middle_is_told_with_what_was_found_before(tmp_path: Path) -> None:
    library, held = Library(str(tmp_path / "library.db")), threading.Event()
    health = Health(library.database, within=0.2)
    health._of_recordings = lambda: Check("recordings", held.wait())  # type: ignore[method-assign]
    soon(lambda: wrong(health.look()) == {
        "recordings": "does not answer within 0.2 s", "queue": "was not looked at"
    })  # fmt: skip
    held.set()
    soon(lambda: wrong(health.look()) == {})


def test_an_answer_is_given_again_for_a_while_and_a_question_that_raises_has_none() -> None:
    asked: list[int] = []
    kept = Bounded(lambda: asked.append(1) or len(asked), within=60.0, keep=3600.0)
    assert (kept.ask(), kept.ask()) == (1, 1)
    anew = Bounded(lambda: asked.append(1) or len(asked), within=60.0, keep=0.0)
    assert (anew.ask(), anew.ask()) == (2, 3)


def test_the_command_says_what_is_wrong_and_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "library.db")
    assert main(["health", "--library", where]) == 1
    assert "There is no library at" in capsys.readouterr().out
    Library(where).close()
    assert main(["health", "--library", where, "--json"]) == 0
    assert capsys.readouterr().out == '{"database": "ok", "recordings": "ok", "queue": "ok"}\n'
    assert main(["health", "--library", "nonsense://x"]) == 1
    assert "is no library that SameSide can open" in capsys.readouterr().err


def test_a_look_without_the_queue_passes_over_it(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    with library.database.write() as session:
        session.get_one(JobRow, job).added = datetime.now(UTC) - 2 * STUCK_AFTER
    where = ["health", "--library", str(tmp_path / "library.db")]
    assert (main(where), main([*where, "--without", "queue"])) == (1, 0)


def test_no_scope_of_teams_reads_what_is_the_whole_houses(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    with pytest.raises(InputError, match="whole house"):
        library.tokens.add("scraper", ["metrics"], teams=["Repairs"])
