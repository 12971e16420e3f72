"""Telling: one person, of one act, in the act's own transaction; so both are kept or neither.

::

    with library.database.write() as session:
        ... the act ...
        tell(session, person_id, "decided_appeal", call_id, evaluation_id=7)

Nobody is told what they did themselves, nothing of a call or a note that they may not see, and of one thing once. Where nobody signs in, a person is a
name, and an empty name is whoever is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal, get_args

from sqlalchemy import ColumnElement, delete, literal_column, select
from sqlalchemy.orm import Session

from library.access.conditions import conditions, terms_of
from library.access.permits import acting_name, standings_of, viewer_in
from library.access.viewer import is_team, viewer_of
from library.database.packing import unpack_report
from library.database.schema import Agent, CallRow, NoteRow, Person, PersonRole, PersonTeam, ReportRow, Tally
from library.database.tables.clips import NoticeRow
from library.database.text import one_line
from library.database.walls import unwalled

Kind = Literal[
    "mentioned", "replied", "given", "shown", "evaluation_given", "evaluated", "acknowledged", "appealed", "appeal_decided", "supervisor_unanswered",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a person may be told."""
ASKED_FOR_A_SUPERVISOR = "supervisor_request"
"""The technique of which a missed moment is told to whoever coaches."""

Whom = int | str
"""Somebody who signs in, by number; or a name, where nobody does."""


def tell(
    session: Session,
    whom: Whom | None,
    kind: Kind,
    call_id: str,
    *,
    teller: str = "",
    note_id: str | None = None,
    evaluation_id: int | None = None,
    start: float | None = None,
) -> bool:
    """Tell somebody of an act on a call; whether they were. ``whom`` may be ``None``: nobody is told.

    teller         who did it, where that is not who has signed in
    note_id        of the note that it is about; evaluation_id of the evaluation
    start          the second of the call to open at
    """
    if whom is None:
        return False
    viewer = viewer_in(session)
    teller = acting_name(session, teller)
    with unwalled(session):
        session.flush()
        if isinstance(whom, str):
            if is_team(session) or (whom and one_line(whom) == teller):
                return False
        elif whom == viewer.person_id or not may_read(session, whom, call_id, note_id):
            return False
        person, name = (None, one_line(whom)) if isinstance(whom, str) else (whom, "")
        about = {"kind": kind, "call_id": call_id, "note_id": note_id, "evaluation_id": evaluation_id}
        same = select(NoticeRow).filter_by(**about, person_id=person, name=name)
        known = session.scalars(same).first()
        if known is not None:
            if kind in ("mentioned", "supervisor_unanswered"):
                return False
            session.delete(known)  # done again, it is told anew, and stands there once
        session.add(
            NoticeRow(
                **about, person_id=person, name=name, start=start, teller=teller, told=datetime.now(UTC), read=None
            )
        )
    return True


def tell_no_more(session: Session, person_id: int, kind: Kind, call_ids: Sequence[str]) -> None:
    """Take back what somebody was told of acts of a kind on these calls, since the acts were taken back."""
    with unwalled(session):
        told = (NoticeRow.person_id == person_id, NoticeRow.kind == kind, NoticeRow.call_id.in_(call_ids))
        session.execute(delete(NoticeRow).where(*told))


def may_read(session: Session, person_id: int, call_id: str, note_id: str | None = None) -> bool:
    """Whether a person is here still and may see a call, and a note on it. Past any wall."""
    person = viewer_of(session, person_id)
    if person is None or not standings_of(session, person, [call_id]):
        return False
    if note_id is None:
        return True
    seen: ColumnElement[bool] = literal_column(f"({conditions(terms_of(person))['note']})")
    return session.scalar(select(NoteRow.id).where(NoteRow.id == note_id, seen)) is not None


def of_call(session: Session, call_id: str) -> Whom | None:
    """Whose call it is: the person who is its agent, or the agent's name where nobody signs in; ``None`` where nobody knows. Past any wall."""
    found = session.execute(
        select(Agent.person_id, Agent.name).join(CallRow, CallRow.agent_id == Agent.id).where(CallRow.id == call_id)
    ).first()
    if found is None:
        return None
    return found[0] if is_team(session) else found[1]


def coaches_of(session: Session, call_id: str) -> tuple[Whom, ...]:
    """Who coaches the call's agent: the coaches of the agent's team, or else the admins; nobody where the agent is not known. Where nobody
    signs in, whoever is there. Past any wall."""
    if not is_team(session):
        return ("",)
    team = session.execute(
        select(Agent.team_id).join(CallRow, CallRow.agent_id == Agent.id).where(CallRow.id == call_id)
    ).first()
    if team is None:
        return ()
    here = select(Person.id).join(PersonRole, PersonRole.person_id == Person.id).where(Person.left.is_(None))
    theirs = select(PersonTeam.person_id).where(PersonTeam.team_id == team[0])
    coaches = session.scalars(here.where(PersonRole.role == "coach", Person.id.in_(theirs)).order_by(Person.id)).all()
    return tuple(coaches or session.scalars(here.where(PersonRole.role == "admin").order_by(Person.id)))


def tell_unanswered(session: Session, call_ids: Iterable[str]) -> None:
    """Tell whoever coaches the agent of each of these calls in which somebody asked for a supervisor and nobody answered; once a call, however
    often it is judged. Of one whose agent is not known yet they are told once that is said."""
    wanted = (Tally.kind == "missed", Tally.technique == ASKED_FOR_A_SUPERVISOR, Tally.confidence == "high")
    with unwalled(session):
        session.flush()
        told = select(NoticeRow.call_id).where(NoticeRow.kind == "supervisor_unanswered")
        of_house = select(CallRow.id).where(CallRow.practice_of.is_(None))
        missed = (
            select(Tally.call_id)
            .where(*wanted, Tally.call_id.in_(list(call_ids)), Tally.call_id.in_(of_house))
            .distinct()
        )
        for call_id in session.scalars(missed.where(Tally.call_id.not_in(told))).all():
            start = _asked_at(session, call_id)
            for whom in coaches_of(session, call_id):
                tell(session, whom, "supervisor_unanswered", call_id, start=start)


def _asked_at(session: Session, call_id: str) -> float | None:
    packed = session.scalar(select(ReportRow.report).where(ReportRow.call_id == call_id))
    moments = () if packed is None else unpack_report(packed).moments
    asked = (m.span.start for m in moments if m.kind == "missed" and m.technique == ASKED_FOR_A_SUPERVISOR)
    return next(asked, None)
