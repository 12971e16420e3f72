"""Deleting calls: out of sight at once, gone for good a minute later unless somebody takes it back.

::

    later(ids)  ->  delete_due is written: no list, count, page or sound shows the call any more
    undo(due)   ->  delete_due is taken away: the call is there as it was
    carry_out() ->  what is due goes: recording, playable form, everything heard, report, notes, evaluations, clips, jobs, files;
                    a calibration goes on without it

What is to go stands in the database, so a deletion that was asked for is carried out whatever becomes of the page, the browser
or the process, unless a legal hold came first (:mod:`library.deletion.holds`), which wins over all of it: by a timer of every process that has the library open, by every worker between two jobs, and by
whoever opens the library next. By a clock that was set back since, a deletion would wait for longer than its
minute: one that is further off than that is due now.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from audio.errors import LibraryError, SameSideError
from library.access.permits import no_such_call, permit, permit_the_program, permitted, viewer_in
from library.access.viewer import Viewer
from library.audit.recording import record, right_to
from library.database.connection import Database, in_batches
from library.database.schema import CallRow, Hearing, JobRow, Recording
from library.database.tables.accountability import LegalHold
from library.deletion.holds import refuse_held
from library.evaluations.evaluation import calibrations_on, settle_seats
from library.logs.events import about
from library.recordings.recordings import Recordings

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)
"""How long a deletion can be taken back."""

LONGEST_WAIT = 3600.0
"""Seconds after which is looked again at the latest: a clock may have been set."""

RETRY = 5.0
"""Seconds until a deletion is tried again that the database did not take."""

FILES_RETRY = 60.0
"""Seconds until files are tried again that could not be removed from where they lie."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Calls that were deleted together and can still be had back, until ``due``, by which they are known; ``held`` is how many more
    were asked for and stay, since they are under a legal hold."""

    due: datetime
    calls: int
    held: int = 0


class Deletions:
    """What is to be deleted of one library."""

    def __init__(self, database: Database, recordings: Recordings, timed: Deletions | None = None) -> None:
        """``timed`` are the deletions of the same library that the program itself carries out when their time comes; these, if not given."""
        self._database, self._recordings = database, recordings
        self._timed = timed or self
        self._timer: threading.Timer | None = None
        self._changing = threading.Lock()
        self._closed = False

    def now(self, call_id: str) -> None:
        """Delete a call at once. Raises :class:`SameSideError` where there is no such call, or it is under a legal hold."""
        with self._database.read() as session:
            permit(session, "delete", [call_id])
            right = right_to(session, [call_id])
            viewer = viewer_in(session)
        if not self._timed.remove(CallRow.id == call_id, "deleted at once", wait=True, by=viewer, right=right):
            with self._database.read() as session:
                refuse_held(session, call_id)
            raise no_such_call(call_id)
        if self._timed.has_files_left():
            self._timed.watch()

    def has_files_left(self) -> bool:
        """Whether files of what was deleted could not be removed yet. It is the program's own."""
        return bool(self._recordings.leaving())

    def later(self, call_ids: Sequence[str], grace: timedelta = GRACE) -> Pending:
        """Have calls deleted when ``grace`` is over; those that are gone already are not counted."""
        due = datetime.now(UTC) + grace
        with self._database.unwalled.write() as session:
            waiting: list[str] = []
            held, call_ids = 0, permitted(session, "delete", call_ids)
            for ids in in_batches(call_ids):
                held += session.scalar(select(func.count()).where(LegalHold.call_id.in_(ids))) or 0
                asked = update(CallRow).where(CallRow.id.in_(ids), CallRow.delete_due.is_(None), _not_held())
                waiting += session.scalars(asked.values(delete_due=due).returning(CallRow.id))
            record(session, "asked_to_delete", waiting)
        self._timed.watch()
        return Pending(due, len(waiting), held)

    def undo(self, due: datetime) -> int:
        """Have calls back that were deleted together; how many, none where they are gone by now."""
        with self._database.unwalled.write() as session:
            waiting = permitted(
                session, "delete", session.scalars(select(CallRow.id).where(CallRow.delete_due == due)).all()
            )
            back: list[str] = []
            for ids in in_batches(waiting):
                taken = update(CallRow).where(CallRow.id.in_(ids), CallRow.delete_due == due).values(delete_due=None)
                back += session.scalars(taken.returning(CallRow.id))
            record(session, "took_back_deletion", back)
        return len(back)

    def pending(self) -> tuple[Pending, ...]:
        """What can still be had back, what was deleted last at the end."""
        waiting = select(CallRow.id, CallRow.delete_due).where(CallRow.delete_due.is_not(None))
        with (
            self._database.unwalled.read() as session
        ):  # most often there are none, of which no wall need ask whose they are
            due_by_call = {call_id: due for call_id, due in session.execute(waiting) if due is not None}
            own = permitted(session, "delete", tuple(due_by_call)) if due_by_call else ()
        numbers = Counter(due_by_call[call_id] for call_id in own)
        return tuple(Pending(due, numbers[due]) for due in sorted(numbers))

    def carry_out(self) -> int:
        """Delete for good what is due, and what was brought for practice until now; how many calls."""
        now = datetime.now(UTC)
        gone = 0
        for due, why in ((_due(now), "its minute was over"), (_practised(now), "its term of practice was over")):
            with self._database.read() as session:
                permit_the_program(session)
                if session.scalar(select(CallRow.id).where(due, _not_held()).limit(1)) is None:
                    continue
            gone += self.remove(due, why)
        return gone

    def watch(self) -> None:
        """Carry out what is due, in this thread, and see to it that the rest is carried out when its time comes."""
        wait: float | None = RETRY
        with suppress(LibraryError), self._database.read() as session:
            permit_the_program(session)
        try:
            self.carry_out()
            self._recordings.remove_leaving_files()
            wait = self._wait()
        except SameSideError as trouble:  # the database is away: it may come back
            log.warning("%s", trouble, extra=about("library_away", kind=type(trouble).__name__))
        with self._changing:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
            if wait is not None and not self._closed:
                self._timer = threading.Timer(wait, self.watch)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        """Leave what is still to be done to others."""
        with self._database.read() as session:
            permit_the_program(session)
        with self._changing:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()

    def _wait(self) -> float | None:
        """Seconds until the next deletion is due; ``None`` where there is none."""
        practised = select(func.min(CallRow.practice_until)).where(CallRow.practice_of.is_not(None))
        with self._database.read() as session:
            firsts: list[datetime | None] = [
                session.scalar(select(func.min(CallRow.delete_due))), session.scalar(practised),
            ]  # fmt: skip
        waits = [(first - datetime.now(UTC)).total_seconds() for first in firsts if first is not None]
        if self._recordings.leaving():
            waits.append(FILES_RETRY)
        return min((max(0.0, min(wait, LONGEST_WAIT)) for wait in waits), default=None)

    def remove(
        self, condition: ColumnElement[bool], why: str, wait: bool = False, term: str | None = None,
        by: Viewer | None = None, right: str = "",
    ) -> int:  # fmt: skip
        """Remove the calls of ``condition`` but for those under a legal hold, in one transaction, and then their files; how many there
        were. Those that somebody is changing in this moment are waited for, or left for another time. It is the program's own.

        ``why``, ``term`` (after how long), who asked for it (``by``) and with which ``right`` stand in the audit.
        """
        with self._database.write() as session:
            permit_the_program(session)
            there = select(CallRow.id).where(condition, _not_held())
            gone = session.scalars(there.with_for_update(skip_locked=not wait)).all()
            recordings = [row for ids in in_batches(gone) for row in _recordings(session, ids)]
            hearings = (*gone, *(row.id for row in recordings))
            calibrations = {number for ids in in_batches(gone) for number in calibrations_on(session, ids)}
            for ids in in_batches(gone):
                session.execute(delete(CallRow).where(CallRow.id.in_(ids)))
            for number in calibrations:
                settle_seats(session, number, datetime.now(UTC))
            self._recordings.release(session, recordings)
            record(session, "deleted", gone, right=right, doer=by, why=why, term=term)
        if not gone:
            return 0
        self._recordings.remove_leaving_files()
        self._recordings.files.sweep()
        for hearing in hearings:
            self._recordings.files.forget_hearing(hearing)
        self._database.forget_pages()
        return len(gone)


def _recordings(session: Session, call_ids: Sequence[str]) -> Iterator[Recording]:
    """The recordings that calls were heard in, or are to be."""
    heard = select(Hearing.recording_id).where(Hearing.call_id.in_(call_ids))
    queued = select(JobRow.recording_id).where(JobRow.call_id.in_(call_ids))
    yield from session.scalars(select(Recording).where(Recording.id.in_(heard) | Recording.id.in_(queued)))


def _practised(now: datetime) -> ColumnElement[bool]:
    """The calls whose term in the practice room is over."""
    return and_(CallRow.practice_of.is_not(None), CallRow.practice_until <= now)


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(CallRow.delete_due <= now, CallRow.delete_due > now + GRACE)


def _not_held() -> ColumnElement[bool]:
    return CallRow.id.not_in(select(LegalHold.call_id))
