"""Giving many calls to one reviewer at once, and having them back for as long as that was only just done.

::

    give([c1, c2, c3], mia)  ->  c1 and c3 are Mia's to review; c2 she had already, until its own day, and has as before
    take_back(given)         ->  c1 and c3 are not any more, and she is told nothing of them; c2 she has still

What is given together has one time, by which it is known; so what somebody else gave her meanwhile is never taken back with it. As with a
deletion, a call that is not the viewer's to give is left out and not counted. A single call is given on its own page
(:mod:`library.access.sharing`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import permitted, viewer_in
from library.database.connection import Database, in_batches
from library.database.schema import Agent, Assignment, CallRow, Person, PersonRole

GRACE = timedelta(minutes=1)
"""How long a page offers to take back what was given: as long as a deletion can be taken back."""


@dataclass(frozen=True, slots=True)
class GivenOut:
    """Calls that were given together, at a time by which they are known, to the person of that number and name."""

    at: datetime
    person_id: int
    name: str
    calls: int


class Giving:
    """Calls of a library, given to somebody who reviews, many at a time."""

    def __init__(
        self,
        database: Database,
        tell: Callable[..., None],
        tell_person: Callable[..., object],
        tell_no_more: Callable[..., None],
    ) -> None:
        """``tell`` is told each act as :func:`library.audit.recording.record` is, ``tell_person`` as :func:`library.inbox.telling.tell` is,
        and ``tell_no_more`` as ``tell_no_more`` there, all in the transaction in which it is done."""
        self._database = database
        self._tell, self._tell_person, self._tell_no_more = tell, tell_person, tell_no_more

    def give(self, call_ids: Sequence[str], person_id: int) -> GivenOut:
        """Give calls to somebody who reviews, all of them or none; those count that were new to them.

        A call that was given to them already stays as it is, and so do one of their own, one that is gone, and one that is not the viewer's to
        give. Raises :class:`InputError` where nobody of that number reviews.
        """
        at, given = datetime.now(UTC), 0
        with self._database.unwalled.write() as session:
            name = _reviewer(session, person_id)
            for ids in in_batches(permitted(session, "give", call_ids)):
                new = _new_to(session, ids, person_id)
                by = viewer_in(session).person_id
                session.add_all(Assignment(call_id=one, person_id=person_id, by_id=by, at=at, due=None) for one in new)
                session.flush()
                self._tell(session, "given_out", new, person=name)
                for call_id in new:
                    self._tell_person(session, person_id, "given", call_id)
                given += len(new)
        return GivenOut(at, person_id, name, given)

    def take_back(self, given: GivenOut) -> int:
        """Have back what was given together; how many calls, none where somebody has them back already."""
        together = (Assignment.person_id == given.person_id, Assignment.at == given.at)
        with self._database.unwalled.write() as session:
            there = session.scalars(select(Assignment.call_id).where(*together)).all()
            back = permitted(session, "give", there)
            for ids in in_batches(back):
                session.execute(delete(Assignment).where(*together, Assignment.call_id.in_(ids)))
                self._tell_no_more(session, given.person_id, "given", ids)
            self._tell(session, "unshared", back, person=given.name)
        return len(back)


def _reviewer(session: Session, person_id: int) -> str:
    """The name of somebody who is here and reviews."""
    reviews = select(PersonRole.person_id).where(PersonRole.role == "reviewer")
    here = select(Person.name).where(Person.id == person_id, Person.left.is_(None), Person.id.in_(reviews))
    name = session.scalar(here)
    if name is None:
        raise InputError("There is nobody of that number who reviews calls; somebody may have removed them meanwhile.")
    return name


def _new_to(session: Session, call_ids: Sequence[str], person_id: int) -> list[str]:
    """Those of the calls that are there, are not somebody's own, and were not given to them yet, in the order in which they came."""
    had = select(Assignment.call_id).where(Assignment.person_id == person_id)
    there = (
        select(CallRow.id)
        .join(Agent, CallRow.agent_id == Agent.id, isouter=True)
        .where(CallRow.id.in_(call_ids), CallRow.delete_due.is_(None), CallRow.id.not_in(had))
        .where(Agent.person_id.is_distinct_from(person_id))
    )
    new = set(session.scalars(there))
    return [call_id for call_id in call_ids if call_id in new]
