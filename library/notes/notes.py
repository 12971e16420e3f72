"""What coaches and agents write on the timeline, kept: with whom, when, what it said before, and how to undo.

Two tabs::

    tab one   reads version 3 ............ saves over 3: now version 4
    tab two   reads version 3 ..................................... saves over 3: told, shown 4, nothing overwritten

An edit names the version it was made from; if the note has moved on meanwhile, :class:`NoteChangedError` is raised with the
note as it now is. Sending the same thing twice does nothing twice.

History: every version is kept, except those that were saved by themselves while the author was still
writing and stood for less than a minute. A deleted note can be brought back for thirty days.

A private note is seen by its author and by whoever brought it from another program, a shared one by everybody; only its author
changes a note. Where people sign in, an author addresses a note to nobody, to the call's agent, to whoever coaches that agent, or to all
who may see the call, and nobody else reads it (:mod:`library.access.conditions`).
What a note is, is said in ``library/notes/note.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import case, delete, func, or_, select
from sqlalchemy.orm import Session, aliased

from analysis.report import Moment
from audio.errors import InputError
from audio.span import Span
from library.access.permits import permit, permit_the_program
from library.audit.recording import record
from library.database.connection import Database
from library.database.schema import NoteRow, NoteVersion
from library.database.tables.accountability import LegalHold
from library.database.text import one_line
from library.database.walls import unwalled
from library.inbox.mentions import tell_mentions, tell_reply
from library.notes.importing import NoteImport
from library.notes.note import Content, Note, NoteChangedError, Version, Written
from library.notes.rows import (
    audience_of,
    checked,
    columns_of,
    content_of,
    is_author,
    note_of,
    own_note,
    put_note,
    verdict_of,
    visible,
    visible_note,
    writer,
)

DRAFT_LIFETIME = timedelta(minutes=1)
UNDO_PERIOD = timedelta(days=30)


class Notes:
    """The notes of a library."""

    def __init__(self, database: Database, on_verdict: Callable[[Session, str], None] | None = None) -> None:
        """``on_verdict`` is called with the session and the call's id, in the transaction in which a verdict comes, goes or changes."""
        self._database = database
        self._on_verdict = on_verdict or (lambda _session, _call_id: None)

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

        A verdict needs the ``moment`` it is about. Raises :class:`SameSideError` where the note lies outside the call.
        """
        if content.verdict is not None and moment is None:
            raise InputError("A verdict is about a moment of the report, and none was chosen.")
        tie = (None, None) if moment is None else (moment.kind, moment.technique)
        with self._database.write() as session:
            permit(session, "note" if content.verdict is None else "verdict", [call_id])
            content = checked(session, call_id, content)
            is_new = note_id is None or session.get(NoteRow, note_id) is None
            note = put_note(session, call_id, writer(session, author), content, None, tie, note_id, draft)
            if is_new:
                record(session, "wrote_note", call_id, note=note.id)
            if content.verdict is not None:
                _withdraw_others(session, note)
            self._tell(session, note, content.verdict)
            self._tell_named(session, session.get_one(NoteRow, note.id))
            return note

    def import_notes(self, call_id: str, author: str, written: Iterable[Written]) -> int:
        """Add notes from another program, all or none; how many were new. ``author`` wrote those that name nobody.

        Whoever brings a note sees it, as its author does. A note that is here already (by author, time, label and text) is not
        added again, so a file may come twice.
        Replies come back to the notes that they answer; one whose note is nowhere to be found becomes a note of its own.
        """
        written = tuple(written)
        with self._database.write() as session:
            permit(session, "verdict" if any(note.content.verdict for note in written) else "note", [call_id])
            note_import = NoteImport(session, call_id, one_line(writer(session, author)))
            for note in (*(n for n in written if n.answered is None), *(n for n in written if n.answered is not None)):
                note_import.add(note)
            session.flush()
            with unwalled(session):
                self._on_verdict(session, call_id)
            record(session, "imported_notes", call_id, notes=note_import.added)
            return note_import.added

    def reply(self, answered_id: str, author: str, text: str, note_id: str | None = None) -> Note:
        """Answer a note, in its thread; the reply is shared if the note is."""
        with self._database.read() as session:
            answered = visible_note(session, answered_id, author)
            if answered.reply_to is not None:
                answered = visible_note(session, answered.reply_to, author)
        if answered.deleted is not None:
            raise InputError("That note was deleted: bring it back first, or write one of your own.")
        content = Content(Span(answered.start, answered.end), text=text, audience=audience_of(answered.audience))
        with self._database.write() as session:
            permit(session, "note", [answered.call_id])
            content = checked(session, answered.call_id, content)
            author = writer(session, author)
            is_new = note_id is None or session.get(NoteRow, note_id) is None
            note = put_note(session, answered.call_id, author, content, answered.id, (None, None), note_id, False)
            if is_new:
                record(session, "wrote_note", answered.call_id, note=note.id)
                tell_reply(session, session.get_one(NoteRow, note.id))
            return note

    def edit(self, note_id: str, version: int, author: str, content: Content, draft: bool = False) -> Note:
        """Say something else in version ``version`` of a note. Raises :class:`NoteChangedError` where that is not the latest.

        ``draft`` is for saving while the author still writes: such versions are not all kept in the history.
        """
        with self._database.write() as session:
            row = own_note(session, note_id, author)
            permit(session, "note" if content.verdict is None else "verdict", [row.call_id])
            content = checked(session, row.call_id, content)
            if content.verdict is not None and row.kind is None:
                raise InputError("A verdict is about a moment of the report, and this note is about none.")
            if row.deleted is None and content_of(row) == content:
                row.draft = row.draft and draft
                self._tell_named(session, row)
                return note_of(row)
            if row.version != version or row.deleted is not None:
                raise NoteChangedError(note_of(row))
            now = datetime.now(UTC)
            written = row.edited or row.created
            if not row.draft or now - written >= DRAFT_LIFETIME:
                session.add(
                    NoteVersion(note_id=row.id, version=row.version, written=written, **columns_of(content_of(row)))
                )
            if not (row.draft and draft):  # what is saved by itself while somebody writes is told once
                record(session, "changed_note", row.call_id, note=row.id)
            before = row.verdict
            for name, value in columns_of(content).items():
                setattr(row, name, value)
            row.version, row.edited, row.draft = row.version + 1, now, draft
            self._tell(session, note_of(row), before or content.verdict)
            self._tell_named(session, row)
            return note_of(row)

    def delete(self, note_id: str, author: str) -> Note:
        """Take a note away, its replies with it; :meth:`restore` brings both back for thirty days."""
        return self._set_deleted(note_id, author, datetime.now(UTC))

    def restore(self, note_id: str, author: str) -> Note:
        """Undo a deletion."""
        return self._set_deleted(note_id, author, None)

    def note(self, note_id: str, viewer: str | None) -> Note:
        """One note, deleted or not. Raises :class:`SameSideError` where there is none that ``viewer`` may see."""
        with self._database.read() as session:
            return note_of(visible_note(session, note_id, viewer))

    def find(self, id_start: str, viewer: str | None) -> Note:
        """The one note that ``viewer`` may see whose id begins so, deleted or not. Raises :class:`SameSideError`."""
        with self._database.read() as session:
            begins = NoteRow.id.startswith(id_start, autoescape=True)
            rows = session.scalars(select(NoteRow).where(begins, visible(session, NoteRow, viewer)).limit(2)).all()
            if len(rows) != 1 or not id_start:
                how_many = "more than one note begins" if len(rows) > 1 else "no note that you may see begins"
                raise InputError(
                    f"There is {how_many} with {id_start or 'nothing'}: the list of the call's notes shows their ids."
                )
            return note_of(rows[0])

    def of(self, call_id: str, viewer: str | None) -> tuple[Note, ...]:
        """The notes of a call that ``viewer`` may see (``None``: the shared ones), by time, replies after their note."""
        thread_note = aliased(NoteRow)
        start, began = (
            case((NoteRow.reply_to.is_(None), getattr(NoteRow, column)), else_=getattr(thread_note, column))
            for column in ("start", "created")
        )
        thread = func.coalesce(NoteRow.reply_to, NoteRow.id)
        with self._database.read() as session:
            rows = session.scalars(
                select(NoteRow)
                .join(thread_note, NoteRow.reply_to == thread_note.id, isouter=True)
                .where(NoteRow.call_id == call_id, NoteRow.deleted.is_(None), thread_note.deleted.is_(None))
                .where(visible(session, NoteRow, viewer))
                .where(or_(NoteRow.reply_to.is_(None), visible(session, thread_note, viewer)))
                .order_by(start, began, thread, NoteRow.reply_to.is_not(None), NoteRow.created, NoteRow.id)
            )
            return tuple(note_of(row) for row in rows)

    def history(self, note_id: str, viewer: str | None) -> tuple[Version, ...]:
        """What a note said before, the earliest first; what it says now is the note itself."""
        with self._database.read() as session:
            visible_note(session, note_id, viewer)
            rows = session.scalars(
                select(NoteVersion).where(NoteVersion.note_id == note_id).order_by(NoteVersion.version)
            )
            return tuple(
                Version(
                    r.version,
                    r.written,
                    Span(r.start, r.end),
                    r.label,
                    r.text,
                    audience_of(r.audience),
                    verdict_of(r.verdict),
                )
                for r in rows
            )

    def purge(self) -> None:
        """Forget for good the notes that were deleted more than thirty days ago, but on calls under a legal hold."""
        with self._database.write() as session:
            permit_the_program(session)
            past = NoteRow.deleted < datetime.now(UTC) - UNDO_PERIOD
            session.execute(delete(NoteRow).where(past, NoteRow.call_id.not_in(select(LegalHold.call_id))))

    def _set_deleted(self, note_id: str, author: str, deleted: datetime | None) -> Note:
        with self._database.write() as session:
            row = own_note(session, note_id, author)
            if (row.deleted is None) != (deleted is None):
                row.deleted, row.version = deleted, row.version + 1
                record(session, "restored_note" if deleted is None else "deleted_note", row.call_id, note=row.id)
                self._tell(session, note_of(row), row.verdict)
            return note_of(row)

    @staticmethod
    def _tell_named(session: Session, row: NoteRow) -> None:
        """Tell whoever a note names, once its author has done with it."""
        if not row.draft:
            session.flush()
            tell_mentions(session, row)

    def _tell(self, session: Session, note: Note, verdict: str | None) -> None:
        """Say that a verdict on the note's call is another now, where one was or is in it."""
        if verdict is not None:
            session.flush()
            with unwalled(session):  # what is counted is of all verdicts that count, whoever may read them
                self._on_verdict(session, note.call_id)


def _withdraw_others(session: Session, note: Note) -> None:
    """Take back what the author said of the same moment before: one person has one verdict on it, the last one.

    A note that says nothing else goes; one with words stays, without its verdict.
    """
    same = select(NoteRow).where(
        NoteRow.call_id == note.call_id,
        is_author(session, note.author),
        NoteRow.kind == note.kind,
        NoteRow.technique.is_not_distinct_from(note.technique),
        NoteRow.verdict.is_not(None),
        NoteRow.deleted.is_(None),
        NoteRow.id != note.id,
        NoteRow.start <= note.span.end,
        NoteRow.end >= note.span.start,
    )
    for row in session.scalars(same.with_for_update()):
        now = datetime.now(UTC)
        if row.text.strip():
            session.add(
                NoteVersion(
                    note_id=row.id,
                    version=row.version,
                    written=row.edited or row.created,
                    **columns_of(content_of(row)),
                )
            )
            row.verdict, row.edited = None, now
        else:
            row.deleted = now
        row.version += 1
