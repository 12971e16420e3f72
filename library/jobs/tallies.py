"""What the queue's jobs came to, counted in the library: who reviews where, and how many do, makes no difference to the sums.

::

    finish, fail ──> add(session, worker, …)   in the job's own transaction: what is counted has happened, once
    a scrape     ──> read_tallies(session)     a few hundred rows at most, however many calls there are

A counter only grows: a call that is deleted is counted still. Each is kept in several rows (*slots*), of which a worker takes one, and
they are written last in a transaction, in the order of their keys: so of many workers that end together hardly two wait for each other,
and none for ever.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from library.database.tables.operations import WorkTally
from library.jobs.job import FETCHING

SLOTS = 16
"""Rows of one counter."""

Kind = Literal["recording", "model", "library", "mistake", "abrupt"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Kinds of failure: what was brought cannot be used; no model for it; the library could not keep it; a mistake of SameSide's own; its worker
died each time."""

Stage = Literal["opening", "reading", "voices", "words", "playable", "judging", "fetching"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""Stages of work: the recording is brought here; decoded; its voices; its words, with the model's loading; the form that browsers play; the
judgement; a model's fetching."""

WorkKind = Literal["review", "judging", "fetching"]
WORK: tuple[WorkKind, ...] = get_args(WorkKind)

Counted = Mapping[tuple[str, str], float]
"""By a counter's name and label, how much it grows."""

ENDED, FAILURES, STAGE_SECONDS, AUDIO_SECONDS, RETAKEN = (
    "ended",
    "failures",
    "stage_seconds",
    "audio_seconds",
    "retaken",
)
"""The names of the counters."""


class Tallies(NamedTuple):
    """All counters, and when the last of them grew; ``None`` where none has."""

    counters: Counted
    latest: datetime | None

    def of(self, name: str, label: str = "") -> float:
        """One counter's value."""
        return self.counters.get((name, label), 0.0)


def work_of(recording: str | None, name: str) -> WorkKind:
    """Which kind of work a job is."""
    if recording is not None:
        return "review"
    return "fetching" if name == FETCHING else "judging"


def done(work: WorkKind, stages: Mapping[Stage, float], audio: float = 0.0) -> Counted:
    """What a job that is done adds: ``stages`` in seconds of work, ``audio`` in seconds of the recording."""
    return {(ENDED, f"{work} done"): 1.0, (AUDIO_SECONDS, ""): audio, **_stages(stages)}


def failed(work: WorkKind, kind: Kind, stages: Mapping[Stage, float] | None = None) -> Counted:
    """What a job that failed adds."""
    return {(ENDED, f"{work} failed"): 1.0, (FAILURES, kind): 1.0, **_stages(stages or {})}


def retaken() -> Counted:
    """What is added where a job is taken up again whose worker fell silent."""
    return {(RETAKEN, ""): 1.0}


def _stages(stages: Mapping[Stage, float]) -> Counted:
    return {(STAGE_SECONDS, stage): seconds for stage, seconds in stages.items()}


def add(session: Session, worker: str, counted: Counted, at: datetime) -> None:
    """Have counters grow, last in a transaction of the caller's. ``worker`` is any name of who counts."""
    slot = zlib.crc32(worker.encode()) % SLOTS
    rows = [
        {"name": name, "label": label, "slot": slot, "value": value, "latest": at}
        for (name, label), value in sorted(counted.items())
        if value > 0.0
    ]
    if not rows:
        return
    session.flush()
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(WorkTally).values(rows)
    grown = {"value": WorkTally.value + statement.excluded.value, "latest": statement.excluded.latest}
    session.execute(statement.on_conflict_do_update(index_elements=("name", "label", "slot"), set_=grown))


def read_tallies(session: Session) -> Tallies:
    """All counters as they stand."""
    columns = select(WorkTally.name, WorkTally.label, func.sum(WorkTally.value), func.max(WorkTally.latest))
    rows = session.execute(columns.group_by(WorkTally.name, WorkTally.label)).all()
    sums = {(name, label): float(value) for name, label, value, _ in rows}
    return Tallies(sums, max((latest for *_, latest in rows), default=None))
