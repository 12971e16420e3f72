"""Who evaluates: the person of a name, which of some calls that person may be given, and who writes in a session.

Where nobody signs in, a reviewer is a name. Where people do, a reviewer is one of them: somebody who reviews, coaches or is an admin, and
no call is theirs to evaluate that is their own, or that they may not see when it was given to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import permitted, standings_of, viewer_in
from library.access.rights import BY_STANDING
from library.access.viewer import viewer_of
from library.database.connection import in_batches, put
from library.database.schema import Agent, Assignment, CallRow, Person, PersonRole
from library.database.text import one_line

REVIEWERS = ("reviewer", "coach", "admin")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who evaluates: a name, and a person where people sign in."""

    name: str
    person_id: int | None


@dataclass(frozen=True, slots=True)
class MayReview:
    """Somebody who may be given calls to evaluate, with how many of those that were asked of, and as what they sign in."""

    person_id: int
    name: str
    roles: tuple[str, ...]
    calls: int


def reviewer_by(session: Session, name: str, person_id: int | None = None) -> Reviewer:
    """The reviewer of that name, or number. Raises :class:`InputError` where there is none, or more than one."""
    viewer, name = viewer_in(session), one_line(name)
    if not name and person_id is None:
        raise InputError("A reviewer is needed, and the name is empty.")
    if not viewer.is_person and person_id is None:
        return Reviewer(name, None)
    if viewer.is_person and person_id is None and name == viewer.name:
        return Reviewer(viewer.name, viewer.person_id)
    of_role = select(PersonRole.person_id).where(PersonRole.role.in_(REVIEWERS))
    wanted = Person.name == name if person_id is None else Person.id == person_id
    found = session.execute(
        select(Person.id, Person.name).where(wanted, Person.left.is_(None), Person.id.in_(of_role)).limit(2)
    ).all()
    if len(found) != 1:
        how_many = "Nobody who reviews is" if not found else "More than one who reviews is"
        raise InputError(f"{how_many} named “{name}”: choose somebody of the list.")
    return Reviewer(found[0][1], found[0][0])


def give(session: Session, call_ids: Sequence[str], reviewer: Reviewer) -> tuple[str, ...]:
    """Those of the calls that the viewer may have this reviewer evaluate and that the reviewer may; each is given to them where they do not
    see it otherwise. Within a transaction past the wall."""
    viewer = viewer_in(session)
    if viewer.is_person and viewer.person_id == reviewer.person_id:
        return _to_evaluate(session, call_ids, reviewer)
    may_give = permitted(session, "give", call_ids)
    if reviewer.person_id is None:
        return may_give
    seen = set(_to_evaluate(session, may_give, reviewer))
    for call_id in may_give:
        if call_id not in seen:
            key = {"call_id": call_id, "person_id": reviewer.person_id}
            given = {**key, "by_id": viewer.person_id, "at": datetime.now(UTC)}
            put(session, Assignment, given, key=tuple(key), replace=False)
    return _to_evaluate(session, may_give, reviewer)


def who_may_review(session: Session, call_ids: Sequence[str]) -> tuple[MayReview, ...]:
    """The persons who may evaluate any of the calls that are the viewer's to give, reviewers first, by name. Within a transaction past the wall.

    A reviewer may be given any call that is not their own; coaches and admins evaluate those that they see.
    """
    may_give = permitted(session, "give", call_ids)
    of_role = select(PersonRole.person_id).where(PersonRole.role.in_(REVIEWERS))
    here = select(Person.id).where(Person.left.is_(None), Person.id.in_(of_role)).order_by(Person.name, Person.id)
    found = []
    for number in session.scalars(here).all():
        person = viewer_of(session, number)
        if person is None:
            continue
        if "reviewer" in person.roles:
            own = _own(session, number, may_give)
            calls = len(may_give) - own
        else:
            calls = len(_to_evaluate(session, may_give, Reviewer(person.name, number)))
        if calls:
            roles = tuple(role for role in REVIEWERS if role in person.roles)
            found.append(MayReview(number, person.name, roles, calls))
    return tuple(sorted(found, key=lambda one: "reviewer" not in one.roles))


def _own(session: Session, person_id: int, call_ids: Sequence[str]) -> int:
    """How many of the calls are a person's own."""
    own = select(func.count()).select_from(CallRow).join(Agent, CallRow.agent_id == Agent.id)
    return sum(
        session.scalar(own.where(Agent.person_id == person_id, CallRow.id.in_(ids))) or 0
        for ids in in_batches(call_ids)
    )


def _to_evaluate(session: Session, call_ids: Sequence[str], reviewer: Reviewer) -> tuple[str, ...]:
    """Those of the calls that this person may evaluate: none of their own."""
    assert reviewer.person_id is not None
    person = viewer_of(session, reviewer.person_id)
    ways = {} if person is None else standings_of(session, person, call_ids)
    may = BY_STANDING["evaluate"]
    return tuple(i for i in call_ids if i in ways and may.intersection(ways[i]) and "own" not in ways[i])
