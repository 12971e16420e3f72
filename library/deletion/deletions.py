"""Deleting calls: out of sight at once, gone for good a minute later unless somebody takes it back.

::

    later(ids)  ->  delete_due is written: no list, count, page or sound shows the call any more
    undo(due)   ->  delete_due is taken away: the call is there as it was
    carry_out() ->  what is due goes: recording, playable form, everything heard, report, notes, jobs, files

What is to go stands in the database, so a deletion that was asked for is carried out whatever becomes of the page, the browser
or the process, unless a legal hold came first (:mod:`library.deletion.holds`), which wins over all of it: by a timer of every process that has the library open, by every worker between two jobs, and by
whoever opens the library next. By a clock that was set back since, a deletion would wait for longer than its
minute: one that is further off than that is due now.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from audio.errors import SameSideError
from library.audit.recording import record
from library.calls.saving import no_such_call
from library.database.accountability import LegalHold
from library.database.connection import Database, in_batches
from library.database.schema import CallRow, Hearing, JobRow, Recording
from library.deletion.holds import refuse_held
from library.recordings.recordings import Recordings

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)
"""How long a deletion can be taken back."""

RETRY = 5.0
"""Seconds until a deletion is tried again that the database did not take."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Calls that were deleted together and can still be had back, until ``due``, by which they are known; ``held`` is how many more
    were asked for and stay, since they are under a legal hold."""

    due: datetime
    calls: int
    held: int = 0


class Deletions:
    """What is to be deleted of one library."""

    def __init__(self, database: Database, recordings: Recordings) -> None:
        self._database, self._recordings = database, recordings
        self._timer: threading.Timer | None = None
        self._changing = threading.Lock()
        self._closed = False

    def now(self, call_id: str) -> None:
        """Delete a call at once. Raises :class:`SameSideError` where there is no such call, or it is under a legal hold."""
        if not self.remove(CallRow.id == call_id, "deleted at once", wait=True):
            with self._database.read() as session:
                refuse_held(session, call_id)
            raise no_such_call(call_id)

    def later(self, call_ids: Sequence[str], grace: timedelta = GRACE) -> Pending:
        """Have calls deleted when ``grace`` is over; those that are gone already are not counted."""
        due = datetime.now(UTC) + grace
        with self._database.write() as session:
            waiting: list[str] = []
            held = 0
            for ids in in_batches(call_ids):
                held += session.scalar(select(func.count()).where(LegalHold.call_id.in_(ids))) or 0
                asked = update(CallRow).where(CallRow.id.in_(ids), CallRow.delete_due.is_(None), _not_held())
                waiting += session.scalars(asked.values(delete_due=due).returning(CallRow.id))
            record(session, "asked_to_delete", waiting)
        self.watch()
        return Pending(due, len(waiting), held)

    def undo(self, due: datetime) -> int:
        """Have calls back that were deleted together; how many, none where they are gone by now."""
        with self._database.write() as session:
            back = update(CallRow).where(CallRow.delete_due == due).values(delete_due=None).returning(CallRow.id)
            call_ids = session.scalars(back).all()
            record(session, "took_back_deletion", call_ids)
        return len(call_ids)

    def pending(self) -> tuple[Pending, ...]:
        """What can still be had back, what was deleted last at the end."""
        counted = select(CallRow.delete_due, func.count()).where(CallRow.delete_due.is_not(None))
        with self._database.read() as session:
            rows = session.execute(counted.group_by(CallRow.delete_due).order_by(CallRow.delete_due)).all()
        return tuple(Pending(due, number) for due, number in rows if due is not None)

    def carry_out(self) -> int:
        """Delete for good what is due; how many calls."""
        due = _due(datetime.now(UTC))
        with self._database.read() as session:
            if session.scalar(select(CallRow.id).where(due).limit(1)) is None:
                return 0
        return self.remove(due, "its minute was over")

    def watch(self) -> None:
        """Carry out what is due, in this thread, and see to it that the rest is carried out when its time comes."""
        wait: float | None = RETRY
        try:
            self.carry_out()
            wait = self._wait()
        except SameSideError as trouble:  # the database is away: it may come back
            log.warning("%s", trouble)
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
        with self._changing:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()

    def _wait(self) -> float | None:
        """Seconds until the next deletion is due; ``None`` where there is none."""
        with self._database.read() as session:
            first: datetime | None = session.scalar(select(func.min(CallRow.delete_due)))
        return None if first is None else max(0.0, (first - datetime.now(UTC)).total_seconds())

    def remove(self, condition: ColumnElement[bool], why: str, wait: bool = False, term: str | None = None) -> int:
        """Remove the calls of ``condition`` but for those under a legal hold, in one transaction, and then their files; how many there
        were. Those that somebody is changing in this moment are waited for, or left for another time.

        ``why`` and ``term`` (after how long) stand in the audit.
        """
        with self._database.write() as session:
            there = select(CallRow.id).where(condition, _not_held())
            gone = session.scalars(there.with_for_update(skip_locked=not wait)).all()
            recordings = [row for ids in in_batches(gone) for row in _recordings(session, ids)]
            for ids in in_batches(gone):
                session.execute(delete(CallRow).where(CallRow.id.in_(ids)))
            self._recordings.release(session, recordings)
            record(session, "deleted", gone, why=why, term=term)
        if not gone:
            return 0
        self._recordings.remove_leaving_files()
        self._recordings.files.sweep()
        for hearing in (*gone, *(row.id for row in recordings)):
            self._recordings.files.forget_hearing(hearing)
        self._database.forget_pages()
        return len(gone)


def _recordings(session: Session, call_ids: Sequence[str]) -> Iterator[Recording]:
    """The recordings that calls were heard in, or are to be."""
    heard = select(Hearing.recording_id).where(Hearing.call_id.in_(call_ids))
    queued = select(JobRow.recording_id).where(JobRow.call_id.in_(call_ids))
    yield from session.scalars(select(Recording).where(Recording.id.in_(heard) | Recording.id.in_(queued)))


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(CallRow.delete_due <= now, CallRow.delete_due > now + GRACE)


def _not_held() -> ColumnElement[bool]:
    return CallRow.id.not_in(select(LegalHold.call_id))
