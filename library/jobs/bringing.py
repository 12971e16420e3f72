"""Whose it is what somebody brings: a call for the house, which is its bringer's to see until it is an agent's, or one for practice.

::

    brought for the house   brought_by = 12                      seen by person 12 until somebody says whose call it is
    brought for practice    brought_by = practice_of = 12        seen by person 12 alone, until practice_until

A call that is one of the house's cannot be brought for practice, nor can one that somebody else practises with. Brought for the house, a
call that was practised with is the house's from then on; whoever practised with it keeps seeing it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import may_in_house, permit, permit_in_house, permitted, viewer_in
from library.access.viewer import Viewer, viewer_of
from library.database.connection import put
from library.database.schema import CallRow, CallShare, Hearing, JobRow

TAKEN = "This recording is in the library already, as another call: it cannot be brought for practice."


def check_practice(session: Session, recording: str) -> None:
    """Raise where a recording cannot be brought for practice, or nobody in particular brings it."""
    viewer = viewer_in(session)
    if not viewer.is_person:
        raise InputError("A call is brought for practice by somebody who has signed in; here nobody has.")
    calls = select(CallRow.id).join(Hearing, Hearing.call_id == CallRow.id).where(Hearing.recording_id == recording)
    if session.scalar(calls.where(CallRow.practice_of.is_distinct_from(viewer.person_id)).limit(1)) is not None:
        raise InputError(TAKEN)


def permit_keeping(session: Session, call_id: str) -> None:
    """Raise unless the viewer may keep what was heard as this call: a new one, or one that they may correct. A new one is theirs to see."""
    if session.get(CallRow, call_id) is not None:
        permit(session, "correct", [call_id])
    else:
        permit_in_house(session, "bring")


def bringer_of(session: Session, job: JobRow | None = None) -> Viewer:
    """Who brings what is kept in a session: whoever put the job into the queue, else the session's viewer."""
    if job is not None and job.added_by is not None:
        return viewer_of(session, job.added_by) or Viewer("person", job.added_by)
    return viewer_in(session)


def put_bringer(
    session: Session,
    call_id: str,
    bringer: Viewer,
    practice_until: datetime | None,
    is_new: bool,
    brought_anew: bool = True,
) -> None:
    """Say who brought a call, within the transaction in which it is kept. Raises :class:`SameSideError` where it cannot be theirs.

    practice_until  brought for practice, until then
    brought_anew    its recording was brought again; a call that is only heard again stays whose it was
    """
    if is_new and practice_until is None and not bringer.is_person:
        return  # as nearly every call of a house is
    row = session.get_one(CallRow, call_id, populate_existing=True)
    if practice_until is not None:
        if not is_new and row.practice_of != bringer.person_id:
            raise InputError(TAKEN)
        values = {"practice_of": bringer.person_id, "practice_until": practice_until, "brought_by": bringer.person_id}
    elif row.practice_of is not None and brought_anew:
        if row.practice_of != bringer.person_id:
            shown = {"call_id": call_id, "person_id": row.practice_of, "at": datetime.now(UTC)}
            put(session, CallShare, shown, key=("call_id", "person_id"), replace=False)
        values = {"practice_of": None, "practice_until": None, "brought_by": bringer.person_id}
    elif is_new and bringer.is_person:
        values = {"brought_by": bringer.person_id}
    else:
        return
    session.execute(update(CallRow).where(CallRow.id == call_id).values(**values))


def own_jobs(session: Session, job_ids: Iterable[int]) -> list[int]:
    """Those of the jobs that the viewer may stop, try again or dismiss: they put them there, may correct their call, or see to the house."""
    ids, viewer = list(job_ids), viewer_in(session)
    if may_in_house(viewer, "settle"):
        return ids
    rows = session.execute(select(JobRow.id, JobRow.added_by, JobRow.call_id).where(JobRow.id.in_(ids))).all()
    correctable = set(permitted(session, "correct", [call for _, _, call in rows if call is not None]))
    mine = {job for job, by, call in rows if by == viewer.person_id or call in correctable}
    return [job for job in ids if job in mine]
