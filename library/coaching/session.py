"""What a coaching session is, and the way from its rows to it; what is done with one is in :mod:`library.coaching.sessions`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from audio.errors import InputError
from audio.span import Span
from library.access.permits import NotAllowedError, viewer_in
from library.calls.redacting import masking_of, original_turns
from library.database.schema import Agent, CallRow
from library.database.tables.coaching import CoachingItem, CoachingMoment, CoachingSessionRow

Direction = Literal["more", "less"]
LONGEST_QUOTE = 60
"""Words that are quoted of a stretch; a longer one is cut there."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed: more or less of a technique of the rule book, by its id."""

    technique: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands on an agenda: a stretch of a call in seconds, under a title, with what the coach wants to say of it."""

    call_id: str
    span: Span
    title: str
    technique: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A place on the agenda. ``stretch`` is ``None`` where its call is gone, or is no longer the reader's to see; ``call`` is the call's name,
    ``quote`` what is said in it by whom, masked, read just now."""

    number: int
    stretch: Stretch | None
    call: str = ""
    quote: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CoachingLine:
    """A session in a list. ``agent`` is ``None`` where the agent was forgotten."""

    id: int
    agent: str | None
    coach: str
    coach_id: int | None
    created: datetime
    held: datetime | None
    acknowledged: datetime | None
    agreed: Agreed | None
    look_again: datetime | None


@dataclass(frozen=True, slots=True)
class CoachingSession:
    """A session with its agenda, what was agreed, and the words of the two."""

    line: CoachingLine
    items: tuple[Item, ...]
    words: str
    agent_words: str | None


def session_row(session: Session, session_id: int) -> CoachingSessionRow:
    """The row of a session. Raises :class:`InputError` where there is none, or none for the viewer."""
    row = session.get(CoachingSessionRow, session_id)
    if row is None:
        raise InputError("There is no such coaching session; it may have been deleted.")
    return row


def own_row(session: Session, session_id: int) -> CoachingSessionRow:
    """The row of a session of which the viewer is the coach. Raises :class:`InputError` where somebody else is."""
    row, viewer = session_row(session, session_id), viewer_in(session)
    if viewer.is_person and row.coach_id != viewer.person_id and not (row.coach_id is None and "admin" in viewer.roles):
        raise NotAllowedError(f"This coaching session is {row.coach}’s to change.")
    return row


def draft_row(session: Session, session_id: int) -> CoachingSessionRow:
    """The row of a draft of the viewer's own. Raises :class:`InputError` where it was held already."""
    row = own_row(session, session_id)
    if row.held is not None:
        raise InputError("This session was held, and its agent can read it: make another one for what is new.")
    return row


def line_of(row: CoachingSessionRow, agent: str | None) -> CoachingLine:
    """A session as a list has it."""
    agreed = None
    if row.technique and row.direction:
        agreed = Agreed(row.technique, "less" if row.direction == "less" else "more")
    return CoachingLine(
        row.id, agent, row.coach, row.coach_id, row.created, row.held, row.acknowledged, agreed, row.look_again
    )


def session_of(session: Session, row: CoachingSessionRow) -> CoachingSession:
    """A session with its agenda, as the viewer sees it."""
    agent = session.scalar(select(Agent.name).where(Agent.id == row.agent_id))
    return CoachingSession(line_of(row, agent), _items(session, row.id), row.words, row.agent_words)


def _items(session: Session, session_id: int) -> tuple[Item, ...]:
    numbers = session.scalars(
        select(CoachingItem.number).where(CoachingItem.session_id == session_id).order_by(CoachingItem.number)
    ).all()
    there = select(CoachingMoment, CallRow.name).join(CallRow, CallRow.id == CoachingMoment.call_id)
    there = there.where(CoachingMoment.session_id == session_id, CallRow.delete_due.is_(None))
    moments = {moment.number: (moment, name) for moment, name in session.execute(there)}
    return tuple(_item(session, *moments[number]) if number in moments else Item(number, None) for number in numbers)


def _item(session: Session, row: CoachingMoment, name: str) -> Item:
    span = Span(row.start, row.end)
    stretch = Stretch(row.call_id, span, row.title, row.technique, row.words)
    return Item(row.number, stretch, name, _quote(session, row.call_id, span))


def _quote(session: Session, call_id: str, span: Span) -> tuple[tuple[str, str], ...]:
    """What is said in a stretch, by whom, as it is shown: masked, and as corrected."""
    turns = original_turns(session, call_id) or ()
    said: list[tuple[str, str]] = []
    left = LONGEST_QUOTE
    for turn in masking_of(session, call_id, turns).turns():
        words = [word.text for word in turn.words if span.start - 0.02 <= word.span.middle <= span.end + 0.02][:left]
        if words and left:
            left -= len(words)
            said.append((turn.speaker, " ".join(words) + ("" if left else " …")))
    return tuple(said)
