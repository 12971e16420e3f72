"""How far a call is, from its arrival to its report.

::

    queued ──> working ──> reviewed          heard, judged and kept: there is a report
                   └─────> failed            with the sentence that says why
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, defer

from library.database.schema import CallRow, Hearing, JobRow

Step = Literal["queued", "working", "reviewed", "failed"]


@dataclass(frozen=True, slots=True)
class CallState:
    """What has become of a recording that was brought.

    id        that of the recording, by which it was answered for when it was brought; the call's own where it has none
    call      the call's own id, once there is one that the viewer sees
    stage     what is being done, in words; ``progress`` how far that is, 0 to 1
    why       why it failed
    added     when it was brought, or the call first kept; ``ended`` when it was done
    """

    id: str
    call: str | None
    name: str
    state: Step
    stage: str
    progress: float
    why: str | None
    added: datetime | None
    ended: datetime | None


def state_of(session: Session, some_id: str) -> CallState | None:
    """The state of the call with this id, or of the recording with this id; ``None`` where the session's viewer sees neither."""
    call, recording = _call(session, some_id)
    job = _job(session, call.id if call else None, recording or some_id)
    if call is None and job is None:
        return None
    is_under_way = job is not None and job.state in ("queued", "working")
    step: Step = "reviewed"
    if job is not None and (is_under_way or call is None):
        step = "reviewed" if job.state == "done" else _step(job.state)
    name = call.name if call is not None else job.name if job is not None else ""
    of_job = job if is_under_way or step == "failed" else None
    return CallState(
        recording or some_id, call.id if call else None, name, step,
        of_job.stage if of_job else "", 1.0 if step == "reviewed" else of_job.progress if of_job else 0.0,
        of_job.why if of_job else None, job.added if job else None, job.ended if job else None,
    )  # fmt: skip


def _step(state: str) -> Step:
    return "queued" if state == "queued" else "working" if state == "working" else "failed"


def _call(session: Session, some_id: str) -> tuple[CallRow | None, str | None]:
    """The call, and the recording that it was heard in."""
    current = (
        select(CallRow, Hearing.recording_id)
        .join(Hearing, (Hearing.call_id == CallRow.id) & (Hearing.depends == CallRow.depends))
        .where(CallRow.delete_due.is_(None))
        .order_by(CallRow.kept.desc())
        .limit(1)
    )
    for named in (CallRow.id == some_id, Hearing.recording_id == some_id):  # each by an index of its own
        found = session.execute(current.where(named)).first()
        if found is not None:
            return found[0], found[1]
    return None, None


def _job(session: Session, call: str | None, recording: str) -> JobRow | None:
    """The latest job of a recording, or of a call that is heard again."""
    of_it = JobRow.recording_id == recording
    if call is not None:
        of_it = or_(of_it, JobRow.call_id == call)
    latest = select(JobRow).options(defer(JobRow.transcript), defer(JobRow.options)).where(of_it)
    return session.scalars(latest.order_by(JobRow.id.desc()).limit(1)).first()
