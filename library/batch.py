"""The queue of recordings to review: durable, worked by any number of workers, and proof against kill -9.

::

                 claim                    finish
    queued  ------------->  working  ---------------->  done       call and report kept in the same transaction
      ^                       |  |    Trouble
      |   lease runs out,     |  +------------------->  failed     with the sentence that says why
      +---- or interrupted ---+
                              |  cancel
                              +------------------->  off the list, its recording too; a late result is dropped

A worker holds a job by a *lease* that it renews every few seconds. If it is killed, the lease runs out and another
worker takes the job up from the start; what it had done was not kept, so nothing is half there. A job
whose worker died three times is given up, with a sentence: a recording that brings a codec down must not do so for ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session, defer

from analysis.report import Report
from audio.call import Call
from audio.trouble import Trouble
from library.database import Database, changed
from library.keeping import put_call, put_report
from library.people import assign
from library.schema import Hearing, JobRow
from library.texts import keepable

State = Literal["queued", "working", "done", "failed"]
UNFINISHED: tuple[State, State] = ("queued", "working")

LEASE = timedelta(seconds=20)
"""How long a worker may be silent before it counts as dead; it renews its lease far more often."""

TRIES = 3


@dataclass(frozen=True, slots=True)
class Job:
    """A recording in the queue. ``stage`` says in words what is being done, ``progress`` how far that is, 0 to 1;
    ``why`` is the sentence of a failed one; ``call_id`` the call of one that is done."""

    id: int
    recording_id: str
    call_id: str | None
    name: str
    state: State
    stage: str
    progress: float
    why: str | None
    added: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in a worker's hands. ``transcript`` is a file's name and content, if one was given."""

    job_id: int
    worker: str
    recording_id: str
    name: str
    options: Mapping[str, Any]
    transcript: tuple[str, bytes] | None


class Reviewed(NamedTuple):
    """What the work on a recording answers: all of it is kept together.

    fingerprint  of the limits and rules that the report was made under
    depends      what the hearing depends on beside the sound
    agent, team  whose call it is, if that is known; ``date`` when it was held, now if it is not
    """

    call: Call
    report: Report
    fingerprint: str = ""
    depends: str = ""
    agent: str | None = None
    team: str | None = None
    date: datetime | None = None


class Queue:
    """The queue of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def jobs(self, states: Iterable[State] | None = None, newest: int = 200) -> tuple[Job, ...]:
        """The latest jobs, in the order in which they were added."""
        wanted = select(JobRow).options(defer(JobRow.transcript), defer(JobRow.options))
        if states is not None:
            wanted = wanted.where(JobRow.state.in_(list(states)))
        with self._database.read() as session:
            rows = session.scalars(wanted.order_by(JobRow.id.desc()).limit(newest)).all()
            return tuple(_job(row) for row in reversed(rows))

    def job(self, job_id: int) -> Job:
        """One job. Raises :class:`Trouble` where it is gone."""
        with self._database.read() as session:
            return _job(_row(session, job_id))

    def retry(self, job_id: int) -> None:
        """Put a failed job back into the queue."""
        with self._database.write() as session:
            session.execute(
                update(JobRow)
                .where(JobRow.id == job_id, JobRow.state == "failed")
                .values(state="queued", attempts=0, progress=0.0, stage="", why=None, worker=None, ended=None)
            )

    def dismiss(self, job_id: int) -> None:
        """Take a finished or failed job off the list. A recording that no call came of is let go later."""
        with self._database.write() as session:
            session.execute(delete(JobRow).where(JobRow.id == job_id, JobRow.state.not_in(UNFINISHED)))

    # what workers do

    def claim(self, worker: str, lease: timedelta = LEASE) -> Claim | None:
        """Take the oldest job that nobody holds, for ``worker``; ``None`` where there is none."""
        now = datetime.now(UTC)
        free = or_(JobRow.state == "queued", and_(JobRow.state == "working", JobRow.lease < now))
        with self._database.write() as session:
            while True:
                row = session.scalars(
                    select(JobRow).where(free).order_by(JobRow.id).limit(1).with_for_update(skip_locked=True)
                ).first()
                if row is None:
                    return None
                if row.attempts < TRIES:
                    break
                row.state, row.ended = "failed", now
                row.why = (
                    f"The review of {row.name} ended abruptly {TRIES} times, so it was given up: the recording may be "
                    "damaged, or this machine has too little memory for it."
                )
                session.flush()
            row.state, row.worker, row.lease = "working", worker, now + lease
            row.attempts, row.progress, row.stage = row.attempts + 1, 0.0, ""
            transcript = None if row.transcript is None else (row.transcript_name or "transcript", row.transcript)
            return Claim(row.id, worker, row.recording_id, row.name, json.loads(row.options), transcript)

    def renew(self, claim: Claim, stage: str, progress: float, lease: timedelta = LEASE) -> bool:
        """Say that a job is being worked on; ``False`` where it is no longer this worker's (cancelled, or taken)."""
        return self._still(claim, lease=datetime.now(UTC) + lease, stage=stage, progress=min(1.0, max(0.0, progress)))

    def finish(self, claim: Claim, done: Reviewed) -> bool:
        """Keep call and report and end the job, all in one; ``False``, and nothing kept, where it is no longer ours."""
        with self._database.write() as session:
            row = session.get(JobRow, claim.job_id, with_for_update=True)
            if row is None or row.worker != claim.worker or row.state != "working":
                return False
            call = replace(done.call, source=row.name)
            put_call(session, call, row.recording_id, done.depends, name=row.name, date=done.date)
            put_report(session, done.report, done.fingerprint)
            if done.agent:
                assign(session, call.id, done.agent, done.team)
            row.state, row.call_id, row.progress, row.stage = "done", call.id, 1.0, ""
            row.ended = datetime.now(UTC)
            return True

    def fail(self, claim: Claim, why: str) -> None:
        """End a job with the sentence that says why."""
        self._still(claim, state="failed", why=keepable(why), ended=datetime.now(UTC))

    def give_back(self, claim: Claim) -> bool:
        """Put a job back that is to be worked on later, as if it had not been taken; ``False`` where it is not ours."""
        return self._still(claim, state="queued", worker=None, attempts=JobRow.attempts - 1, progress=0.0, stage="")

    def _still(self, claim: Claim, **values: object) -> bool:
        mine = (JobRow.id == claim.job_id, JobRow.worker == claim.worker, JobRow.state == "working")
        with self._database.write() as session:
            return changed(session, update(JobRow).where(*mine).values(**values)) > 0


def put_job(
    session: Session,
    recording: str,
    name: str,
    options: Mapping[str, Any],
    transcript: tuple[str, bytes] | None,
) -> int:
    """Add a job within a transaction of the caller's; its id."""
    row = JobRow(
        recording_id=recording,
        name=name,
        options=json.dumps(dict(options)),
        transcript_name=transcript and transcript[0],
        transcript=transcript and transcript[1],
        state="queued",
        stage="",
        progress=0.0,
        attempts=0,
        added=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row.id


def take_job(session: Session, job_id: int) -> str | None:
    """Take a job that is not finished off the list within a transaction of the caller's.

    Answers the id of its recording where nothing else needs that: no call was heard in it and no other job is on it.
    """
    row = session.get(JobRow, job_id, with_for_update=True)
    if row is None or row.state not in UNFINISHED:
        return None
    recording = row.recording_id
    session.delete(row)
    session.flush()
    others = (
        select(JobRow.id).where(JobRow.recording_id == recording),
        select(Hearing.call_id).where(Hearing.recording_id == recording),
    )
    return None if any(session.scalars(one.limit(1)).first() is not None for one in others) else recording


def _row(session: Session, job_id: int) -> JobRow:
    row = session.get(JobRow, job_id)
    if row is None:
        raise Trouble("That recording is no longer in the queue.")
    return row


def _job(row: JobRow) -> Job:
    return Job(**{f.name: getattr(row, f.name) for f in fields(Job)})
