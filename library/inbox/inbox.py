"""A person's inbox: what they were told, the latest first, of calls and notes that they may still see.

Whoever may not see a call any more, or a note, finds nothing of it here either; whoever may again finds it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.orm import Session

from library.access.permits import viewer_in
from library.access.sharing import Colleague
from library.audit.recording import record
from library.database.connection import Database
from library.database.schema import CallRow, NoteRow
from library.database.tables.clips import NoticeRow
from library.database.text import one_line
from library.database.walls import unwalled
from library.inbox.mentions import onlookers, typed_names
from library.inbox.telling import KINDS, Kind

MOST = 200
"""Items that are shown; the latest."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a person was told. ``call`` is the call's name, ``words`` what the note says that it is about, ``thread`` the note that such a
    note answers; ``start`` the second to open at."""

    id: int
    kind: Kind
    call_id: str
    call: str
    teller: str
    told: datetime
    read: datetime | None
    note_id: str | None
    thread: str | None
    evaluation_id: int | None
    start: float | None
    words: str


class Inbox:
    """The inboxes of one library; of whoever has signed in, their own, whatever name is given."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def items(self, name: str) -> tuple[Item, ...]:
        """What one was told, the latest first."""
        with self._database.read() as session:
            rows = session.execute(
                select(NoticeRow, CallRow.name, NoteRow.text, NoteRow.reply_to)
                .join(CallRow, NoticeRow.call_id == CallRow.id)
                .join(NoteRow, NoticeRow.note_id == NoteRow.id, isouter=True)
                .where(_own(session, name), *_there())
                .order_by(NoticeRow.told.desc(), NoticeRow.id.desc())
                .limit(MOST)
            )
            return tuple(
                Item(
                    row.id, next(kind for kind in KINDS if kind == row.kind), row.call_id, call, row.teller, row.told, row.read, row.note_id, thread,
                    row.evaluation_id, row.start, words or "",
                )
                for row, call, words, thread in rows
            )  # fmt: skip

    def unread(self, name: str) -> int:
        """How much of it one has not looked at."""
        with self._database.read() as session:
            here = (
                select(func.count(NoticeRow.id))
                .join(CallRow, NoticeRow.call_id == CallRow.id)
                .join(NoteRow, NoticeRow.note_id == NoteRow.id, isouter=True)
                .where(_own(session, name), NoticeRow.read.is_(None), *_there())
            )
            return session.scalar(here) or 0

    def mark_read(self, name: str, items: Sequence[int] | None = None) -> int:
        """Say that one has looked at these items, or at all; how many were unread."""
        with self._database.write() as session:
            wanted = true() if items is None else NoticeRow.id.in_(items)
            unread = select(NoticeRow.id).where(_own(session, name), NoticeRow.read.is_(None), wanted)
            ids = session.scalars(unread).all()
            if ids:
                with unwalled(session):
                    session.execute(update(NoticeRow).where(NoticeRow.id.in_(ids)).values(read=datetime.now(UTC)))
                record(session, "looked_at_inbox", items=len(ids))
            return len(ids)

    def can_be_named(self, call_id: str) -> tuple[str, ...]:
        """The names of those who may be named in a note on a call, since they may see it; none where the viewer does not see it."""
        with self._database.read() as session:
            if session.scalar(select(CallRow.id).where(CallRow.id == call_id)) is None:
                return ()
            people: tuple[Colleague, ...] = onlookers(session, call_id)
            return tuple(dict.fromkeys(one.name for one in people)) or typed_names(session)


def _own(session: Session, name: str) -> ColumnElement[bool]:
    viewer = viewer_in(session)
    if viewer.is_person:
        return NoticeRow.person_id == viewer.person_id
    return NoticeRow.person_id.is_(None) & NoticeRow.name.in_(["", one_line(name)])


def _there() -> tuple[ColumnElement[bool], ...]:
    """That the call waits for no deletion, and the note that it is about was not taken away."""
    return CallRow.delete_due.is_(None), or_(NoticeRow.note_id.is_(None), NoteRow.deleted.is_(None))
