"""What coaches and agents write on the timeline, kept: with whom, when, what it said before, and how to undo.

Two tabs::

    tab one   reads version 3 ............ saves over 3: now version 4
    tab two   reads version 3 ..................................... saves over 3: told, shown 4, nothing overwritten

An edit names the version it was made from; if the note has moved on meanwhile, :class:`Changed` is raised with the
note as it now is. Sending the same thing twice does nothing twice.

History: every version is kept, except those that were saved by themselves while the author was still
writing and stood for less than a minute. A deleted note can be brought back for thirty days.

A private note is seen by its author alone, a shared one by everybody; only its author changes a note.
What a note is, is said in ``library/note.py``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime, timedelta

from sqlalchemy import case, delete, func, or_, select
from sqlalchemy.orm import Session, aliased

from analysis.report import Moment
from audio.span import Span
from audio.trouble import Trouble
from library.database import Database, put
from library.note import VERDICTS, Agreement, Changed, Content, Note, Verdict, Version
from library.schema import CallRow, NoteRow, NoteVersion
from library.texts import keepable, one_line
from library.tiers import Written

LONGEST = 200_000
"""Characters of one note; a whole transcript of an hour has some 60 000."""

OVERRUN = 0.5
"""Seconds that a note may reach beyond the call, by a hand that slipped, and still be cut to it."""

DRAFT_STANDS = timedelta(minutes=1)
UNDO = timedelta(days=30)


class Notes:
    """The notes of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        call_id: str,
        author: str,
        content: Content,
        moment: Moment | None = None,
        note_id: str | None = None,
        draft: bool = False,
    ) -> Note:
        """Write a note. A ``note_id`` of the writer's own (a UUID) makes it safe to send the same note twice.

        A verdict needs the ``moment`` it is about. Raises :class:`Trouble` where the note lies outside the call.
        """
        if content.verdict is not None and moment is None:
            raise Trouble("A verdict is about a moment of the report, and none was chosen.")
        tie = (None, None) if moment is None else (moment.kind, moment.technique)
        with self._database.write() as session:
            content = _checked(session, call_id, content)
            return _put_note(session, call_id, author, content, None, tie, note_id, draft)

    def bring(self, call_id: str, author: str, written: Iterable[Written]) -> int:
        """Add notes from another program, all or none; how many were new. ``author`` wrote those that name nobody.

        A note that is here already (by author, time, label and text) is not added again, so a file may come twice.
        """
        added = 0
        with self._database.write() as session:
            there = {
                (row.author, *_to_the_millisecond(row.start, row.end), row.label, row.text)
                for row in session.scalars(select(NoteRow).where(NoteRow.call_id == call_id, NoteRow.deleted.is_(None)))
            }
            for note in written:
                content = _checked(session, call_id, note.content)
                who = one_line(note.author) or one_line(author)
                key = (who, *_to_the_millisecond(content.span.start, content.span.end), content.label, content.text)
                if key not in there:
                    there.add(key)
                    _put_note(session, call_id, who, content, None, (note.kind, note.technique), None, False)
                    added += 1
        return added

    def reply(self, to: str, author: str, text: str, note_id: str | None = None) -> Note:
        """Answer a note, in its thread; the reply is shared if the note is."""
        with self._database.read() as session:
            first = _seen(session, to, author)
            if first.reply_to is not None:
                first = _seen(session, first.reply_to, author)
        if first.deleted is not None:
            raise Trouble("That note was deleted: bring it back first, or write one of your own.")
        content = Content(Span(first.start, first.end), text=text, shared=first.shared)
        with self._database.write() as session:
            content = _checked(session, first.call_id, content)
            return _put_note(session, first.call_id, author, content, first.id, (None, None), note_id, False)

    def edit(self, note_id: str, version: int, author: str, content: Content, draft: bool = False) -> Note:
        """Say something else in version ``version`` of a note. Raises :class:`Changed` where that is not the latest.

        ``draft`` is for saving while the author still writes: such versions are not all kept in the history.
        """
        with self._database.write() as session:
            row = _own(session, note_id, author)
            content = _checked(session, row.call_id, content)
            if content.verdict is not None and row.kind is None:
                raise Trouble("A verdict is about a moment of the report, and this note is about none.")
            if row.deleted is None and _content(row) == content:
                row.draft = row.draft and draft
                return _note(row)
            if row.version != version or row.deleted is not None:
                raise Changed(_note(row))
            now = datetime.now(UTC)
            written = row.edited or row.created
            if not row.draft or now - written >= DRAFT_STANDS:
                session.add(
                    NoteVersion(note_id=row.id, version=row.version, written=written, **_columns(_content(row)))
                )
            for name, value in _columns(content).items():
                setattr(row, name, value)
            row.version, row.edited, row.draft = row.version + 1, now, draft
            return _note(row)

    def delete(self, note_id: str, author: str) -> Note:
        """Take a note away, its replies with it; :meth:`restore` brings both back for thirty days."""
        return self._set_deleted(note_id, author, datetime.now(UTC))

    def restore(self, note_id: str, author: str) -> Note:
        """Undo a deletion."""
        return self._set_deleted(note_id, author, None)

    def note(self, note_id: str, viewer: str | None) -> Note:
        """One note, deleted or not. Raises :class:`Trouble` where there is none that ``viewer`` may see."""
        with self._database.read() as session:
            return _note(_seen(session, note_id, viewer))

    def find(self, told: str, viewer: str | None) -> Note:
        """The one note that ``viewer`` may see whose id begins so, deleted or not. Raises :class:`Trouble`."""
        visible = or_(NoteRow.shared, NoteRow.author == viewer)
        with self._database.read() as session:
            begins = NoteRow.id.startswith(told, autoescape=True)
            rows = session.scalars(select(NoteRow).where(begins, visible).limit(2)).all()
            if len(rows) != 1 or not told:
                many = "more than one note begins" if len(rows) > 1 else "no note that you may see begins"
                raise Trouble(
                    f"There is {many} with {told or 'nothing'}: the list of the call's notes shows their ids."
                )
            return _note(rows[0])

    def of(self, call_id: str, viewer: str | None) -> tuple[Note, ...]:
        """The notes of a call that ``viewer`` may see (``None``: the shared ones), by time, replies after their note."""
        first = aliased(NoteRow)
        start, began = (
            case((NoteRow.reply_to.is_(None), getattr(NoteRow, column)), else_=getattr(first, column))
            for column in ("start", "created")
        )
        thread = func.coalesce(NoteRow.reply_to, NoteRow.id)
        visible = or_(NoteRow.shared, NoteRow.author == viewer)
        with self._database.read() as session:
            rows = session.scalars(
                select(NoteRow)
                .join(first, NoteRow.reply_to == first.id, isouter=True)
                .where(NoteRow.call_id == call_id, NoteRow.deleted.is_(None), first.deleted.is_(None), visible)
                .where(or_(NoteRow.reply_to.is_(None), first.shared, first.author == viewer))
                .order_by(start, began, thread, NoteRow.reply_to.is_not(None), NoteRow.created, NoteRow.id)
            )
            return tuple(_note(row) for row in rows)

    def history(self, note_id: str, viewer: str | None) -> tuple[Version, ...]:
        """What a note said before, the earliest first; what it says now is the note itself."""
        with self._database.read() as session:
            _seen(session, note_id, viewer)
            rows = session.scalars(
                select(NoteVersion).where(NoteVersion.note_id == note_id).order_by(NoteVersion.version)
            )
            return tuple(
                Version(r.version, r.written, Span(r.start, r.end), r.label, r.text, r.shared, _verdict(r.verdict))
                for r in rows
            )

    def agreement(self) -> dict[str, Agreement]:
        """How often coaches agree with the machine, by technique, private notes counted too."""
        with self._database.read() as session:
            rows = session.execute(
                select(NoteRow.technique, NoteRow.verdict, func.count())
                .where(NoteRow.verdict.is_not(None), NoteRow.technique.is_not(None), NoteRow.deleted.is_(None))
                .group_by(NoteRow.technique, NoteRow.verdict)
            )
            counts: dict[str, dict[str, int]] = {}
            for technique, verdict, n in rows:
                counts.setdefault(str(technique), {})[str(verdict)] = n
        return {technique: Agreement(**verdicts) for technique, verdicts in sorted(counts.items())}

    def purge(self) -> None:
        """Forget for good the notes that were deleted more than thirty days ago."""
        with self._database.write() as session:
            session.execute(delete(NoteRow).where(NoteRow.deleted < datetime.now(UTC) - UNDO))

    def _set_deleted(self, note_id: str, author: str, when: datetime | None) -> Note:
        with self._database.write() as session:
            row = _own(session, note_id, author)
            if (row.deleted is None) != (when is None):
                row.deleted, row.version = when, row.version + 1
            return _note(row)


def _put_note(
    session: Session,
    call_id: str,
    author: str,
    content: Content,
    reply_to: str | None,
    tie: tuple[str | None, str | None],
    note_id: str | None,
    draft: bool,
) -> Note:
    author = one_line(author)
    if not author:
        raise Trouble("A note says who wrote it: give your name first.")
    values = {
        "id": note_id or uuid.uuid4().hex,
        "call_id": call_id,
        "reply_to": reply_to,
        "version": 1,
        "author": author,
        "created": datetime.now(UTC),
        "draft": draft,
        "kind": tie[0],
        "technique": tie[1],
        **_columns(content),
    }
    put(session, NoteRow, values, key=("id",), replace=False)
    return _note(_own(session, str(values["id"]), author))


def _to_the_millisecond(start: float, end: float) -> tuple[int, int]:
    return round(start * 1000), round(end * 1000)


def _checked(session: Session, call_id: str, content: Content) -> Content:
    """The content as it can be kept. Raises :class:`Trouble` where it cannot."""
    duration = session.scalar(select(CallRow.duration).where(CallRow.id == call_id))
    if duration is None:
        raise Trouble(f"There is no call {call_id} in the library; it may have been deleted.")
    span, text, label = content.span, keepable(content.text), one_line(content.label)
    if span.start < 0 or span.start > duration or span.end > duration + OVERRUN:
        raise Trouble(
            f"The note lies at {span.start:.1f} to {span.end:.1f} s, and the call lasts from 0 to {duration:.1f} s: "
            "is it another call's?"
        )
    if len(text) > LONGEST:
        raise Trouble(f"The note has {len(text):,} characters, and one may have {LONGEST:,}: make several of it.")
    if content.verdict is not None and content.verdict not in VERDICTS:
        raise Trouble(f"A verdict is agree, disagree or adjust, and not “{content.verdict}”.")
    if not (text.strip() or label or content.verdict):
        raise Trouble("A note needs some text, a label or a verdict, and this one has none of them.")
    return Content(Span(span.start, min(span.end, duration)), text, label, content.shared, content.verdict)


def _seen(session: Session, note_id: str, viewer: str | None) -> NoteRow:
    row = session.get(NoteRow, note_id)
    if row is None or not (row.shared or row.author == viewer):
        raise Trouble("There is no such note: it was deleted for good, or it is private.")
    return row


def _own(session: Session, note_id: str, author: str) -> NoteRow:
    row = session.get(NoteRow, note_id, with_for_update=True, populate_existing=True)
    if row is None or not (row.shared or row.author == author):
        raise Trouble("There is no such note: it was deleted for good, or it is private.")
    if row.author != author:
        raise Trouble(f"This note is {row.author}'s, and only its author may change it: you can reply to it.")
    return row


def _content(row: NoteRow) -> Content:
    return Content(Span(row.start, row.end), row.text, row.label, row.shared, _verdict(row.verdict))


def _columns(content: Content) -> dict[str, object]:
    told: dict[str, object] = {f.name: getattr(content, f.name) for f in fields(content) if f.name != "span"}
    return {**told, "start": content.span.start, "end": content.span.end}


def _note(row: NoteRow) -> Note:
    told = {f.name: getattr(row, f.name) for f in fields(Note) if f.name not in ("span", "verdict")}
    return Note(**told, span=Span(row.start, row.end), verdict=_verdict(row.verdict))


def _verdict(told: str | None) -> Verdict | None:
    return next((verdict for verdict in VERDICTS if verdict == told), None)
