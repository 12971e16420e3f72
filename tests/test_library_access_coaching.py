"""Coaching among people who sign in: sessions are their coach's until they are held, then the agent's too, and never another agent's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from people_and_calls import House, a_house
from sqlalchemy import delete, func, select, update

from audio.errors import InputError
from audio.span import Span
from library.access.permits import NotAllowedError
from library.coaching.session import Agreed, Item, Stretch
from library.database.schema import Agent, CallRow, PersonRole, PersonTeam
from library.database.tables.coaching import CoachingItem, CoachingMoment, CoachingSessionRow
from library.store import Library

NOT_THERE = "no such coaching session"
POLICY = Stretch("", Span(8.0, 10.8), "", "policy_shield")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made = a_house(request.param, tmp_path, evaluated=())
    yield made
    made.library.close()


def rows(seen: Library) -> tuple[int, ...]:
    with seen.database.read() as session:
        tables = (CoachingSessionRow, CoachingItem, CoachingMoment)
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def with_ama(house: House) -> int:
    """Cora's draft with Ama, about a moment of her own call."""
    one, _ = house.seen_by("cora").coaching.put("own", POLICY, "Somebody")
    return one


def test_a_draft_is_its_coachs_alone(house: House) -> None:
    one = with_ama(house)
    assert [line.coach for line in house.seen_by("cora").coaching.all()] == ["Cora"]
    assert rows(house.seen_by("cora")) == (1, 1, 1)
    for name in ("ama", "rae", "ada", "bo", "val", "nil"):
        seen = house.seen_by(name)
        assert seen.coaching.all() == () and rows(seen) == (0, 0, 0)
        for ask in (
            seen.coaching.session,
            seen.coaching.hold,
            seen.coaching.acknowledge,
            seen.coaching.delete,
            seen.changes.of,
        ):
            with pytest.raises(InputError, match=NOT_THERE):
                ask(one)


def test_what_was_held_is_read_by_its_agent_and_whoever_coaches_them(house: House) -> None:
    one = with_ama(house)
    house.seen_by("cora").coaching.hold(one)
    for name in ("ama", "cora", "ada"):
        (item,) = house.seen_by(name).coaching.session(one).items
        assert item.stretch is not None and item.quote
    for name in ("rae", "bo", "val", "nil"):
        seen = house.seen_by(name)
        assert seen.coaching.all() == () and rows(seen) == (0, 0, 0)
        with pytest.raises(InputError, match=NOT_THERE):
            seen.coaching.session(one)


def test_only_its_agent_acknowledges(house: House) -> None:
    one = with_ama(house)
    house.seen_by("cora").coaching.hold(one)
    for name in ("cora", "ada"):
        with pytest.raises(NotAllowedError, match="for its agent"):
            house.seen_by(name).coaching.acknowledge(one, "Mine.")
        assert not house.seen_by(name).coaching.is_agent(one)
    assert house.seen_by("ama").coaching.is_agent(one)
    house.seen_by("ama").coaching.acknowledge(one, "Yes.")
    assert house.seen_by("cora").coaching.session(one).agent_words == "Yes."


def test_only_its_coach_changes_it_and_an_admin_deletes_it(house: House) -> None:
    one = with_ama(house)
    with house.library.database.write() as session:
        session.add(PersonRole(person_id=house.people["val"], role="coach"))
    house.seen_by("cora").coaching.hold(one)
    val, ama, ada = (house.seen_by(name) for name in ("val", "ama", "ada"))
    for seen in (val, ama, ada):
        for change in (
            lambda seen=seen: seen.coaching.look_again(one, None),
            lambda seen=seen: seen.coaching.agree(one, Agreed("own_it", "more"), None, ""),
            lambda seen=seen: seen.coaching.say(one, 1, "", ""),
            lambda seen=seen: seen.coaching.drop(one, 1),
        ):
            with pytest.raises(NotAllowedError, match="Cora’s to change"):
                change()
    for seen in (val, ama):
        with pytest.raises(NotAllowedError):
            seen.coaching.delete(one)
    with pytest.raises(InputError, match="was held"):
        house.seen_by("cora").coaching.delete(one)
    ada.coaching.delete(one)
    assert rows(house.library) == (0, 0, 0)


@pytest.mark.parametrize("call", ["own", "team", "other", "shown", "given", "mine", "brought", "nobodys"])
def test_who_puts_which_call_on_an_agenda(house: House, call: str) -> None:
    may = {"cora": {"own", "team"}, "ada": {"own", "team", "other", "shown", "given"}}
    for name in ("ama", "cora", "rae", "ada", "nil"):
        put = house.seen_by(name).coaching.put
        if call in may.get(name, ()):
            put(call, POLICY, "Somebody")
        else:
            with pytest.raises(InputError):
                put(call, POLICY, "Somebody")


def test_a_coach_coaches_agents_of_their_teams_and_nobody_themselves(house: House) -> None:
    cora, ada = house.seen_by("cora"), house.seen_by("ada")
    assert cora.coaching.begin("Abe", "Cora") and ada.coaching.begin("Bo", "Ada")
    with pytest.raises(InputError, match="no agent named"):
        cora.coaching.begin("Bo", "Cora")
    with house.library.database.write() as session:
        session.execute(update(Agent).where(Agent.name == "Abe").values(person_id=house.people["cora"]))
    with pytest.raises(NotAllowedError, match="Nobody coaches themselves"):
        house.seen_by("cora").coaching.begin("Abe", "Cora")


def test_who_coaches_the_team_no_more_reads_nothing_of_it(house: House) -> None:
    one = with_ama(house)
    house.seen_by("cora").coaching.hold(one)
    with house.library.database.write() as session:
        session.execute(delete(PersonTeam).where(PersonTeam.person_id == house.people["cora"]))
    with pytest.raises(InputError, match=NOT_THERE):
        house.seen_by("cora").coaching.session(one)


def test_a_moment_is_read_only_with_its_call(house: House) -> None:
    one = with_ama(house)
    house.seen_by("cora").coaching.hold(one)
    with house.library.database.write() as session:
        bo = session.scalar(select(Agent.id).where(Agent.name == "Bo"))
        session.execute(update(CallRow).where(CallRow.id == "own").values(agent_id=bo))
    for name in ("ama", "cora"):
        seen = house.seen_by(name)
        assert seen.coaching.session(one).items == (Item(1, None),) and rows(seen) == (1, 1, 0)
    assert house.seen_by("ada").coaching.session(one).items[0].stretch is not None


def test_an_own_page_is_its_agents_and_their_coachs(house: House) -> None:
    assert house.seen_by("ama").own_pages.of().agent == "Ama"
    for name in ("cora", "ada"):
        assert house.seen_by(name).own_pages.of("Ama").agent == "Ama"
        with pytest.raises(InputError, match="no calls of yours"):
            house.seen_by(name).own_pages.of()
    with pytest.raises(NotAllowedError):
        house.seen_by("rae").own_pages.of("Ama")
    for name in ("bo", "nil"):
        with pytest.raises(InputError):
            house.seen_by(name).own_pages.of("Ama")
    with pytest.raises(InputError, match="Choose an agent"):
        house.library.own_pages.of()
