"""Names from before there was a sign-in: typed under notes, or of agents in lists of calls, and not yet anybody's.

An admin says once whose a name is. Until then calls under a name that is nobody's are seen by admins alone, and private notes under one by nobody:
whoever types a name has not shown that it is theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select, update

from audio.errors import InputError
from library.access.permits import permit_in_house, viewer_in
from library.audit.recording import record
from library.database.connection import Database, put
from library.database.schema import Agent, CallRow, NoteRow, Person, PersonRole, TypedName
from library.people.persons import as_email


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A name that is nobody's yet: under how many notes it stands, or how many calls (then ``is_agent``)."""

    name: str
    count: int
    is_agent: bool


class TypedNames:
    """The names of a library that are to be given to persons."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unclaimed(self) -> tuple[Unclaimed, ...]:
        """Every name that is nobody's: those under notes, then those of agents; each by name. Whoever is no admin is told so."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "people")
            given = select(TypedName.name)
            notes = session.execute(
                select(NoteRow.author, func.count())
                .where(NoteRow.author_id.is_(None), NoteRow.author.not_in(given))
                .group_by(NoteRow.author)
                .order_by(func.lower(NoteRow.author), NoteRow.author)
            ).all()
            calls = session.execute(
                select(Agent.name, func.count(CallRow.id))
                .join(CallRow, CallRow.agent_id == Agent.id)  # under a name without calls there is nothing to give
                .where(Agent.person_id.is_(None))
                .group_by(Agent.id, Agent.name)
                .order_by(func.lower(Agent.name), Agent.name)
            ).all()
        return (
            *(Unclaimed(name, count, False) for name, count in notes),
            *(Unclaimed(name, count, True) for name, count in calls),
        )

    def give_notes(self, name: str, email: str) -> int:
        """The notes under a typed name are this person's from now on; how many they are. Raises :class:`InputError` the second time."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            person = session.scalar(select(Person.id).where(Person.email == as_email(email), Person.left.is_(None)))
            if person is None:
                raise InputError(f"Nobody here has the e-mail {email}.")
            by = viewer_in(session).person_id
            row = {"name": name, "person_id": person, "assigned": datetime.now(UTC), "by_id": by}
            if not put(session, TypedName, row, key=("name",), replace=False):
                owner = session.execute(
                    select(Person.name).join(TypedName, TypedName.person_id == Person.id).where(TypedName.name == name)
                ).scalar_one()
                raise InputError(f"The notes of “{name}” were given to {owner} before, and that is done once.")
            theirs = update(NoteRow).where(NoteRow.author_id.is_(None), NoteRow.author == name)
            given = session.scalars(theirs.values(author_id=person).returning(NoteRow.id)).all()
            record(session, "assigned_name", person=as_email(email))
        return len(given)

    def give_calls(self, name: str, email: str) -> None:
        """Calls under an agent's name are this person's, who is an agent from now on. Raises :class:`InputError` where they are somebody's."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            person = session.scalar(select(Person.id).where(Person.email == as_email(email), Person.left.is_(None)))
            if person is None:
                raise InputError(f"Nobody here has the e-mail {email}.")
            taking = update(Agent).where(Agent.name == name, Agent.person_id.is_(None)).values(person_id=person)
            if not session.scalars(taking.returning(Agent.id)).all():
                raise InputError(f"Calls under the name “{name}” are somebody's already, or there is no such name.")
            put(session, PersonRole, {"person_id": person, "role": "agent"}, key=("person_id", "role"), replace=False)
            record(session, "assigned_name", person=as_email(email))
