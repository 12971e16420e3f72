"""Notes as rows: what may be kept, who may see and change it, and the way from a row to a note and back."""

from __future__ import annotations

import uuid
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from audio.errors import InputError
from audio.span import Span
from library.access.permits import viewer_in
from library.access.viewer import is_team
from library.database.connection import put
from library.database.schema import CallRow, NoteRow
from library.database.text import one_line, storable_text
from library.notes.note import AUDIENCES, VERDICTS, Audience, Content, Note, Verdict

MAX_CHARACTERS = 200_000
"""Characters of one note; a whole transcript of an hour has some 60 000."""

OVERRUN = 0.5
"""Seconds that a note may reach beyond the call, by a hand that slipped, and still be cut to it."""


def put_note(
    session: Session,
    call_id: str,
    author: str,
    content: Content,
    reply_to: str | None,
    tie: tuple[str | None, str | None],
    note_id: str | None,
    draft: bool,
    imported_by: str | None = None,
) -> Note:
    """Add a note, unless one with this id is there already; the note as it then is.

    imported_by  who brought it from another program, where that is not the author
    """
    viewer = viewer_in(session)
    author = one_line(author)
    if not author:
        raise InputError("A note says who wrote it: give your name first.")
    values = {
        "id": note_id or uuid.uuid4().hex,
        "call_id": call_id,
        "reply_to": reply_to,
        "version": 1,
        "author": author,
        "author_id": viewer.person_id,
        "imported_by": imported_by if imported_by != author else None,
        "created": datetime.now(UTC),
        "draft": draft,
        "kind": tie[0],
        "technique": tie[1],
        **columns_of(content),
    }
    put(session, NoteRow, values, key=("id",), replace=False)
    return note_of(own_note(session, str(values["id"]), author))


def checked(session: Session, call_id: str, content: Content) -> Content:
    """The content as it can be kept. Raises :class:`SameSideError` where it cannot."""
    duration = session.scalar(select(CallRow.duration).where(CallRow.id == call_id))
    if duration is None:
        raise InputError(f"There is no call {call_id} in the library; it may have been deleted.")
    span, text, label = content.span, storable_text(content.text), one_line(content.label)
    if span.start < 0 or span.start > duration or span.end > duration + OVERRUN:
        raise InputError(
            f"The note lies at {span.start:.1f} to {span.end:.1f} s, and the call lasts from 0 to {duration:.1f} s: "
            "is it another call's?"
        )
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"The note has {len(text):,} characters, and one may have {MAX_CHARACTERS:,}: make several of it."
        )
    if content.verdict is not None and content.verdict not in VERDICTS:
        raise InputError(f"A verdict is agree, disagree or adjust, and not “{content.verdict}”.")
    if not (text.strip() or label or content.verdict):
        raise InputError("A note needs some text, a label or a verdict, and this one has none of them.")
    return Content(Span(span.start, min(span.end, duration)), text, label, content.audience, content.verdict)


def writer(session: Session, author: str) -> str:
    """Who writes in a session: whoever has signed in, by the name that they are known by, else the name that was given."""
    viewer = viewer_in(session)
    return viewer.name if viewer.is_person else author


def visible(session: Session, row: Any, viewer: str | None) -> ColumnElement[bool]:
    """The condition of a note's row (:class:`NoteRow` or an alias of it) that ``viewer`` may see it; ``None`` sees what is shared. What
    somebody who has signed in may see is the wall's to say.
    """
    if viewer_in(session).is_person:
        return true() if viewer is not None else row.audience != "me"
    if viewer is None:  # compared with nothing, a column that holds nothing would be equal
        return or_(row.audience != "me")
    return or_(row.audience != "me", row.author == viewer, row.imported_by == viewer)


def visible_note(session: Session, note_id: str, viewer: str | None) -> NoteRow:
    """The row of a note that ``viewer`` may see. Raises :class:`SameSideError`."""
    seen = visible(session, NoteRow, viewer)
    row = session.scalars(select(NoteRow).where(NoteRow.id == note_id, seen)).first()
    if row is None:
        raise InputError("There is no such note: it was deleted for good, or it is private.")
    return row


def own_note(session: Session, note_id: str, author: str) -> NoteRow:
    """The row of a note of this author's, held against other writers until the transaction ends."""
    row = session.get(NoteRow, note_id)
    if row is not None and is_own(
        session, row, author
    ):  # PostgreSQL itself lets nobody hold a row that they may not change
        row = session.get(NoteRow, note_id, with_for_update=True, populate_existing=True)
    viewer = viewer_in(session)
    if row is None or not (viewer.is_person or row.audience != "me" or author in (row.author, row.imported_by)):
        raise InputError("There is no such note: it was deleted for good, or it is private.")
    if not is_own(session, row, author):
        raise InputError(f"This note is {row.author}'s, and only its author may change it: you can reply to it.")
    return row


def is_own(session: Session, row: NoteRow, author: str) -> bool:
    """Whether a note is the author's who writes in a session."""
    viewer = viewer_in(session)
    return row.author_id == viewer.person_id if viewer.is_person else row.author == author


def is_author(session: Session, author: str) -> ColumnElement[bool]:
    """The condition of a note that it is the author's who writes in a session."""
    viewer = viewer_in(session)
    return NoteRow.author_id == viewer.person_id if viewer.is_person else NoteRow.author == author


def counts(session: Session) -> ColumnElement[bool]:
    """The condition of a verdict that it counts in figures: where people sign in, one that was not kept private."""
    given = NoteRow.verdict.is_not(None)
    return and_(given, NoteRow.audience != "me") if is_team(session) else given


def note_of(row: NoteRow) -> Note:
    """The note that a row holds."""
    values = {f.name: getattr(row, f.name) for f in fields(Note) if f.name not in ("span", "audience", "verdict")}
    return Note(
        **values,
        span=Span(row.start, row.end),
        audience=audience_of(row.audience),
        verdict=verdict_of(row.verdict),
    )


def content_of(row: NoteRow) -> Content:
    """The part of a row's note that its author can edit."""
    return Content(Span(row.start, row.end), row.text, row.label, audience_of(row.audience), verdict_of(row.verdict))


def columns_of(content: Content) -> dict[str, object]:
    """A note's content as columns of its row, and of the rows of its history."""
    columns: dict[str, object] = {f.name: getattr(content, f.name) for f in fields(content) if f.name != "span"}
    return {**columns, "start": content.span.start, "end": content.span.end}


def verdict_of(text: str | None) -> Verdict | None:
    """The verdict that a column names; ``None`` where it is empty."""
    return next((verdict for verdict in VERDICTS if verdict == text), None)


def audience_of(text: str) -> Audience:
    """The audience that a column names; nobody where it names none that is known."""
    return next((audience for audience in AUDIENCES if audience == text), "me")
