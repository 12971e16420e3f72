"""What is brought by a program: once by its content, once by the program's own key, and never by a word for a team that is not its own.

::

    bring(file, …)           a new job                                     created
    bring(the same, …)       the job that waits, or the call that is here   not created
    bring(…, key "a")        … and whoever asks under “a” again is told the same, without sending anything that is kept

Who sends the same under a key that was used for something else is told so. A key is remembered for a week. What failed is tried again by
bringing it again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import NotAllowedError, no_such_call, permitted, viewer_in
from library.audit.recording import record
from library.calls.saving import forget_deleted, heard_in
from library.database.connection import Database, put
from library.database.schema import Agent, Hearing, JobRow, Recording, Team
from library.database.tables.api import ApiRequest
from library.database.text import one_line
from library.intake.state import CallState, state_of
from library.jobs.job import put_job
from library.metadata.call_metadata import Metadata
from library.recordings.recordings import Recordings

REMEMBERED = timedelta(days=7)
"""How long a key is known."""


class KeyReusedError(InputError):
    """A key was used before, for something else."""


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A program's own key for what it asks: whose token, the key, and a hash of all that was asked."""

    token_id: int
    key: str
    asked: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of bringing: the recording's id, and whether there is a job now that was not there before."""

    id: str
    created: bool


class Intake:
    """What is brought to a library by programs."""

    def __init__(self, database: Database, recordings: Recordings) -> None:
        self._database, self._recordings = database, recordings

    def bring(
        self,
        source: Path,
        name: str,
        options: Mapping[str, Any],
        metadata: Metadata,
        transcript: tuple[str, bytes] | None = None,
        key: RequestKey | None = None,
        teams: Collection[str] | None = None,
    ) -> Brought:
        """Keep a recording and put its review into the queue, both or neither, unless the viewer has brought it, or sees its call, already.

        options     handed to the work as they are (JSON-able)
        metadata    what is known of the call
        transcript  a file's name and content
        teams       those to which whoever brings it is narrowed, by name

        Raises :class:`KeyReusedError`, :class:`NotAllowedError` or another :class:`SameSideError`.
        """
        with self._recordings.add(source, name, "bring") as (session, recording):
            session.execute(select(Recording.id).where(Recording.id == recording.id).with_for_update())
            if key is not None:
                _remember(session, key, recording.id)
            forget_deleted(session, heard_in(recording.id))
            if _is_here(session, recording.id):
                return Brought(recording.id, False)
            whole = _within(session, metadata, teams)
            said = whole.options()
            job = put_job(
                session, recording.id, name, {**said, "by": said.pop("agent", None), **options}, transcript
            )  # fmt: skip
            record(session, "brought", job=job)
            return Brought(recording.id, True)

    def asked_before(self, key: RequestKey) -> str | None:
        """The recording that was brought under this key; ``None`` where it is new. Raises :class:`KeyReusedError`."""
        with self._database.unwalled.read() as session:
            row = session.get(ApiRequest, (key.token_id, key.key))
            return None if row is None else _same(row, key)

    def state(self, call_id: str) -> CallState:
        """How far a call is, by its own id or that of its recording. Raises :class:`SameSideError` where there is none that the viewer sees."""
        with self._database.read() as session:
            state = state_of(session, call_id)
        if state is None:
            raise no_such_call(one_line(call_id)[:64])
        return state


def _remember(session: Session, key: RequestKey, recording: str) -> None:
    now = datetime.now(UTC)
    session.execute(delete(ApiRequest).where(ApiRequest.at < now - REMEMBERED))
    values = {"token_id": key.token_id, "key": key.key, "asked": key.asked, "recording_id": recording, "at": now}
    if not put(session, ApiRequest, values, key=("token_id", "key"), replace=False):
        _same(session.get_one(ApiRequest, (key.token_id, key.key)), key)


def _same(row: ApiRequest, key: RequestKey) -> str:
    if row.asked != key.asked:
        raise KeyReusedError(
            "This Idempotency-Key was used for something else before: give each request a key of its own."
        )
    return row.recording_id


def _is_here(session: Session, recording: str) -> bool:
    """Whether the viewer sees a call of this recording, or has brought it themselves and it did not fail."""
    calls = session.scalars(select(Hearing.call_id).where(Hearing.recording_id == recording).distinct()).all()
    if permitted(session, "see", [call for call in calls if call is not None]):
        return True
    viewer = viewer_in(session)
    own = select(JobRow.id).where(JobRow.recording_id == recording, JobRow.state != "failed")
    if viewer.is_person:
        own = own.where(JobRow.added_by == viewer.person_id, JobRow.practice_until.is_(None))
    return session.scalars(own.limit(1)).first() is not None


def _within(session: Session, metadata: Metadata, teams: Collection[str] | None) -> Metadata:
    """What is known, with the only team of whoever is narrowed to one. Raises :class:`NotAllowedError` where it is said of an agent of
    another: whoever could say so would put calls before others' eyes, and take agents into their team."""
    if teams is None or metadata.agent is None:
        return metadata
    agent = one_line(metadata.agent)
    known = session.execute(
        select(Team.name)
        .select_from(Agent)
        .join(Team, Agent.team_id == Team.id, isouter=True)
        .where(Agent.name == agent)
    ).first()
    team = metadata.team or (known[0] if known else next(iter(teams)) if len(teams) == 1 else None)
    if team is None or one_line(team) not in teams or (known is not None and known[0] != one_line(team)):
        raise NotAllowedError(
            f"This token is for {', '.join(sorted(teams)) or 'no team'}, and so may not say that a call is {agent}’s: name an agent of "
            "such a team, and of a new agent the team."
        )
    return replace(metadata, team=team)
