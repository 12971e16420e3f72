"""Coaching sessions kept: drafted by a coach, held, acknowledged by the agent.

::

    draft ── hold ──> held ── acknowledge ──> acknowledged
    the coach's alone      the agent reads it,           the agent's words are in it
                           and so may their coaches

An agenda is of the agent's own calls, so that the agent can hear all of it. What was agreed is a technique of the rule book, to do more or
less of; what became of it is :mod:`library.coaching.before_after`'s to say. Nobody coaches themselves, and only the agent acknowledges.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import NotAllowedError, acting_name, permit, permit_in_house, viewer_in
from library.audit.recording import record
from library.coaching.session import (
    Agreed,
    CoachingLine,
    CoachingSession,
    Stretch,
    draft_row,
    line_of,
    own_row,
    session_of,
    session_row,
)
from library.database.connection import Database
from library.database.schema import Agent, CallRow
from library.database.tables.coaching import CoachingItem, CoachingMoment, CoachingSessionRow
from library.database.text import one_line, storable_text
from library.database.walls import unwalled

MOST_ITEMS = 20
"""Places on an agenda; more is talked about in no hour."""


class Coaching:
    """The coaching sessions of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, agent: str, coach: str) -> int:
        """A new draft with this agent; its id. Raises :class:`InputError` where there is no such agent, or they are not the viewer's to coach."""
        with self._database.write() as session:
            permit_in_house(session, "coach")
            there = session.scalar(select(Agent).where(Agent.name == agent))
            if there is None:
                raise InputError(f"There is no agent named {one_line(agent)}.")
            return _begin(session, there, coach)

    def put(self, call_id: str, stretch: Stretch, coach: str, session_id: int | None = None) -> tuple[int, int]:
        """Put a stretch of a call on an agenda: of that draft, or of the viewer's latest one with the call's agent, which is begun where there is
        none. The session's id and the place.

        Raises :class:`InputError` where the call is nobody's, or another's than the session's agent.
        """
        with self._database.write() as session:
            permit(session, "coach", [call_id])
            agent = session.scalar(
                select(Agent).join(CallRow, CallRow.agent_id == Agent.id).where(CallRow.id == call_id)
            )
            if agent is None:
                raise InputError("Nobody knows whose call this is: say so under “About”, and it can be talked about.")
            if session_id is None:
                session_id = _latest_draft(session, agent, coach) or _begin(session, agent, coach)
            row = draft_row(session, session_id)
            if agent.id not in same_person(session, row.agent_id):
                raise InputError(f"This call is {agent.name}’s, and the session is with somebody else.")
            number = _put(session, session_id, call_id, stretch)
            record(session, "put_on_agenda", call_id, coaching=session_id)
            return session_id, number

    def drop(self, session_id: int, number: int) -> None:
        """Take a place off the agenda of a draft."""
        with self._database.write() as session:
            draft_row(session, session_id)
            with unwalled(session):
                session.execute(
                    delete(CoachingItem).where(CoachingItem.session_id == session_id, CoachingItem.number == number)
                )
            record(session, "changed_session", coaching=session_id, what="its agenda")

    def say(self, session_id: int, number: int, title: str, words: str) -> None:
        """What the coach wants to say of a stretch, and its title; empty ones are none."""
        with self._database.write() as session:
            draft_row(session, session_id)
            at = (CoachingMoment.session_id == session_id, CoachingMoment.number == number)
            with unwalled(session):
                values = {"title": one_line(title), "words": storable_text(words)}
                session.execute(update(CoachingMoment).where(*at).values(**values))
            record(session, "changed_session", coaching=session_id, what="its agenda")

    def agree(self, session_id: int, agreed: Agreed | None, look_again: datetime | None, words: str) -> None:
        """What is agreed, when it is looked at again, and the coach's words, in a draft."""
        with self._database.write() as session:
            row = draft_row(session, session_id)
            with unwalled(session):
                row.technique, row.direction = (agreed.technique, agreed.direction) if agreed else (None, None)
                row.look_again, row.words = look_again, storable_text(words)
            record(session, "changed_session", coaching=session_id, what="what is agreed")

    def look_again(self, session_id: int, at: datetime | None) -> None:
        """Another day to look again, also of a session that was held."""
        with self._database.write() as session:
            row = own_row(session, session_id)
            with unwalled(session):
                row.look_again = at
            record(session, "changed_session", coaching=session_id, what="when to look again")

    def hold(self, session_id: int) -> None:
        """Say that a session was held: from now on it stays as it is, and its agent reads it. Raises :class:`InputError` for an empty one."""
        with self._database.write() as session:
            row = draft_row(session, session_id)
            items = session.scalar(select(func.count()).where(CoachingItem.session_id == session_id))
            if not items and not row.technique and not row.words.strip():
                raise InputError("There is nothing in this session yet: a moment, something agreed, or a word.")
            agent = session.scalar(select(Agent.name).where(Agent.id == row.agent_id))
            with unwalled(session):
                row.held = datetime.now(UTC)
            record(session, "held_session", agent=agent, coaching=session_id)

    def acknowledge(self, session_id: int, words: str = "") -> None:
        """Say, as its agent, that a session was held so. Raises :class:`InputError` where it was not held, or one is not its agent."""
        with self._database.write() as session:
            row = session_row(session, session_id)
            if not _is_agent(session, row):
                raise NotAllowedError("You may not acknowledge this session: that is for its agent.")
            if row.held is None:
                raise InputError("Only a session that was held can be acknowledged.")
            with unwalled(session):
                row.acknowledged, row.agent_words = datetime.now(UTC), storable_text(words) or None
            record(session, "acknowledged_session", coaching=session_id)

    def delete(self, session_id: int) -> None:
        """Delete a draft of one's own; an admin deletes one that was held too."""
        with self._database.write() as session:
            row, viewer = session_row(session, session_id), viewer_in(session)
            if row.held is None or (viewer.is_person and "admin" not in viewer.roles):
                draft_row(session, session_id)
            with unwalled(session):
                session.execute(delete(CoachingSessionRow).where(CoachingSessionRow.id == session_id))
            record(session, "deleted_session", coaching=session_id, why="by hand")

    def is_agent(self, session_id: int) -> bool:
        """Whether the viewer is the agent of a session, or, where nobody signs in, may say a word as the agent."""
        with self._database.read() as session:
            return _is_agent(session, session_row(session, session_id))

    def session(self, session_id: int) -> CoachingSession:
        """A session with its agenda. Raises :class:`InputError` where there is none that the viewer may see."""
        with self._database.read() as session:
            return session_of(session, session_row(session, session_id))

    def all(self, agent: str | None = None) -> tuple[CoachingLine, ...]:
        """The sessions that the viewer may see (with one agent, under any of their names), drafts first, then the latest held."""
        statement = select(CoachingSessionRow, Agent.name).join(
            Agent, CoachingSessionRow.agent_id == Agent.id, isouter=True
        )
        with self._database.read() as session:
            if agent is not None:
                named = session.scalar(select(Agent.id).where(Agent.name == agent))
                statement = statement.where(CoachingSessionRow.agent_id.in_(same_person(session, named)))
            latest = (
                CoachingSessionRow.held.is_not(None),
                CoachingSessionRow.held.desc(),
                CoachingSessionRow.id.desc(),
            )
            return tuple(line_of(row, name) for row, name in session.execute(statement.order_by(*latest)))


def same_person(session: Session, agent_id: int | None) -> tuple[int, ...]:
    """The agents that are the same person as this one, itself among them: somebody may take calls under several names."""
    person = select(Agent.person_id).where(Agent.id == agent_id).scalar_subquery()
    return tuple(session.scalars(select(Agent.id).where((Agent.id == agent_id) | (Agent.person_id == person))))


def _is_agent(session: Session, row: CoachingSessionRow) -> bool:
    viewer = viewer_in(session)
    own = select(Agent.id).where(Agent.id == row.agent_id, Agent.person_id == viewer.person_id)
    return not viewer.is_person or session.scalar(own) is not None


def _begin(session: Session, agent: Agent, coach: str) -> int:
    viewer = viewer_in(session)
    if viewer.is_person:
        if agent.person_id == viewer.person_id:
            raise NotAllowedError("Nobody coaches themselves.")
        if "admin" not in viewer.roles and agent.team_id not in viewer.teams:
            raise NotAllowedError(f"You may not coach {agent.name}: that is for a coach of their team, or an admin.")
    made = CoachingSessionRow(
        agent_id=agent.id, coach=acting_name(session, coach), coach_id=viewer.person_id, created=datetime.now(UTC), held=None,
        acknowledged=None, technique=None, direction=None, look_again=None, words="", agent_words=None,
    )  # fmt: skip
    with unwalled(session):
        session.add(made)
        session.flush()
    record(session, "drafted_session", agent=agent.name, coaching=made.id)
    return made.id


def _latest_draft(session: Session, agent: Agent, coach: str) -> int | None:
    viewer = viewer_in(session)
    mine: Any = (
        CoachingSessionRow.coach_id == viewer.person_id
        if viewer.is_person
        else CoachingSessionRow.coach == acting_name(session, coach)
    )
    drafts = select(CoachingSessionRow.id).where(CoachingSessionRow.held.is_(None), mine)
    drafts = drafts.where(CoachingSessionRow.agent_id.in_(same_person(session, agent.id)))
    return session.scalars(drafts.order_by(CoachingSessionRow.id.desc())).first()


def _put(session: Session, session_id: int, call_id: str, stretch: Stretch) -> int:
    with unwalled(session):
        items = select(CoachingItem.number).where(CoachingItem.session_id == session_id)
        numbers = session.scalars(items).all()
        here = select(CoachingMoment).where(CoachingMoment.session_id == session_id, CoachingMoment.call_id == call_id)
        for there in session.scalars(here):
            if (there.start, there.end) == (stretch.span.start, stretch.span.end):
                return there.number  # pressed twice
        if len(numbers) >= MOST_ITEMS:
            raise InputError(f"There are {MOST_ITEMS} moments in this session, which is as many as one can talk about.")
        number = max(numbers, default=0) + 1
        session.add(CoachingItem(session_id=session_id, number=number))
        session.flush()
        session.add(
            CoachingMoment(
                session_id=session_id, number=number, call_id=call_id, start=stretch.span.start, end=stretch.span.end,
                title=one_line(stretch.title), technique=stretch.technique, words=storable_text(stretch.words),
            )
        )  # fmt: skip
        return number
