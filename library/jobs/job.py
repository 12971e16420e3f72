"""What a job of the queue is, and the way from a row to a job and back; what becomes of jobs is in ``library/jobs/queue.py``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, defer

from analysis.report import Report
from audio.call import Call
from audio.errors import LibraryError
from library.access.permits import viewer_in
from library.calls.saving import forget_deleted, put_call, put_metadata, put_report
from library.database.schema import CallRow, Hearing, JobFile, JobRow, Recording
from library.jobs.bringing import bringer_of, put_bringer
from library.metadata.call_metadata import Metadata
from library.people.agents import assign_call, team_by

State = Literal["queued", "working", "done", "failed"]
UNFINISHED: tuple[State, State] = ("queued", "working")

JUDGING = "Judging the calls anew"
FETCHING = "Fetching the model for the words"
"""The names of the jobs that have no recording."""


@dataclass(frozen=True, slots=True)
class Job:
    """A recording in the queue, or (``recording_id`` is ``None``) what its ``name`` says: calls to be judged again, a model
    to be fetched.

    ``stage`` says in words what is being done, ``progress`` how far that is, 0 to 1; ``why`` is the sentence of a failed
    one; ``call_id`` the call that came of one that is done, or that is to be heard again.
    """

    id: int
    recording_id: str | None
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
    """A job in a worker's hands. ``transcript`` is a file's name and content, if one was named; ``beside`` those of the files that came
    with the recording under its name."""

    job_id: int
    worker: str
    recording_id: str | None
    name: str
    options: Mapping[str, Any]
    transcript: tuple[str, bytes] | None
    beside: tuple[tuple[str, bytes], ...] = ()

    @property
    def subject(self) -> str:
        """What the work is, as the subject of a sentence."""
        return job_kind(self.recording_id, self.name)


class Reviewed(NamedTuple):
    """What the work on a recording answers: all of it is kept together.

    fingerprint  of the limits and rules that the report was made under
    depends      what the hearing depends on beside the sound
    agent, team  whose call it is, if that is known; ``date`` when it was held, now if it is not
    metadata     all else that is known of it
    """

    call: Call
    report: Report
    fingerprint: str = ""
    depends: str = ""
    agent: str | None = None
    team: str | None = None
    date: datetime | None = None
    metadata: Metadata = Metadata()


def keep_result(session: Session, row: JobRow, result: Reviewed) -> str:
    """Keep what came of a job within a transaction of the caller's; the call's id.

    A call that was heard again keeps the name it has by now.
    """
    name = row.name if row.call_id is None else None
    call = replace(result.call, source=name or session.get_one(Recording, row.recording_id).name)
    return keep_reviewed(session, result._replace(call=call), row.recording_id, name, row)


def keep_reviewed(
    session: Session, result: Reviewed, recording: str | None, name: str | None, job: JobRow | None = None
) -> str:
    """Keep facts and report of a recording (or of a transcript alone) within a transaction of the caller's; the call's id.

    job  the one that it came of, which says who brought it
    """
    bringer, practice_until = bringer_of(session, job), None if job is None else job.practice_until
    known = Metadata(agent=result.agent, team=result.team, date=result.date).or_else(result.metadata)
    if name is not None:
        forget_deleted(session, CallRow.id == result.call.id)
    is_new = session.get(CallRow, result.call.id) is None
    put_call(session, result.call, recording, result.depends, name=name)
    brought_anew = job is None or job.call_id is None
    put_bringer(session, result.call.id, bringer, practice_until, is_new, brought_anew)
    if not is_new:  # heard, so it is here again
        session.execute(update(CallRow).where(CallRow.id == result.call.id).values(destroyed=None))
    put_metadata(session, result.call.id, known)
    put_report(session, result.report, result.fingerprint)
    if known.agent and practice_until is None:
        assign_call(session, result.call.id, known.agent, team_by(session, known.agent, known.team, bringer))
    return result.call.id


def put_job(
    session: Session,
    recording: str | None,
    name: str,
    options: Mapping[str, Any],
    transcript: tuple[str, bytes] | None,
    call: str | None = None,
    beside: Sequence[tuple[str, bytes]] = (),
    practice_until: datetime | None = None,
) -> int:
    """Add a job within a transaction of the caller's; its id. It is the session's viewer's.

    call            one that is to be heard again
    beside          name and content of each file that came with the recording under its name
    practice_until  brought for practice, and to be deleted then
    """
    row = JobRow(
        recording_id=recording,
        call_id=call,
        name=name,
        options=json.dumps(dict(options)),
        transcript_name=transcript and transcript[0],
        transcript=transcript and transcript[1],
        state="queued",
        stage="",
        progress=0.0,
        attempts=0,
        added=datetime.now(UTC),
        added_by=viewer_in(session).person_id,
        practice_until=practice_until,
    )
    session.add(row)
    session.flush()
    session.add_all(JobFile(job_id=row.id, name=name, content=content) for name, content in dict(beside).items())
    return row.id


def files_of(session: Session, job_id: int) -> tuple[tuple[str, bytes], ...]:
    """Name and content of each file that came with a job's recording."""
    rows = session.scalars(select(JobFile).where(JobFile.job_id == job_id).order_by(JobFile.name))
    return tuple((row.name, row.content) for row in rows)


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
    if recording is None:
        return None
    others = (
        select(JobRow.id).where(JobRow.recording_id == recording),
        select(Hearing.call_id).where(Hearing.recording_id == recording),
    )
    return None if any(session.scalars(statement.limit(1)).first() is not None for statement in others) else recording


def jobs() -> Select[Any]:
    """The rows of jobs, without what only a worker needs of them."""
    return select(JobRow).options(defer(JobRow.transcript), defer(JobRow.options))


def job_kind(recording: str | None, name: str) -> str:
    """What a job does, as the subject of a sentence."""
    return name if recording is None else f"The review of {name}"


def row_of(session: Session, job_id: int) -> JobRow:
    """The row of a job. Raises :class:`audio.errors.LibraryError` where it is gone."""
    row = session.get(JobRow, job_id)
    if row is None:
        raise LibraryError("That recording is no longer in the queue.")
    return row


def job_of(row: JobRow) -> Job:
    """The job that a row holds."""
    return Job(**{f.name: getattr(row, f.name) for f in fields(Job)})
