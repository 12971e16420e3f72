"""The tables by which a house answers for what it does with calls: the audit, legal holds, what retention is about to take.

::

    audit_event   1 -> 2 -> 3 -> ...      one act each, chained by hash; nothing in it is ever changed or removed
    audit_head    3, its hash             the last of them: who adds one waits here for whoever adds another
    legal_hold    >-- call                while there is one the database itself refuses to delete the call
    notice        >-- call                a call that retention will take, and since when that has been said
    watch         seconds                 how long workers have watched, by a clock that nobody sets

``audit_event`` names calls and people without being tied to them: what was done stays known when they are gone.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from library.database.schema import Base


class AuditEvent(Base):
    """One act: number, when, whose, what, of which call, from where, under which right; ``detail`` is JSON without content.

    ``kind`` is that of the viewer; ``who`` the name at that time. ``hash`` is over all of it and ``before``, the hash of the one before.
    """

    __tablename__ = "audit_event"
    n: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(index=True)
    who: Mapped[str]
    act: Mapped[str] = mapped_column(index=True)
    call_id: Mapped[str | None] = mapped_column(String(128), index=True)
    source: Mapped[str]
    right: Mapped[str]
    detail: Mapped[str]
    before: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The number and the hash of the last event; one row."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class LegalHold(Base):
    """A call that must not be deleted, why, who said so and when; lifted, the row goes and the audit knows of it."""

    __tablename__ = "legal_hold"
    call_id: Mapped[str] = mapped_column(String(128), ForeignKey("call.id", ondelete="RESTRICT"), primary_key=True)
    reason: Mapped[str]
    by: Mapped[str]
    since: Mapped[datetime]


class RetentionNotice(Base):
    """A call that retention takes when it is ``due``; ``announced`` when that was first said, ``watched`` the house's watch then."""

    __tablename__ = "retention_notice"
    call_id: Mapped[str] = mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), primary_key=True)
    due: Mapped[datetime] = mapped_column(index=True)
    announced: Mapped[datetime]
    watched: Mapped[float]


class RetentionWatch(Base):
    """Seconds that workers have watched over this library, and when one last looked; one row."""

    __tablename__ = "retention_watch"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seconds: Mapped[float]
    looked: Mapped[datetime]
