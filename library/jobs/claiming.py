"""Taking one certain job that waits, in one statement: what a worker of a cluster does for each of its calls, on a database that all of them share."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from library.database.schema import JobRow
from library.jobs.job import Claim, files_of

COLUMNS = (JobRow.recording_id, JobRow.name, JobRow.options, JobRow.transcript_name, JobRow.transcript)


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
