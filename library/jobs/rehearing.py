"""Calls that are to be heard again, because there are words to be had now: by a model that has come, or in a transcript.

The call stays who it is: its notes, agent, date, name and the tick of whoever has been through it. What was heard and the
report are new once the hearing is over, and the old ones stand until then, or for good if it fails.

A job of this kind names its call from the beginning (``JobRow.call_id``); its options::

    again     the call's id
    settled   whether somebody has said, when it was heard or after, which side is the agent's: then that stays
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import no_such_call, permit, permitted
from library.audit.recording import record
from library.database.connection import Database
from library.database.schema import NO_WORDS, CallRow, Hearing, JobRow, Spoken
from library.jobs.job import UNFINISHED, Job, job_of, jobs, put_job

CURRENT = (Hearing.call_id == CallRow.id) & (Hearing.depends == CallRow.depends)

FEW = 500
"""Calls without words that are named where more is asked of them, so that a wall is asked of these alone."""


class Rehearing:
    """The calls of one library that are heard again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def wordless(self, include_tried: bool = False) -> tuple[str, ...]:
        """The calls that have a recording and no words, oldest first, unless they are in the queue already.

        include_tried  those too that were heard again before and have none still: nobody speaks in them, say
        """
        conditions: list[ColumnElement[bool]] = [CallRow.delete_due.is_(None), ~_waits()]
        if not include_tried:
            heard_again = (JobRow.call_id == CallRow.id, JobRow.state == "done", JobRow.options.contains('"again"'))
            conditions.append(~exists().where(*heard_again))
        silent = select(Spoken.call_id).where(literal_column(NO_WORDS))
        with self._database.read() as session:
            few = session.scalars(silent.limit(FEW + 1)).all()
            if not few:
                return ()
            conditions.append(CallRow.id.in_(few if len(few) <= FEW else silent))
            statement = select(CallRow.id).join(Hearing, CURRENT).where(Hearing.recording_id.is_not(None), *conditions)
            return tuple(session.scalars(statement.order_by(CallRow.date)))

    def hear(self, call_ids: Iterable[str]) -> int:
        """Put calls into the queue, in this order; how many there were. What is there already is not put there twice."""
        added = 0
        for call_id in call_ids:  # each by itself: thousands of them must not keep others from writing
            with self._database.unwalled.write() as session:
                added += sum(_put(session, one) for one in permitted(session, "correct", [call_id]))
        return added

    def hear_together(self, call_ids: Iterable[str]) -> int:
        """Put calls into the queue, all of them or none, in this order; how many there were."""
        with self._database.unwalled.write() as session:
            return sum(_put(session, call_id) for call_id in permitted(session, "correct", tuple(call_ids)))

    def hear_with(self, call_id: str, transcript: tuple[str, bytes]) -> None:
        """Hear a call with a transcript (a file's name and content), in the place of any hearing that waits or failed.

        Raises :class:`audio.errors.SameSideError` where the call is gone.
        """
        with self._database.unwalled.write() as session:
            permit(session, "correct", [call_id])
            session.execute(delete(JobRow).where(JobRow.call_id == call_id, JobRow.state != "done"))
            destroyed = session.scalar(select(CallRow.destroyed).where(CallRow.id == call_id))
            if destroyed is not None:
                raise InputError(
                    f"What is masked in this call was taken out of it for good on {destroyed:%Y-%m-%d}, so it cannot be heard anew."
                )
            if not _put(session, call_id, transcript):
                raise no_such_call(call_id)

    def job(self, call_id: str) -> Job | None:
        """The hearing of a call, or of its recording added again, that is not finished or has failed."""
        recording = select(Hearing.recording_id).join(CallRow, CURRENT).where(CallRow.id == call_id).scalar_subquery()
        with self._database.read() as session:
            on_call = or_(JobRow.call_id == call_id, JobRow.recording_id == recording)
            statement = jobs().where(on_call, JobRow.state != "done").order_by(JobRow.id.desc())
            row = session.scalars(statement.limit(1)).first()
            return None if row is None else job_of(row)


def _put(session: Session, call_id: str, transcript: tuple[str, bytes] | None = None) -> bool:
    """Put one call into the queue; ``False`` where it has no recording, or its original was destroyed, is gone, or waits there already."""
    statement = select(CallRow.name, CallRow.depends, Hearing.recording_id).join(Hearing, CURRENT)
    row = session.execute(
        statement.where(
            CallRow.id == call_id,
            CallRow.delete_due.is_(None),
            CallRow.destroyed.is_(None),
            Hearing.recording_id.is_not(None),
            ~_waits(),
        ).with_for_update(of=CallRow)
    ).first()
    if row is None:
        return False
    session.execute(delete(JobRow).where(JobRow.call_id == call_id, JobRow.state == "failed"))
    options = {"again": call_id, "settled": row.depends != ""}
    job = put_job(session, row.recording_id, row.name, options, transcript, call_id)
    record(session, "queued_again", call_id, job=job)
    return True


def _waits() -> ColumnElement[bool]:
    """Whether a hearing of the call's recording is not finished."""
    return exists().where(JobRow.recording_id == Hearing.recording_id, JobRow.state.in_(UNFINISHED))
