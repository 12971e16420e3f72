"""A connection that has rested is asked whether it is still there, and one that is used again at once is not."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from library.database.connection import IDLE_TIMEOUT, Database
from library.database.pinging import RESTED, ask_after_a_rest
from library.store import Library

pytestmark = pytest.mark.postgres


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(clock: Clock) -> Iterator[Engine]:
    made = create_engine(make_url(real_postgres.new_database()).set(drivername="postgresql+psycopg"))
    ask_after_a_rest(made, clock)
    yield made
    made.dispose()


def backend(connection: Connection) -> int:
    return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def test_one_that_was_ended_while_it_rested_is_made_anew(engine: Engine, clock: Clock) -> None:
    with engine.connect() as connection:
        before = backend(connection)
    other = create_engine(engine.url)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 60000)"), {"pid": before})
    other.dispose()
    clock.now += RESTED
    with engine.connect() as connection:
        assert backend(connection) != before


def test_it_is_asked_after_a_rest_alone(engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, ping = [], engine.dialect.do_ping
    monkeypatch.setattr(engine.dialect, "do_ping", lambda connection: asked.append(clock.now) or ping(connection))
    for pause in (0.0, 0.5 * RESTED, 1.5 * RESTED, 0.5 * RESTED, 3 * RESTED):
        clock.now += pause
        with engine.connect() as connection:
            backend(connection)
    assert asked == [2.0 * RESTED, 5.5 * RESTED]


def test_a_library_whose_connections_were_ended_goes_on_after_a_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.database.pinging.RESTED", 0.0)
    url = real_postgres.new_database()
    with closing(Library(url, tmp_path)) as library:
        library.keep_call(a_call())
        real_postgres.crash(url)
        assert library.calls().total == 1


def test_postgresql_lets_go_of_what_nobody_uses_and_the_last_used_goes_first(tmp_path: Path) -> None:
    with closing(Database(real_postgres.new_database(), tmp_path)) as database:
        with database.engine.connect() as first, database.engine.connect() as second:
            numbers = backend(first), backend(second)
            assert first.execute(text("SHOW idle_session_timeout")).scalar_one() == f"{IDLE_TIMEOUT // 60}min"
        used = set()

        def once() -> None:
            with database.engine.connect() as connection:
                used.add(backend(connection))

        for _ in range(3):
            thread = threading.Thread(target=once)
            thread.start()
            thread.join()
        assert len(used) == 1 and used < set(numbers)
