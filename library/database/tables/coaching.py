"""The tables of coaching sessions: who talks with whom, about which moments, and what the two agreed on.

::

    agent --< coaching_session --< coaching_item --- coaching_moment >-- call

An item is a place on the agenda. What stands at it hangs on its call, and goes with it: the place then says that its call is gone. No word of a
call is kept here; what was said is read in the call when it is looked at, masked as it is masked then.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from library.database.schema import Base


class CoachingSessionRow(Base):
    """One session. ``held`` is ``None`` while it is the coach's draft, ``acknowledged`` until the agent has said that it was so;
    ``agent_id`` is ``None`` where the agent was forgotten; ``direction`` of the ``technique`` agreed on is ``more`` or ``less``.
    ``words`` are the coach's, ``agent_words`` the agent's."""

    __tablename__ = "coaching_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id", ondelete="SET NULL"), index=True)
    coach: Mapped[str]
    coach_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created: Mapped[datetime]
    held: Mapped[datetime | None] = mapped_column(index=True)
    acknowledged: Mapped[datetime | None]
    technique: Mapped[str | None]
    direction: Mapped[str | None]
    look_again: Mapped[datetime | None]
    words: Mapped[str]
    agent_words: Mapped[str | None]


class CoachingItem(Base):
    """A place on a session's agenda, by its ``number`` from 1 on."""

    __tablename__ = "coaching_item"
    session_id: Mapped[int] = mapped_column(
        ForeignKey("coaching_session.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class CoachingMoment(Base):
    """What is talked about at a place: a stretch of a call in seconds, under a ``title``; ``technique`` where it is a moment of one,
    ``words`` what the coach wants to say of it."""

    __tablename__ = "coaching_moment"
    session_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    call_id: Mapped[str] = mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), index=True)
    start: Mapped[float]
    end: Mapped[float]
    title: Mapped[str]
    technique: Mapped[str | None]
    words: Mapped[str]
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "number"], ["coaching_item.session_id", "coaching_item.number"], ondelete="CASCADE"
        ),
    )
