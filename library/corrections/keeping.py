"""Making corrections, taking them back and putting them back; each is one transaction, and the words that are searched follow in it.

::

    add ──> fits what is said there now?  no: refused in one sentence
                                          yes: a row, which nothing changes any more but to mark it taken back
    take_back, put_back ──> the mark comes and goes

Nobody's correction is lost by another's: two people's are applied one after the other, and one that no longer fits says so.
After each the report is of other facts than the call's, and is marked to be made anew; whoever asked for the change does so at
once (:func:`library.house.judging.correct`), or the queue where they were killed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from audio.call import Call
from audio.errors import InputError
from audio.span import Span
from library.access.permits import acting_name, permit
from library.audit.recording import record
from library.corrections.apply import apply
from library.corrections.correction import Change, Correction, Place, Retiming, Rewording, pack
from library.corrections.rows import Kept, corrected, correction_of, heard_call, revision, rows_of
from library.database.connection import Database
from library.database.schema import CorrectionRow
from library.database.text import one_line

MOST = 2_000
"""Corrections of one call; more are a slip of a program."""
LONGEST = 400
"""Words that one correction puts in the place of others."""


UNFIT = "It does not fit what is said there, which is masked."


class Corrections:
    """The corrections of one library."""

    def __init__(
        self,
        database: Database,
        lock: Callable[[Session, str], object],
        changed: Callable[[Session, Call], None],
        shown: Callable[[Session, str, Correction], Correction] = lambda _session, _call_id, one: one,
    ) -> None:
        """``lock`` keeps others from a call until the transaction ends, and raises where there is none; ``changed`` is given the
        call as it is now corrected, in the transaction in which that came to be; ``shown`` answers a correction as it is masked."""
        self._database, self._lock, self._changed, self._shown = database, lock, changed, shown

    def of(self, call_id: str) -> tuple[Kept, ...]:
        """All corrections of a call, in the order in which they were made, those taken back among them; what they quote is masked."""
        with self._database.read() as session:
            rows = rows_of(session, call_id)
            heard = heard_call(session, call_id) if rows else None
            stand = [correction_of(row) for row in rows if row.taken_back is None]
            unfit = apply(heard, stand).unfit if heard is not None else {}
            shown = [self._shown(session, call_id, correction_of(row)) for row in rows]
            return tuple(
                Kept(
                    one,
                    row.taken_back,
                    row.taken_back_by,
                    self._told(session, call_id, correction_of(row), unfit.get(row.id)),
                )
                for one, row in zip(shown, rows, strict=True)
            )

    def revision(self, call_id: str) -> int:
        """How many things were done to a call's corrections so far."""
        with self._database.read() as session:
            return revision(session, call_id)

    def on(self, heard: Call) -> Call:
        """What was just heard of a call, with what stands of its corrections."""
        with self._database.read() as session:
            return corrected(session, heard)

    def add(self, call_id: str, correction_id: str, author: str, place: Place, change: Change) -> None:
        """Correct a call. One that was sent twice is made once. Raises :class:`SameSideError` where it does not fit."""
        with self._database.unwalled.write() as session:
            permit(session, "correct", [call_id])
            author = acting_name(session, author)
            if not author:
                raise InputError("A correction says who made it: give your name first.")
            made = Correction(correction_id, author, datetime.now(UTC), place, _clean(change))
            heard, rows = self._locked(session, call_id)
            if any(row.id == correction_id for row in rows):
                return
            if len(rows) >= MOST:
                raise InputError(f"This call has {MOST:,} corrections, and more are not kept.")
            if session.get(CorrectionRow, correction_id) is not None:
                raise InputError("This correction was made on another call.")
            stand = [correction_of(row) for row in rows if row.taken_back is None]
            done = apply(heard, [*stand, made])
            if made.id in done.unfit:
                raise InputError(self._told(session, call_id, made, done.unfit[made.id]) or "")
            session.add(
                CorrectionRow(
                    id=made.id, call_id=call_id, number=len(rows) + 1, author=author, made=made.made, change=pack(made),
                    act=revision(session, call_id) + 1, taken_back=None, taken_back_by=None,
                )
            )  # fmt: skip
            self._changed(session, done.call)
            record(session, "corrected", call_id, what=made.kind)

    def take_back(self, call_id: str, correction_id: str, by: str) -> None:
        """A correction does not stand any more; anybody may say so, as anybody may correct. Raises :class:`SameSideError`."""
        self._mark(call_id, correction_id, datetime.now(UTC), by)

    def put_back(self, call_id: str, correction_id: str) -> None:
        """A correction that was taken back stands again, in its old place. Raises :class:`SameSideError`."""
        self._mark(call_id, correction_id, None, None)

    def _mark(self, call_id: str, correction_id: str, when: datetime | None, by: str | None) -> None:
        with self._database.unwalled.write() as session:
            permit(session, "correct", [call_id])
            heard, rows = self._locked(session, call_id)
            row = next((row for row in rows if row.id == correction_id), None)
            if row is None:
                raise InputError("That correction is not there any more.")
            if (row.taken_back is None) == (when is None):
                return
            row.taken_back, row.taken_back_by = when, None if by is None else acting_name(session, by)
            row.act = revision(session, call_id) + 1
            session.flush()
            self._changed(session, corrected(session, heard))
            what = correction_of(row).kind
            record(session, "put_back_correction" if when is None else "took_back_correction", call_id, what=what)

    def _told(self, session: Session, call_id: str, correction: Correction, why: str | None) -> str | None:
        """Why a correction does not fit, in a sentence that quotes nothing that is masked."""
        span, change = correction.place.span, correction.change
        if isinstance(change, Retiming):
            span = Span(min(span.start, change.now.start), max(span.end, change.now.end))
        asked = replace(correction, place=replace(correction.place, span=span))
        return why if why is None or self._shown(session, call_id, asked) == asked else UNFIT

    def _locked(self, session: Session, call_id: str) -> tuple[Call, list[CorrectionRow]]:
        self._lock(session, call_id)
        heard = heard_call(session, call_id)
        if heard is None:
            raise InputError("This call waits to be deleted, and nothing in it is corrected any more.")
        return heard, list(rows_of(session, call_id))


def _clean(change: Change) -> Change:
    """Typed words as words: no line breaks, nothing that a terminal would obey. Raises :class:`SameSideError` for too many."""
    if not isinstance(change, Rewording):
        return change
    words = tuple(word for typed in " ".join(change.words).split() if (word := one_line(typed)))
    if len(words) > LONGEST:
        raise InputError(
            f"These are {len(words):,} words, and one correction puts up to {LONGEST} in the place of others."
        )
    return Rewording(words)
