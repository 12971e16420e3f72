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
from library.notes.note import Answered, Written
from library.notes.rows import checked, put_note

Key = tuple[str, int, int, str, str]
"""By what a note is known again: author, start and end in milliseconds, label, text."""


@dataclass(frozen=True, slots=True)
class _First:
    """A note that may be answered."""

    id: str
    author: str
    span: Span
    shared: bool


class NoteImport:
    """Brings notes onto one call within a transaction; those that are answered come before their replies."""

    def __init__(self, session: Session, call_id: str, author: str) -> None:
        self._session, self._call, self._author = session, call_id, author
        rows = session.scalars(select(NoteRow).where(NoteRow.call_id == call_id, NoteRow.deleted.is_(None))).all()
        self._there = {(_key(r.author, Span(r.start, r.end), r.label, r.text), r.reply_to): r.id for r in rows}
        self._here = {key: note_id for (key, _), note_id in self._there.items()}
        self._known = [_First(r.id, r.author, Span(r.start, r.end), r.shared) for r in rows if r.reply_to is None]
        self._file: list[_First] = []
        self.added = 0

    def take(self, note: Written) -> None:
        """Add a note, unless it is here already. Raises :class:`audio.errors.SameSideError` where it cannot be kept."""
        content, who = checked(self._session, self._call, note.content), one_line(note.author) or self._author
        first = None
        if note.answered is not None:
            at = content.span
            first = answered_note(note.answered, at, self._file) or answered_note(note.answered, at, self._known)
            content = (
                replace(content, text=note.text, label="") if first is None else replace(content, shared=first.shared)
            )
        key = _key(who, content.span, content.label, content.text)
        note_id = self._here.get(key) if first is None else self._there.get((key, first.id))
        if note_id is None:
            tie = (note.kind, note.technique)
            reply_to = None if first is None else first.id
            kept = put_note(self._session, self._call, who, content, reply_to, tie, None, False)
            note_id = self._here[key] = self._there[key, reply_to] = kept.id
            self.added += 1
        if first is None:
            self._file.append(_First(note_id, who, content.span, content.shared))


def answered_note(by: Answered, at: Span, notes: Sequence[_First]) -> _First | None:
    """The note that a reply on ``at`` answers; ``None`` where there is none that it could be."""
    theirs = [note for note in notes if note.author == one_line(by.author)]
    begin = sorted((n for n in theirs if _ms(n.span.start) == _ms(by.start)), key=lambda note: note.span.end)
    if begin:
        return begin[min(by.which, len(begin)) - 1]
    near = [(min(n.span.end, at.end) - max(n.span.start, at.start), k) for k, n in enumerate(theirs)]
    shared, k = max(near, default=(-1.0, -1))
    return theirs[k] if shared >= 0 else None


def _key(author: str, span: Span, label: str, text: str) -> Key:
    return author, _ms(span.start), _ms(span.end), label, text


def _ms(time: float) -> int:
    """As other programs write times."""
    return round(time * 1000)
