"""One transaction for what a page reads: what is read is the same, through the same walls, and what was written meanwhile is seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from people_and_calls import House, a_house
from sqlalchemy import event, func, select, text

from audio.errors import SameSideError
from library.access.permits import standings_to
from library.access.viewer import Viewer
from library.calls.listing import Filter
from library.database import walls
from library.database.schema import CallRow
from library.database.walls import set_locally, unwalled
from library.store import Library


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made = a_house(request.param, tmp_path)
    yield made
    made.library.close()


def transactions(library: Library) -> list[None]:
    """One for each transaction that is begun from now on."""
    begun: list[None] = []
    event.listen(library.database.engine, "begin", lambda _: begun.append(None))
    return begun


def ids(library: Library) -> set[str]:
    return {call.id for call in library.calls(size=100).calls}


def in_one(house: House, of: int) -> int:
    """In how many transactions so many readings are read: one on PostgreSQL."""
    return of if house.library.database.is_sqlite else 1


def test_what_is_asked_in_a_look_is_asked_in_one_transaction_of_postgresql(house: House) -> None:
    cora = house.seen_by("cora")
    before = (ids(cora), cora.people.agent_ids(), cora.may("mark", "own"), cora.deletions.pending())
    begun = transactions(cora)
    with cora.database.looking():
        assert (ids(cora), cora.people.agent_ids(), cora.may("mark", "own"), cora.deletions.pending()) == before
    assert len(begun) == in_one(house, 3)
    assert ids(cora) == before[0]
    assert len(begun) == in_one(house, 3) + 1


def test_another_view_of_the_same_person_reads_in_the_same_look(house: House) -> None:
    cora = house.seen_by("cora")
    again = house.library.seen_by(cora.viewer)
    ids(cora)
    begun = transactions(cora)
    with cora.database.looking():
        assert ids(again) == ids(cora)
    assert len(begun) == in_one(house, 2)


def test_in_a_persons_look_another_sees_their_own_and_the_program_everything(house: House) -> None:
    ama, cora = house.seen_by("ama"), house.seen_by("cora")
    own, coached, everything = ids(ama), ids(cora), ids(house.library)
    with ama.database.looking():
        for _ in range(2):
            assert ids(ama) == own
            assert ids(cora) == coached
            assert ids(house.library) == everything
    assert own != coached != everything


def test_within_what_is_read_past_the_wall_the_wall_stands(house: House) -> None:
    ama = house.seen_by("ama")
    own = set(ids(ama))
    with ama.database.looking(), ama.database.unwalled.read() as past:
        everything = set(past.scalars(select(CallRow.id)))
        assert everything > own
        assert ids(ama) == own
        assert set(past.scalars(select(CallRow.id))) == everything
    assert ids(ama) == own


def test_after_what_is_read_past_the_wall_the_wall_stands_again(house: House) -> None:
    ama = house.seen_by("ama")
    own = set(ids(ama))
    with ama.database.looking():
        with ama.database.unwalled.read() as past:
            assert set(past.scalars(select(CallRow.id))) > own
        assert ids(ama) == own
        with pytest.raises(ZeroDivisionError), ama.database.unwalled.read():
            raise ZeroDivisionError
        assert ids(ama) == own


def statements(library: Library) -> list[str]:
    """Those that are put from now on."""
    put: list[str] = []
    event.listen(library.database.engine, "before_cursor_execute", lambda *given: put.append(given[2]))
    return put


def test_what_is_read_past_the_wall_one_after_the_other_goes_past_it_once(house: House) -> None:
    ama = house.seen_by("ama")
    own = ids(ama)
    with ama.database.looking():
        ids(ama)
        put = statements(ama)
        for _ in range(3):
            with ama.database.unwalled.read() as past:
                assert set(past.scalars(select(CallRow.id))) > own
        assert ids(ama) == own
    switches = [one for one in put if "set_config" in one]
    assert len(switches) == (0 if ama.database.is_sqlite else 2)  # past it, and back


@pytest.mark.parametrize("before", [True, False], ids=["before it turns", "after it has"])
@pytest.mark.parametrize("back", [False, True], ids=["past the wall", "back"])
def test_whoever_is_interrupted_as_they_look_past_the_wall_reads_on_through_it(
    house: House, monkeypatch: pytest.MonkeyPatch, before: bool, back: bool
) -> None:
    ama = house.seen_by("ama")
    own = ids(ama)

    def interrupted(*given: Any) -> None:
        if not before:
            set_locally(*given)
        raise KeyboardInterrupt

    with ama.database.looking():
        if back:
            with ama.database.unwalled.read() as past:
                past.scalars(select(CallRow.id)).all()
        else:
            ids(ama)
        with monkeypatch.context() as patched:
            patched.setattr(walls, "set_locally", interrupted)
            with (
                suppress(KeyboardInterrupt),
                ama.database.seen_by(ama.viewer, None).read() if not back else ama.database.read() as session,
            ):
                session.scalars(select(CallRow.id)).all()
        for _ in range(2):
            assert ids(ama) == own


@pytest.mark.postgres
def test_a_question_to_which_the_database_has_gone_is_the_only_one_that_fails(tmp_path: Path) -> None:
    house = a_house("postgresql", tmp_path)
    ama = house.seen_by("ama")
    own = ids(ama)
    with ama.database.looking():
        with ama.database.unwalled.read() as past:
            number = past.scalar(select(func.pg_backend_pid()))
        with house.library.database.engine.connect() as other:
            other.execute(select(func.pg_terminate_backend(number)))
        with pytest.raises(SameSideError):
            ids(ama)
        assert ids(ama) == own
        with ama.database.unwalled.read() as past:
            assert set(past.scalars(select(CallRow.id))) > own
    house.library.close()


def test_how_somebody_stands_to_a_call_and_what_is_masked_of_it_is_asked_once_a_look(house: House) -> None:
    ama = house.seen_by("ama")
    with ama.database.looking():
        put = statements(ama)
        for _ in range(3):
            with ama.database.read() as session:
                assert standings_to(session, ["own"]) == {"own": ("own",)}
            ama.call("own")
        times = 3 if ama.database.is_sqlite else 1
        assert sum(" AS own" in one for one in put) == times
        assert sum("SELECT mask.call_id, mask.edition" in one for one in put) == times
        house.library.delete("own")
        with ama.database.read() as session:
            assert standings_to(session, ["own"]) == {}


def test_what_was_written_in_a_look_is_read_in_it(house: House) -> None:
    cora = house.seen_by("cora")
    with cora.database.looking():
        assert cora.summary("own").reviewed is None
        cora.mark_reviewed("own", "Cora")
        assert cora.summary("own").reviewed is not None
        with cora.database.read() as session:  # while somebody reads in it, a write leaves it as it is
            number = len(session.scalars(select(CallRow.id).where(CallRow.reviewed.is_not(None))).all())
            cora.mark_reviewed("team", "Cora")
        assert number == 1
        assert cora.calls(Filter(unreviewed=True), size=100).total == len(ids(cora)) - 2


def test_a_question_that_fails_ends_nothing_but_itself(house: House) -> None:
    cora = house.seen_by("cora")
    seen = ids(cora)
    with cora.database.looking():
        assert ids(cora) == seen
        with pytest.raises(SameSideError), cora.database.unwalled.read() as session:
            session.execute(text("SELECT nothing FROM nowhere"))
        assert ids(cora) == seen
        with pytest.raises(SameSideError):
            cora.summary("never")
        assert ids(cora) == seen


def test_a_look_lets_go_of_its_connection(house: House) -> None:
    cora = house.seen_by("cora")
    pool = cora.database.engine.pool
    with pytest.raises(ZeroDivisionError), cora.database.looking():
        ids(cora)
        assert pool.checkedout() == (not cora.database.is_sqlite)  # type: ignore[attr-defined]
        raise ZeroDivisionError
    assert pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_thread_that_looks_holds_one_connection_whoever_asks(house: House) -> None:
    cora, pool = house.seen_by("cora"), house.library.database.engine.pool
    with cora.database.looking():
        ids(cora)
        with house.library.database.read() as session:
            session.scalars(select(CallRow.id)).all()
            assert pool.checkedout() == 1  # type: ignore[attr-defined]
        cora.mark_reviewed("own", "Cora")
        assert pool.checkedout() == 0  # type: ignore[attr-defined]
        ids(cora)
        cora.database.rest()
        assert pool.checkedout() == 0  # type: ignore[attr-defined]


def test_walled_code_is_never_given_what_is_read_past_the_wall(house: House) -> None:
    ama = house.seen_by("ama")
    own = ids(ama)
    with ama.database.looking():
        with ama.database.read() as session, unwalled(session):
            assert ids(ama) == own
        with ama.database.read() as session, suppress(ZeroDivisionError), unwalled(session):
            raise ZeroDivisionError
        assert ids(ama) == own
        with ama.database.read() as session:
            seen = set(session.scalars(select(CallRow.id)))
            with ama.database.unwalled.read() as past:
                assert set(past.scalars(select(CallRow.id))) > seen
                assert set(session.scalars(select(CallRow.id))) == seen


def test_a_question_within_another_that_fails_leaves_the_other_as_it_was(house: House) -> None:
    ama, pool = house.seen_by("ama"), house.library.database.engine.pool
    with ama.database.looking():
        for one in (ama.database, ama.database.unwalled):
            with one.read() as session:
                seen = set(session.scalars(select(CallRow.id)))
                with pytest.raises(SameSideError):
                    ama.summary("never")
                assert set(session.scalars(select(CallRow.id))) == seen
    assert pool.checkedout() == 0  # type: ignore[attr-defined]


def test_what_is_deleted_while_a_page_is_drawn_is_gone_from_the_file(tmp_path: Path) -> None:
    house = a_house("sqlite", tmp_path)
    ada = house.seen_by("ada")
    with ada.database.looking():
        ids(ada)
        house.library.database.forget_pages()
    log = Path(f"{house.library.database.url.database}-wal")
    assert log.stat().st_size == 0
    house.library.close()


@pytest.mark.postgres
def test_after_a_search_the_rest_of_a_page_is_read_as_before_it(tmp_path: Path) -> None:
    house = a_house("postgresql", tmp_path)
    cora = house.seen_by("cora")

    def settings() -> list[str]:
        with cora.database.read() as session:
            names = ("work_mem", "max_parallel_workers_per_gather")
            return [str(session.scalar(select(func.current_setting(name)))) for name in names]

    with cora.database.looking():
        before = settings()
        cora.calls(Filter(words="refund"))
        cora.place("own", Filter(words="refund"), "review")
        cora.call_names(Filter(words="refund"))
        assert settings() == before
    house.library.close()


def test_a_look_within_a_look_leaves_the_other_as_it_was(house: House) -> None:
    cora, ama = house.seen_by("cora"), house.seen_by("ama")
    ids(cora), ids(ama)
    begun = transactions(house.library)
    with cora.database.looking():
        ids(cora)
        with ama.database.looking():
            ids(ama)
        ids(cora)
    assert len(begun) == (3 if cora.database.is_sqlite else 2)


def test_nobody_who_is_no_person_looks_through_a_wall(house: House) -> None:
    library = house.library.seen_by(Viewer("alone"))
    with library.database.looking():
        assert ids(library) == ids(house.library)
