"""The queue of recordings to review: durable, worked by any number of workers, and proof against kill -9.

::

                 claim                    finish
    queued  ------------->  working  ---------------->  done       call and report kept in the same transaction
      ^                       |  |    SameSideError
      |   lease runs out,     |  +------------------->  failed     with the sentence that says why
      +---- or interrupted ---+
                              |  cancel
                              +------------------->  off the list, its recording too; a late result is dropped

A worker holds a job by a *lease* that it renews every few seconds. If it is killed, the lease runs out (``leases`` says when, also where
a clock is set back; the machines that share a PostgreSQL go by its clock) and another worker takes the job up from the start; what it had done was not kept, so nothing is half there. A job
whose worker died three times is given up, with a sentence: a recording that brings a codec down must not do so for ever.

Two kinds of job have no recording, and there is one of each at a time. One judges the calls again that were heard before,
when limits or rules have changed; it lets recordings go first, and what it has judged is kept call by call, so that whoever
takes it up after a kill goes on with those that are left. The other fetches the model that hears the words; it goes before
all recordings, which would be heard without words else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Interval, and_, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from library.access.permits import permit_in_house, permit_the_program
from library.audit.recording import record
from library.database.connection import Database, rows_changed
from library.database.looking import asked_once
from library.database.schema import JobRow
from library.database.text import storable_text
from library.jobs import tallies
from library.jobs.batch import Batch, read_batch
from library.jobs.bringing import own_jobs
from library.jobs.claiming import claim_waiting, next_of
from library.jobs.figures import Figures, read_figures
from library.jobs.house_jobs import add_unless, put_judging, without_recording
from library.jobs.job import (
    FETCHING,
    JUDGING,
    UNFINISHED,
    Claim,
    Job,
    Reviewed,
    State,
    files_of,
    job_kind,
    job_of,
    jobs,
    keep_result,
    row_of,
)
from library.jobs.leases import LeaseWatch
from library.jobs.tallies import Kind, Stage, work_of
from library.webhooks.outbox import put_event

LEASE = timedelta(seconds=20)
"""How long a worker may be silent before it counts as dead; it renews its lease far more often."""

MAX_ATTEMPTS = 3

NO_STAGES: Mapping[Stage, float] = {}
"""Of a job of whose stages nothing is known."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The recordings that are worked on, those that have failed, the first that wait, and how many wait in all."""

    working: tuple[Job, ...] = ()
    failed: tuple[Job, ...] = ()
    waiting: tuple[Job, ...] = ()
    number: int = 0


class Queue:
    """The queue of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watch = LeaseWatch()

    def jobs(self, states: Iterable[State] | None = None, newest: int = 200) -> tuple[Job, ...]:
        """The latest jobs on recordings, in the order in which they were added."""
        statement = jobs().where(JobRow.recording_id.is_not(None))
        if states is not None:
            statement = statement.where(JobRow.state.in_(list(states)))
        with self._database.read() as session:
            rows = session.scalars(statement.order_by(JobRow.id.desc()).limit(newest)).all()
            return tuple(job_of(row) for row in reversed(rows))

    def waiting(self, limit: int) -> tuple[tuple[Job, ...], int]:
        """The ``limit`` recordings that wait, in the order in which their turn comes, and how many wait in all."""
        conditions = (JobRow.recording_id.is_not(None), JobRow.state == "queued")
        with self._database.read() as session:
            rows = session.scalars(jobs().where(*conditions).order_by(JobRow.id).limit(limit)).all()
            number = session.scalar(select(func.count()).select_from(JobRow).where(*conditions))
            return tuple(map(job_of, rows)), number or 0

    def overview(self, limit: int) -> Overview:
        """How the queue stands, with the first ``limit`` of the recordings that wait. Most often nothing is in it, which is one question."""
        if not self.jobs(("queued", "working", "failed"), newest=1):
            return Overview()
        return Overview(self.jobs(("working",)), self.jobs(("failed",)), *self.waiting(limit))

    def batch(self) -> Batch:
        """How far what was put into the queue together is; see :mod:`library.jobs.batch`."""
        with self._database.read() as session:
            return read_batch(session, datetime.now(UTC))

    def figures(self) -> Figures:
        """How the queue stands, and what its jobs came to; see :mod:`library.jobs.figures`."""
        with self._database.read() as session:
            permit_the_program(session)
            return read_figures(session, self._now(session))

    def judging(self) -> Job | None:
        """The re-analysis that is not finished, or else the latest."""
        return self._job_without_recording(JUDGING)

    def judge(self, calls: int) -> None:
        """Have all calls judged again that need it, ``calls`` of them now; nothing where that waits to be done already.

        Where it is being done, this is another job after it: the limits may have moved under it.
        """
        with self._database.unwalled.write() as session:
            permit_in_house(session, "judge")
            if put_judging(session, calls):
                record(session, "queued_all", calls=calls)

    def fetching(self) -> Job | None:
        """The fetching of a model that is not finished, or else the latest."""
        return self._job_without_recording(FETCHING)

    def fetch(self, model: str) -> bool:
        """Have a model fetched, and then the calls heard that wait for it; ``False`` where one is being fetched already."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "judge")
            added = add_unless(session, FETCHING, {"model": model}, UNFINISHED)
            if added:
                record(session, "fetching")
            return added

    def recordings_waiting(self) -> bool:
        """Whether something waits that goes before a re-analysis."""
        with self._database.read() as session:
            statement = select(JobRow.id).where(JobRow.state == "queued", ~without_recording(JUDGING))
            return session.scalars(statement.limit(1)).first() is not None

    def _job_without_recording(self, name: str) -> Job | None:
        with self._database.read() as session:
            house = or_(without_recording(JUDGING), without_recording(FETCHING))
            found = asked_once(session, Queue, lambda: session.scalars(jobs().where(house).order_by(JobRow.id)).all())
            rows = [row for row in found if row.name == name]
            return next((job_of(row) for row in rows if row.state in UNFINISHED), job_of(rows[-1]) if rows else None)

    def job(self, job_id: int) -> Job:
        """One job. Raises :class:`SameSideError` where it is gone."""
        with self._database.read() as session:
            return job_of(row_of(session, job_id))

    def retry(self, *job_ids: int) -> None:
        """Put failed jobs back into the queue; those that are not the viewer's stay as they are."""
        with self._database.unwalled.write() as session:
            own = own_jobs(session, job_ids)
            session.execute(
                update(JobRow)
                .where(JobRow.id.in_(own), JobRow.state == "failed")
                .values(state="queued", attempts=0, progress=0.0, stage="", why=None, worker=None, ended=None)
            )
            for job_id in own:
                record(session, "retried", job=job_id)

    def dismiss(self, *job_ids: int) -> None:
        """Take finished or failed jobs off the list. A recording that no call came of is let go later. Those that are not
        the viewer's stay."""
        with self._database.unwalled.write() as session:
            session.execute(
                delete(JobRow).where(JobRow.id.in_(own_jobs(session, job_ids)), JobRow.state.not_in(UNFINISHED))
            )
            record(session, "cleared")

    # what workers do

    def free(self, limit: int, lease: timedelta = LEASE, among: Iterable[int] | None = None) -> list[tuple[int, str]]:
        """Recordings that nobody holds, in the order in which their turn comes: the job's id and the recording's, ``limit`` of them.

        among  of these jobs only
        """
        with self._database.read() as session:
            permit_the_program(session)
            free = or_(JobRow.state == "queued", *self._run_out(session, self._now(session), lease))
            statement = select(JobRow.id, JobRow.recording_id).where(free, JobRow.recording_id.is_not(None))
            if among is not None:
                statement = statement.where(JobRow.id.in_(list(among)))
            rows = session.execute(statement.order_by(JobRow.id).limit(limit))
            return [(job, recording) for job, recording in rows if recording is not None]

    def waiting_for(self, recording: str, options: Mapping[str, Any]) -> int | None:
        """The job that waits or is worked on for a recording with the same options; ``None`` where there is none."""
        asked = json.loads(json.dumps(dict(options)))
        with self._database.read() as session:
            permit_the_program(session)
            same = select(JobRow.id, JobRow.options).where(
                JobRow.recording_id == recording, JobRow.state.in_(UNFINISHED)
            )
            return next((job for job, given in session.execute(same) if json.loads(given) == asked), None)

    def recording_of(self, job: int) -> str | None:
        """The recording that a job is on; ``None`` where there is no such job."""
        with self._database.read() as session:
            permit_the_program(session)
            return session.scalar(select(JobRow.recording_id).where(JobRow.id == job))

    def unfinished(self, among: Iterable[int] | None = None) -> set[int]:
        """Those of the jobs that wait or are worked on; of all (``None``) the first such job alone, as it only matters whether there is one."""
        statement = select(JobRow.id).where(JobRow.state.in_(UNFINISHED))
        statement = statement.limit(1) if among is None else statement.where(JobRow.id.in_(list(among)))
        with self._database.read() as session:
            permit_the_program(session)
            return set(session.scalars(statement))

    def claim(
        self, worker: str, lease: timedelta = LEASE, job: int | None = None, recordings: bool = True
    ) -> Claim | None:
        """Take the job that nobody holds and whose turn it is, for ``worker``; ``None`` where there is none.

        A model to be fetched goes first, then the oldest recording, then the re-analysis.

        job         this one and no other
        recordings  or what has no recording alone
        """
        with self._database.write() as session:
            permit_the_program(session)
            if job is not None and recordings:
                taken = claim_waiting(session, job, worker, self._end_of(lease), MAX_ATTEMPTS)
                if taken is not None:
                    return taken
            now = self._now(session)
            free = or_(JobRow.state == "queued", *self._run_out(session, now, lease))
            if job is not None:
                free = and_(free, JobRow.id == job)
            if not recordings:
                free = and_(free, JobRow.recording_id.is_(None))
            while True:
                row = next_of(session, free)
                if row is None:
                    return None
                if row.attempts < MAX_ATTEMPTS:
                    break
                row.state, row.ended = "failed", now
                because = "the recording may be damaged, or this machine has too little memory for it"
                if row.recording_id is None:
                    because = "this machine may have too little memory for it"
                put_event(session, "call.failed", row)
                row.why = f"{job_kind(row.recording_id, row.name)} ended abruptly {MAX_ATTEMPTS} times, so it was given up: {because}."
                tallies.add(session, worker, tallies.failed(work_of(row.recording_id, row.name), "abrupt"), now)
            is_retaken = row.state == "working"
            row.state, row.worker, row.lease = "working", worker, now + lease
            row.attempts, row.progress, row.stage = row.attempts + 1, 0.0, ""
            transcript = None if row.transcript is None else (row.transcript_name or "transcript", row.transcript)
            files = files_of(session, row.id)
            claim = Claim(row.id, worker, row.recording_id, row.name, json.loads(row.options), transcript, files)
            if is_retaken:
                tallies.add(session, worker, tallies.retaken(), now)
            return claim

    def renew(self, claim: Claim, stage: str, progress: float, lease: timedelta = LEASE) -> bool:
        """Say that a job is being worked on; ``False`` where it is no longer this worker's (cancelled, or taken)."""
        with self._database.write() as session:
            permit_the_program(session)
            progress = min(1.0, max(0.0, progress))
            return _update_held(session, claim, lease=self._end_of(lease), stage=stage, progress=progress)

    def finish(self, claim: Claim, result: Reviewed | str, stages: Mapping[Stage, float] = NO_STAGES) -> bool:
        """Keep call and report and end the job, all in one; ``False``, and nothing kept, where it is no longer ours.

        Of a job without a recording, which has kept its results itself, ``result`` is a sentence that says what was done.
        ``stages`` are the seconds that its stages took, for the figures.
        """
        with self._database.write() as session:
            permit_the_program(session)
            row = session.get(JobRow, claim.job_id, with_for_update=True)
            if row is None or row.worker != claim.worker or row.state != "working":
                return False
            row.state, row.progress, row.ended = "done", 1.0, datetime.now(UTC)
            if isinstance(result, str):
                row.stage = result
            else:
                row.stage, row.call_id = "", keep_result(session, row, result)
                record(session, "judged", row.call_id)
                put_event(session, "call.reviewed", row)
            audio = 0.0 if isinstance(result, str) else result.call.duration
            counted = tallies.done(work_of(claim.recording_id, claim.name), stages, audio)
            tallies.add(session, claim.worker, counted, self._now(session))
            return True

    def fail(self, claim: Claim, why: str, kind: Kind = "recording", stages: Mapping[Stage, float] = NO_STAGES) -> None:
        """End a job with the sentence that says why; ``kind`` and ``stages`` (seconds) are for the figures."""
        with self._database.write() as session:
            permit_the_program(session)
            if _update_held(session, claim, state="failed", why=storable_text(why), ended=datetime.now(UTC)):
                put_event(session, "call.failed", session.get(JobRow, claim.job_id))
                counted = tallies.failed(work_of(claim.recording_id, claim.name), kind, stages)
                tallies.add(session, claim.worker, counted, self._now(session))

    def give_back(self, claim: Claim) -> bool:
        """Put a job back that is to be worked on later, as if it had not been taken; ``False`` where it is not ours."""
        with self._database.write() as session:
            permit_the_program(session)
            attempts = JobRow.attempts - 1
            return _update_held(session, claim, state="queued", worker=None, attempts=attempts, progress=0.0, stage="")

    def _now(self, session: Session) -> datetime:
        """The time that leases go by: PostgreSQL's own, where several machines work; this machine's on SQLite."""
        if self._database.is_sqlite:
            return datetime.now(UTC)
        now: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
        return now

    def _end_of(self, lease: timedelta) -> datetime | ColumnElement[datetime]:
        """When a lease ends that begins now, by the same clock; where that is PostgreSQL's, as it reckons for itself, without being asked first."""
        if self._database.is_sqlite:
            return datetime.now(UTC) + lease
        return func.timezone("UTC", func.clock_timestamp(), type_=DateTime()) + literal(lease, Interval())

    def _run_out(self, session: Session, now: datetime, lease: timedelta) -> list[ColumnElement[bool]]:
        """The jobs whose lease has run out, each as a condition: put off in this moment, it no longer holds."""
        held = select(JobRow.id, JobRow.lease).where(JobRow.state == "working")
        ends = {job: end for job, end in session.execute(held) if end is not None}
        out = self._watch.run_out(ends, now, lease)
        return [and_(JobRow.state == "working", JobRow.id == job, JobRow.lease <= end) for job, end in out.items()]


def _update_held(session: Session, claim: Claim, **values: object) -> bool:
    """Change a job that is still in its worker's hands; ``False`` where it is not."""
    held = (JobRow.id == claim.job_id, JobRow.worker == claim.worker, JobRow.state == "working")
    return rows_changed(session, update(JobRow).where(*held).values(**values)) > 0
