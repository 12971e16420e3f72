"""What a worker does while a PostgreSQL is away: what it has heard is kept once that is back, and no call is blamed for it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import real_postgres
from library_hands import work
from sqlalchemy import text

from audio.errors import SameSideError, UnreachableError
from library.store import Library
from library.worker.worker import Ended, Progress, Reviewed, Worker


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(str(tmp_path / "library.db"))) as opened:
        yield opened


def away(times: int, does: Any) -> Any:
    """``does``, which raises so many times before."""
    left = [times]

    def instead(*arguments: object) -> object:
        if left[0]:
            left[0] -= 1
            raise UnreachableError("The library does not answer.")
        return does(*arguments)

    return instead


def test_what_was_heard_is_kept_when_the_database_is_back(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    monkeypatch.setattr(library.queue, "finish", away(2, library.queue.finish))
    told: list[Ended] = []
    worker = Worker(library, work, tell=lambda ended, _: told.append(ended))
    worker._lease /= 20
    assert worker.run_one()
    assert [ended.outcome for ended in told] == ["done"]
    assert library.queue.jobs()[0].state == "done" and not library.queue.unfinished()


def test_a_call_is_not_blamed_for_a_database_that_went_away(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")

    def asks(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed:
        raise UnreachableError("The library does not answer.")

    worker = Worker(library, asks)
    monkeypatch.setattr(library.queue, "give_back", away(1, library.queue.give_back))
    assert worker.run_one()
    with pytest.raises(UnreachableError):  # it is still away
        worker.run_one()
    for _ in range(3):  # more often in all than a job is taken up whose worker died
        assert worker.run_one()
    worker._work = work
    assert worker.run_one() and library.queue.job(job).state == "done"


@pytest.mark.postgres
def test_a_server_that_ends_under_it_is_told_from_a_slip(tmp_path: Path) -> None:
    with closing(Library(real_postgres.new_database(), tmp_path)) as library:
        with (
            pytest.raises(UnreachableError),
            library.database.read() as session,
        ):
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        assert library.queue.jobs() == ()
        with pytest.raises(SameSideError) as slip, library.database.read() as session:
            session.execute(text("SELECT nothing FROM nowhere"))
        assert not isinstance(slip.value, UnreachableError)
