"""Which job is taken: the one whose turn it is, or a certain one.

::

    turns          a model to be fetched ─ the oldest recording ─ judging anew       each asked for by itself, so that an index of states and
                                                                                     turns tells it, however many wait or are done
    a certain one  in one statement, as a worker of a cluster takes each of its calls, on a database that all of them share
"""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from library.database.schema import JobRow
from library.jobs.house_jobs import without_recording
from library.jobs.job import FETCHING, Claim, files_of

COLUMNS = (JobRow.recording_id, JobRow.name, JobRow.options, JobRow.transcript_name, JobRow.transcript)
TURNS = (without_recording(FETCHING), JobRow.recording_id.is_not(None), JobRow.recording_id.is_(None))


def next_of(session: Session, free: ColumnElement[bool]) -> JobRow | None:
    """The job whose turn it is among those that are ``free``, locked until the transaction of the caller's is over; ``None`` where there is none."""
    for turn in TURNS:
        statement = select(JobRow).where(free, turn).order_by(JobRow.id).limit(1)
        row = session.scalars(statement.with_for_update(skip_locked=True)).first()
        if row is not None:
            return row
    return None


def claim_waiting(
    session: Session, job: int, worker: str, lease: datetime | ColumnElement[datetime], most_attempts: int
) -> Claim | None:
    """Take a job on a recording for ``worker`` until ``lease``, within a transaction of the caller's; ``None`` where it does not wait, or was tried
    ``most_attempts`` times."""
    waits = (
        JobRow.id == job,
        JobRow.state == "queued",
        JobRow.recording_id.is_not(None),
        JobRow.attempts < most_attempts,
    )
    taken = {"state": "working", "worker": worker, "lease": lease, "attempts": JobRow.attempts + 1}
    statement = update(JobRow).where(*waits).values(**taken, progress=0.0, stage="").returning(*COLUMNS)
    row = session.execute(statement, execution_options={"synchronize_session": False}).one_or_none()
    if row is None:
        return None
    transcript = None if row.transcript is None else (row.transcript_name or "transcript", row.transcript)
    return Claim(job, worker, row.recording_id, row.name, json.loads(row.options), transcript, files_of(session, job))
