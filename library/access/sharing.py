"""Showing a call to one person, giving it to a reviewer, and keeping what is practised with for as long as one likes.

::

    show(call, ben)  ->  ben sees the call           take_back(call, ben)  ->  no longer, from the next click on
    give(call, mia)  ->  it is mia's to review       take_back does the same with that

A call that was brought for practice is shown by whoever brought it and by nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, literal, null, select, type_coerce, union_all, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import permit, standings_to, viewer_in
from library.access.viewer import Role
from library.database.connection import Database, put
from library.database.looking import asked_once
from library.database.schema import Assignment, CallRow, CallShare, Person, PersonRole
from library.database.walls import WALKED

NEVER_DUE = type_coerce(null(), Assignment.due.type)


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody who sees a call because it was shown or given to them; ``given`` to review, until it is ``due``, if ever."""

    person_id: int
    name: str
    given: bool = False
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to whom a call can be shown."""

    person_id: int
    name: str


class Sharing:
    """To whom calls of a library were shown."""

    def __init__(
        self,
        database: Database,
        tell: Callable[..., None] | None = None,
        tell_person: Callable[..., object] | None = None,
    ) -> None:
        """``tell`` is told each act as :func:`library.audit.recording.record` is, in the transaction in which it is done, and ``tell_person``
        as :func:`library.inbox.telling.tell` is."""
        self._database = database
        self._tell = tell or (lambda *_, **__: None)
        self._tell_person = tell_person or (lambda *_, **__: None)

    def colleagues(self, role: Role = "coach") -> tuple[Colleague, ...]:
        """Those of a role to whom a call can be shown, by name; the viewer is not one of them."""
        with self._database.unwalled.read() as session:
            rows = asked_once(session, Colleague, lambda: _people_by_role(session))
            own = viewer_in(session).person_id
            return tuple(Colleague(key, name) for key, name, of_role in rows if of_role == role and key != own)

    def show(self, call_id: str, person_id: int) -> None:
        """Let somebody see a call. Raises :class:`SameSideError` where it is not the viewer's to show, or nobody is there to see it."""
        with self._database.unwalled.write() as session:
            permit(session, "show", [call_id])
            self._put(session, CallShare, call_id, person_id)
            self._tell(session, "shared", call_id, person=_name(session, person_id))
            self._tell_person(session, person_id, "shown", call_id)

    def give(self, call_id: str, person_id: int, due: datetime | None = None) -> None:
        """Give a call to a reviewer. Raises :class:`SameSideError` as :meth:`show` does."""
        with self._database.unwalled.write() as session:
            permit(session, "give", [call_id])
            self._put(session, Assignment, call_id, person_id, due=due)
            self._tell(session, "given_out", call_id, person=_name(session, person_id))
            self._tell_person(session, person_id, "given", call_id)

    def take_back(self, call_id: str, person_id: int) -> None:
        """Have somebody see a call no longer to whom it was shown or given."""
        with self._database.unwalled.write() as session:
            permit(session, "show", [call_id])
            for table in (CallShare, Assignment):
                session.execute(delete(table).where(table.call_id == call_id, table.person_id == person_id))
            self._tell(session, "unshared", call_id, person=_name(session, person_id))

    def shown_to(self, call_id: str) -> tuple[Shown, ...]:
        """To whom a call was shown or given, by name; to whoever may not show it, it says nothing."""
        with self._database.unwalled.read() as session:
            permit(session, "show", [call_id])
            of_both = (
                select(Person.id, Person.name, literal(given), due)
                .join(table, table.person_id == Person.id)
                .where(table.call_id == call_id)
                for table, given, due in ((CallShare, False, NEVER_DUE), (Assignment, True, Assignment.due))
            )
            rows = [Shown(*row) for row in session.execute(union_all(*of_both))]
        return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.person_id, row.given)))

    def has_practice_room(self) -> bool:
        """Whether there is a call that the viewer practises with, or that somebody who does has shown them."""
        practised = select(CallRow.id).where(CallRow.practice_of.is_not(None), CallRow.delete_due.is_(None))
        with self._database.read() as session:
            return session.scalars(practised.prefix_with(WALKED).limit(1)).first() is not None

    def practice_until(self, call_id: str) -> datetime | None:
        """Until when a call is kept that the viewer practises with; ``None`` for any other."""
        with self._database.read() as session:
            viewer = viewer_in(session)
            if viewer.is_person and "practice" not in standings_to(session, [call_id]).get(call_id, ()):
                return None  # as most are; how one stands to a call, a page asks anyway
            mine = (CallRow.id == call_id, CallRow.practice_of == viewer.person_id)
            return session.scalar(select(CallRow.practice_until).where(*mine))

    def keep_until(self, call_id: str, until: datetime) -> None:
        """Keep a call that the viewer practises with until another time. Raises :class:`SameSideError` where it is none."""
        with self._database.unwalled.write() as session:
            permit(session, "see", [call_id])
            if viewer_in(session).is_person and "practice" not in standings_to(session, [call_id])[call_id]:
                raise InputError("Only a call that you practise with is kept for as long as you like.")
            practised = (CallRow.id == call_id, CallRow.practice_of.is_not(None))
            session.execute(update(CallRow).where(*practised).values(practice_until=until))
            self._tell(session, "kept_for_practice", call_id, until=until.date().isoformat())

    @staticmethod
    def _put(
        session: Session, table: type[CallShare | Assignment], call_id: str, person_id: int, **more: object
    ) -> None:
        person = session.get(Person, person_id)
        if person is None or person.left is not None:
            raise InputError("There is nobody of that number to whom the call could be shown.")
        values = {"call_id": call_id, "person_id": person_id, "by_id": viewer_in(session).person_id}
        put(session, table, {**values, "at": datetime.now(UTC), **more}, key=("call_id", "person_id"))


def _people_by_role(session: Session) -> Sequence[tuple[int, str, str]]:
    """Who is here, by name: their number, name and role, once for each role that they have."""
    people = select(Person.id, Person.name, PersonRole.role).join(PersonRole, PersonRole.person_id == Person.id)
    rows = session.execute(people.where(Person.left.is_(None)).order_by(Person.name, Person.id))
    return [(row[0], row[1], row[2]) for row in rows]


def _name(session: Session, person_id: int) -> str:
    """Whom it was shown to, as the audit names them."""
    person = session.get(Person, person_id)
    return f"person {person_id}" if person is None else person.name
