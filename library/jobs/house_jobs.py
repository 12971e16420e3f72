"""Jobs without a recording, which are the house's: there is one of each at a time, and one more that waits behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, text
from sqlalchemy.orm import Session

from library.database.schema import JobRow
from library.jobs.job import JUDGING, UNFINISHED, State, put_job


def without_recording(name: str) -> ColumnElement[bool]:
    """The condition of a job that it has no recording and is called so."""
    return and_(JobRow.recording_id.is_(None), JobRow.name == name)


def put_judging(session: Session, calls: int) -> bool:
    """Have all calls judged again that need it, ``calls`` of them now, within a transaction past the wall of the caller's, who has asked
    whether it may be and tells it; ``False`` where that waits to be done already."""
    return add_unless(session, JUDGING, {"calls": calls}, ("queued",))


def add_unless(session: Session, name: str, options: Mapping[str, Any], unless_in: Iterable[State]) -> bool:
    """Add a job without a recording in the place of those that are over, unless one of that name is in one of these states."""
    if (
        session.get_bind().dialect.name != "sqlite"
    ):  # where two ask at once; on SQLite one of them waits for the other anyhow
        session.execute(text("LOCK TABLE job IN SHARE ROW EXCLUSIVE MODE"))
    there = select(JobRow.id).where(without_recording(name), JobRow.state.in_(list(unless_in)))
    if session.scalars(there).first() is not None:
        return False
    session.execute(delete(JobRow).where(without_recording(name), JobRow.state.not_in(UNFINISHED)))
    put_job(session, None, name, options, None)
    return True
