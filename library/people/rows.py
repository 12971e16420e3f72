"""What several deeds on persons do to rows: their teams made, their names theirs, an admin always left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.database.connection import put
from library.database.schema import Agent, Person, PersonRole, Team


def is_there_an_admin(session: Session) -> bool:
    """Whether anybody may look after people."""
    admins = select(Person.id).join(PersonRole, PersonRole.person_id == Person.id).limit(1)
    admins = admins.where(PersonRole.role == "admin", Person.left.is_(None), Person.email.is_not(None))
    return session.scalar(admins) is not None


@contextmanager
def keeping_an_admin(session: Session, name: str) -> Iterator[None]:
    """While persons are changed: where there was an admin there is one after, or :class:`InputError` says that ``name`` was the last.

    The rows of who is an admin are held meanwhile, so that of two who remove each other at once the second is told (PostgreSQL;
    SQLite has one writer at a time).
    """
    session.execute(select(PersonRole.person_id).where(PersonRole.role == "admin").with_for_update()).all()
    before = is_there_an_admin(session)
    yield
    session.flush()
    if before and not is_there_an_admin(session):
        raise InputError(f"{name} is the last admin, and there has to be one: make somebody else an admin first.")


def team_key(session: Session, name: str) -> int:
    """The id of a team, made where it is not there yet."""
    put(session, Team, {"name": name}, key=("name",), replace=False)
    return session.execute(select(Team.id).where(Team.name == name)).scalar_one()


def named_agents(session: Session, person: int, names: Sequence[str], team: str | None) -> None:
    """Let calls under ``names`` be the person's, and no others, and the person be in ``team``.

    Raises :class:`InputError` where a name is somebody else's.
    """
    session.execute(update(Agent).where(Agent.person_id == person, Agent.name.not_in(names)).values(person_id=None))
    for name in names:
        put(session, Agent, {"name": name}, key=("name",), replace=False)
        owner = session.scalar(select(Agent.person_id).where(Agent.name == name))
        if owner not in (None, person):
            whose = session.get_one(Person, owner).name
            raise InputError(f"Calls under the name “{name}” are {whose}'s: take the name from them first.")
    values: dict[str, int | None] = {"person_id": person, "team_id": None if team is None else team_key(session, team)}
    session.execute(update(Agent).where(Agent.name.in_(names)).values(values))
