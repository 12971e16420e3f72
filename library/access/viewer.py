"""Who is looking: whoever has the machine to themselves, the program itself, or a person who has signed in.

::

    ALONE    one's own machine, without a sign-in: everything is theirs
    SYSTEM   the worker, the migrations, the command line without ``--as``: whoever can open the database
    person   somebody who has signed in, with the roles and teams that the tables give them *now*

A person's roles are read anew for every run of a page, so that who has left, or lost a role, is told so at the next click.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.database.schema import Person, PersonRole, PersonTeam

Role = Literal["agent", "coach", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

Kind = Literal["alone", "system", "person"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking. ``teams`` are those that a person coaches or reviews for, by id; ``person_id`` is ``None`` for no person;
    ``source`` is from where they look, for the audit: an address, “command line”; ``only_teams`` says that nothing of what else is theirs is
    seen, calls that were shown to them or that they practise with: so a program looks to whom a person gave their teams alone."""

    kind: Kind
    person_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    teams: frozenset[int] = frozenset()
    source: str = field(default="", compare=False)
    only_teams: bool = False

    @property
    def is_person(self) -> bool:
        """Whether there is anything that they may not see."""
        return self.kind == "person"


ALONE = Viewer("alone")
SYSTEM = Viewer("system")


def viewer_of(session: Session, person_id: int) -> Viewer | None:
    """A person as they are known now; ``None`` for somebody who has left, or was never here."""
    person = session.get(Person, person_id)
    if person is None or person.left is not None:
        return None
    held = set(session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id)))
    teams = session.scalars(select(PersonTeam.team_id).where(PersonTeam.person_id == person_id))
    return Viewer("person", person_id, person.name, frozenset(role for role in ROLES if role in held), frozenset(teams))


def is_team(session: Session) -> bool:
    """Whether people sign in to this library: somebody is known who may."""
    viewer: Viewer | None = session.info.get("viewer")
    return (viewer is not None and viewer.is_person) or session.scalar(select(Person.id).limit(1)) is not None
