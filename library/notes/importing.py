"""Notes from another program coming back onto a call: which are here already, and which note a reply answers.

A file names the note that a reply answers by its author and its beginning (``library/exchange/tiers.py``). Whoever has moved a
boundary in the other program has moved the beginning; then it is the note of that author with most time in common
with the reply, if there is one::

    notes: Ama     |the policy again|          moved to   |the policy again|
    notes: Ben     |{reply to Ama at 0:08} I know.|       still a reply to it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from audio.span import Span
from library.database.schema import NoteRow
from library.database.text import one_line
from library.notes.note import Answered, Audience, Written
from library.notes.rows import audience_of, checked, put_note

Key = tuple[str, int, int, str, str]
"""By what a note is known again: author, start and end in milliseconds, label, text."""


@dataclass(frozen=True, slots=True)
class _Answerable:
    """A note that may be answered."""

    id: str
    author: str
    span: Span
    audience: Audience


class NoteImport:
    """Adds notes to one call within a transaction; those that are answered come before their replies."""

    def __init__(self, session: Session, call_id: str, author: str) -> None:
        self._session, self._call, self._author = session, call_id, author
        rows = session.scalars(select(NoteRow).where(NoteRow.call_id == call_id, NoteRow.deleted.is_(None))).all()
        self._ids_in_thread = {(_key(r.author, Span(r.start, r.end), r.label, r.text), r.reply_to): r.id for r in rows}
        self._ids = {key: note_id for (key, _), note_id in self._ids_in_thread.items()}
        self._notes_here = [
            _Answerable(r.id, r.author, Span(r.start, r.end), audience_of(r.audience))
            for r in rows
            if r.reply_to is None
        ]
        self._notes_in_file: list[_Answerable] = []
        self.added = 0

    def add(self, note: Written) -> None:
        """Add a note, unless it is here already. Raises :class:`audio.errors.SameSideError` where it cannot be kept."""
        content, author = checked(self._session, self._call, note.content), one_line(note.author) or self._author
        first = None
        if note.answered is not None:
            at = content.span
            first = answered_note(note.answered, at, self._notes_in_file) or answered_note(
                note.answered, at, self._notes_here
            )
            content = (
                replace(content, text=note.text, label="")
                if first is None
                else replace(content, audience=first.audience)
            )
        key = _key(author, content.span, content.label, content.text)
        note_id = self._ids.get(key) if first is None else self._ids_in_thread.get((key, first.id))
        if note_id is None:
            tie = (note.kind, note.technique)
            reply_to = None if first is None else first.id
            added = put_note(self._session, self._call, author, content, reply_to, tie, None, False, self._author)
            note_id = self._ids[key] = self._ids_in_thread[key, reply_to] = added.id
            self.added += 1
        if first is None:
            self._notes_in_file.append(_Answerable(note_id, author, content.span, content.audience))


def answered_note(answered: Answered, span: Span, notes: Sequence[_Answerable]) -> _Answerable | None:
    """The note that a reply on ``span`` answers; ``None`` where there is none that it could be."""
    by_author = [note for note in notes if note.author == one_line(answered.author)]
    same_start = sorted(
        (n for n in by_author if _milliseconds(n.span.start) == _milliseconds(answered.start)),
        key=lambda note: note.span.end,
    )
    if same_start:
        return same_start[min(answered.which, len(same_start)) - 1]
    overlaps = [(min(n.span.end, span.end) - max(n.span.start, span.start), k) for k, n in enumerate(by_author)]
    shared, k = max(overlaps, default=(-1.0, -1))
    return by_author[k] if shared >= 0 else None


def _key(author: str, span: Span, label: str, text: str) -> Key:
    return author, _milliseconds(span.start), _milliseconds(span.end), label, text


def _milliseconds(time: float) -> int:
    """As other programs write times."""
    return round(time * 1000)
