"""Drawn houses: what each person sees by the program's wall, by PostgreSQL's own security alone and by both is what plain words say they see."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pytest
from library_calls import a_call
from people_and_calls import LONG_AGO
from real_postgres import new_database
from sqlalchemy import insert, select, update

from library.access.permits import standings_to
from library.access.viewer import ROLES, Viewer, viewer_of
from library.access.wall import wall_of
from library.calls.listing import Filter
from library.database.schema import (
    Agent,
    Assignment,
    CallRow,
    CallShare,
    Person,
    PersonRole,
    PersonTeam,
    Spoken,
    Team,
)
from library.database.walls import Wall
from library.store import Library

CALLS = 40
PEOPLE = range(1, 9)
TEAMS = (1, 2, 3)


@dataclass
class Drawn:
    """A house: by person their roles, teams and whether they left; by agent their team and who they are; and by call what is known of it."""

    roles: dict[int, set[str]]
    teams: dict[int, set[int]]
    left: set[int]
    agents: dict[int, tuple[int | None, int | None]]
    calls: dict[str, tuple[int | None, int | None, int | None]]
    shown: set[tuple[str, int]]
    given: set[tuple[str, int]]

    def sees(self, person: int, call_id: str) -> bool:
        """Whether a person sees a call: in plain words."""
        agent, brought_by, practice_of = self.calls[call_id]
        roles = set() if person in self.left else self.roles[person]
        team, is_somebody = self.agents.get(agent or 0, (None, None))
        if roles and (practice_of == person or (call_id, person) in self.shown):
            return True
        if not roles or practice_of is not None:
            return False
        return (
            "admin" in roles
            or ("agent" in roles and agent is not None and is_somebody == person)
            or (bool(roles & {"coach", "reviewer"}) and team in self.teams[person])
            or ("reviewer" in roles and (call_id, person) in self.given)
            or (agent is None and brought_by == person)
        )


def drawn(chance: random.Random) -> Drawn:
    """A house, in which some coach all teams, some have no role, some have left, and an agent may be of no team."""
    some = lambda given, share: {one for one in given if chance.random() < share}  # noqa: E731
    calls = {
        f"c{k}": (
            chance.choice((None, 1, 2, 3, 4, 5)),
            chance.choice((None, *PEOPLE)),
            chance.choice((None, None, None, *PEOPLE)),
        )
        for k in range(CALLS)
    }
    of_agents = (*TEAMS, None) if chance.random() < 0.5 else TEAMS
    return Drawn(
        roles={person: some(ROLES, 0.35) for person in PEOPLE},
        teams={person: chance.choice((set(TEAMS), some(TEAMS, 0.4))) for person in PEOPLE},
        left=some(PEOPLE, 0.15),
        agents={agent: (chance.choice(of_agents), chance.choice((None, *PEOPLE))) for agent in range(1, 6)},
        calls=calls,
        shown={(call, person) for call in calls for person in PEOPLE if chance.random() < 0.05},
        given={(call, person) for call in calls for person in PEOPLE if chance.random() < 0.05},
    )


def keep(library: Library, house: Drawn) -> None:
    """The house, as rows."""
    for call_id in house.calls:
        library.keep_call(a_call(call_id))
    with library.database.write() as session:
        session.execute(insert(Team), [{"id": team, "name": f"Team {team}"} for team in TEAMS])
        for person in PEOPLE:
            session.execute(
                insert(Person).values(id=person, name=f"P{person}", created=LONG_AGO, left=LONG_AGO if person in house.left else None)
            )  # fmt: skip
            for role in sorted(house.roles[person]):
                session.execute(insert(PersonRole).values(person_id=person, role=role))
            for team in sorted(house.teams[person]):
                session.execute(insert(PersonTeam).values(person_id=person, team_id=team))
        for agent, (team, person) in house.agents.items():
            session.execute(insert(Agent).values(id=agent, name=f"Agent {agent}", team_id=team, person_id=person))
        for call_id, (agent, brought_by, practice_of) in house.calls.items():
            known = {"agent_id": agent, "brought_by": brought_by, "practice_of": practice_of}
            session.execute(update(CallRow).where(CallRow.id == call_id).values(**known))
        for table, pairs in ((CallShare, house.shown), (Assignment, house.given)):
            for call_id, person in sorted(pairs):
                session.execute(insert(table).values(call_id=call_id, person_id=person, at=LONG_AGO))


def without_the_programs(library: Library, viewer: Viewer) -> Library:
    """The library through the database's own security alone."""
    own = wall_of.__wrapped__(viewer, True)
    whole = Wall(dict.fromkeys(own.conditions, "true"), own.may_add, own.settings, own.past, own.hangs_on)
    seen = library.seen_by(viewer)
    seen.database = library.database.seen_by(viewer, whole)
    return seen


def ids(library: Library, column: object) -> list[str]:
    """What is read of a column, in order."""
    with library.database.read() as session:
        return sorted(session.scalars(select(column)))  # type: ignore[call-overload]


def held(library: Library, house: Drawn, by_database: bool) -> None:
    """Everybody sees exactly what plain words say, past the program's wall and, where there is one, past the database's alone."""
    for person in PEOPLE:
        roles, teams = frozenset(role for role in ROLES if role in house.roles[person]), frozenset(house.teams[person])
        viewer = Viewer("person", person, f"P{person}", roles, teams)
        wanted = sorted(call for call in house.calls if house.sees(person, call))
        if by_database:
            seen_here(without_the_programs(library, viewer), house, wanted)
        with library.database.read() as session:
            assert viewer_of(session, person) == (None if person in house.left else viewer)
        if person not in house.left:  # who has left is nobody's viewer
            seen_here(library.seen_by(viewer), house, wanted)
            stands_here(library.seen_by(viewer), house, wanted)


def seen_here(seen: Library, house: Drawn, wanted: list[str]) -> None:
    """Lists, what hangs on calls, and searches are of just the ``wanted`` ones."""
    for column in (CallRow.id, Spoken.call_id):
        assert ids(seen, column) == wanted, (seen.viewer, column)
    for practice in (False, True):
        listed = {call for call in wanted if (house.calls[call][2] is not None) == practice}
        assert set(seen.call_names(Filter(practice=practice))) == listed
        assert seen.calls(Filter(words="parcel", practice=practice)).total == len(listed)
    assert {line.id for line in seen.calls(Filter(words="parcel"), "agent").calls} == set(
        seen.call_names(Filter(words="parcel"))
    )


def stands_here(seen: Library, house: Drawn, wanted: list[str]) -> None:
    """How somebody stands to calls is told alike within their wall and past it, of what they see."""
    calls = list(house.calls)
    with seen.database.read() as within, seen.database.unwalled.read() as past:
        assert standings_to(within, calls) == standings_to(past, calls)
        assert sorted(standings_to(past, calls)) == wanted


@pytest.mark.parametrize("seed", range(6))
def test_on_sqlite_everybody_sees_what_plain_words_say(seed: int, tmp_path: Path) -> None:
    library, house = Library(str(tmp_path / "library.db"), tmp_path), drawn(random.Random(seed))
    keep(library, house)
    held(library, house, by_database=False)
    library.close()


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(6))
def test_on_postgresql_also_with_its_own_security_alone(seed: int, tmp_path: Path) -> None:
    library, house = Library(new_database(owner="keeper"), tmp_path), drawn(random.Random(seed))
    keep(library, house)
    held(library, house, by_database=True)
    library.close()
