"""What has been taken from watched folders and buckets: by place and state, so that nothing is read twice, and by content, so that nothing is heard twice.

::

    place                        content        size    modified
    sha256(/calls/a.wav)         9f3a…          9,244   17:04:11      taken; as it is, it is not looked at again
    sha256(/calls/moved/a.wav)   9f3a…          9,244   17:04:11      the same recording, moved: noted, not taken
    sha256(/calls/a.wav)         07bc…          8,120   17:20:30      another recording under a name that was used before

The row is written in the transaction that puts the recording into the queue, so whoever is killed has done both or neither. It outlasts the call:
what a house has deleted, by hand or by its terms, does not come back because its file still lies there. That is why it holds
hashes alone, and no name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import permit_the_program
from library.arrivals.settling import State
from library.arrivals.source import Lying
from library.audit.recording import record
from library.calls.saving import forget_deleted, heard_in
from library.database.connection import Database, in_batches, put
from library.database.schema import ArrivalRow, Hearing, JobRow
from library.jobs.job import put_job
from library.recordings.files import digest_of
from library.recordings.recordings import Recordings


class ChangedError(InputError):
    """A file has changed while it was read: it is not whole yet."""


class Arrivals:
    """What one library has taken from watched folders."""

    def __init__(self, database: Database, recordings: Recordings) -> None:
        self._database, self._recordings = database, recordings

    def known(self, states: Mapping[str, State]) -> set[str]:
        """Those of the places at which is by now what was taken from there."""
        known = set[str]()
        with self._database.read() as session:
            permit_the_program(session)
            for places in in_batches(list(states)):
                rows = select(ArrivalRow.place, ArrivalRow.size, ArrivalRow.modified)
                for place, size, modified in session.execute(rows.where(ArrivalRow.place.in_(places))):
                    if states[place] == State(size, modified):
                        known.add(place)
        return known

    def take(
        self, lying: Lying, state: State, options: Mapping[str, Any], beside: Sequence[tuple[str, bytes]] = ()
    ) -> int | None:
        """Put a recording into the queue and note that it was; the job's id, ``None`` where its content had been taken or brought before.

        state   as it was when it was still
        beside  name and content of each file that belongs to it
        Raises :class:`ChangedError` where it is another by now, and :class:`SameSideError`.
        """
        if self._was_taken(lying, state):
            return None
        name = lying.path.name
        with self._recordings.add(lying.fetched or lying.path, name) as (session, recording):
            permit_the_program(session)
            if lying.state() != state:
                raise ChangedError(f"{name} has changed while it was read.")
            is_known = _is_known(session, recording.id)
            _note(session, lying.place, recording.id, state)
            if is_known:
                return None
            forget_deleted(session, heard_in(recording.id))
            job = put_job(session, recording.id, name, options, None, beside=beside)
            record(session, "brought", job=job)
            return job

    def _was_taken(self, lying: Lying, state: State) -> bool:
        """Whether a recording's content was taken before, from wherever; it is read for that only where one of its size was."""
        with self._database.read() as session:
            permit_the_program(session)
            if session.scalar(select(ArrivalRow.place).where(ArrivalRow.size == state.size).limit(1)) is None:
                return False
        content = lying.fetched.digest if lying.fetched else digest_of(lying.path)
        with self._database.write() as session:
            permit_the_program(session)
            taken = select(ArrivalRow.place).where(ArrivalRow.content == content)
            if session.scalar(taken.limit(1)) is None or lying.state() != state:
                return False
            _note(session, lying.place, content, state)
        return True


def _note(session: Session, place: str, content: str, state: State) -> None:
    row = {
        "place": place,
        "content": content,
        "size": state.size,
        "modified": state.modified,
        "taken": datetime.now(UTC),
    }
    put(session, ArrivalRow, row, key=("place", "content"))


def _is_known(session: Session, recording: str) -> bool:
    """Whether a recording waits, or was heard, whoever brought it."""
    waits = select(JobRow.id).where(JobRow.recording_id == recording)
    heard = select(Hearing.call_id).where(Hearing.recording_id == recording)
    return any(session.scalar(statement.limit(1)) is not None for statement in (waits, heard))
