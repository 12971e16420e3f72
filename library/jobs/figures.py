"""How the queue stands, in figures for whoever looks after the machines: how much waits, is worked on, has failed, and for how long it waits.

::

    queued ── nobody has it ──────────────> waiting
    working ─┬─ its lease is renewed ─────> working
             └─ its lease has run out ────> lost        its worker fell silent; whoever is free takes it up
    failed ── until somebody dismisses it > failed

It reads what is not done, by an index of states: of a million calls that are done it asks nothing. Nothing here names a call, a person or a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from library.database.schema import JobRow
from library.jobs.house_jobs import without_recording
from library.jobs.job import FETCHING
from library.jobs.tallies import Tallies, WorkKind, read_tallies

Standing = Literal["waiting", "working", "lost", "failed"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)

STUCK_AFTER = timedelta(minutes=5)
"""For so long something may wait while nobody works and nothing ends, before the queue counts as stuck."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How the queue stands: jobs by kind of work and standing, seconds that the oldest has waited for (0 where none waits), seconds since a job
    last ended (``None`` where none has), and what all jobs came to."""

    jobs: Mapping[tuple[WorkKind, Standing], int]
    oldest_waiting: float
    since_last_end: float | None
    tallies: Tallies

    def number(self, *standings: Standing) -> int:
        """Jobs of any kind in one of these standings."""
        return sum(number for (_, standing), number in self.jobs.items() if standing in standings)

    @property
    def is_stuck(self) -> bool:
        """Whether something waits, nobody works, and nothing has ended for :data:`STUCK_AFTER`."""
        limit = STUCK_AFTER.total_seconds()
        idle = self.since_last_end is None or self.since_last_end > limit
        return self.oldest_waiting > limit and self.number("working") == 0 and idle


def read_figures(session: Session, now: datetime) -> Figures:
    """The figures as they stand. ``now`` is the time by the clock that leases go by."""
    is_held = and_(JobRow.state == "working", JobRow.lease >= now)
    standing = case(
        (JobRow.state == "queued", "waiting"), (JobRow.state == "failed", "failed"), (is_held, "working"), else_="lost"
    )
    work = case(
        (JobRow.recording_id.is_not(None), "review"), (without_recording(FETCHING), "fetching"), else_="judging"
    )
    counted = select(work.label("work"), standing.label("standing"), func.count(), func.min(JobRow.added))
    counted = counted.where(JobRow.state.in_(("queued", "working", "failed"))).group_by("work", "standing")
    rows = session.execute(counted).all()
    waits = [added for _, state, _, added in rows if state in ("waiting", "lost")]
    tallies = read_tallies(session)
    return Figures(
        {(kind, state): number for kind, state, number, _ in rows},
        max(0.0, (now - min(waits)).total_seconds()) if waits else 0.0,
        None if tallies.latest is None else max(0.0, (now - tallies.latest).total_seconds()),
        tallies,
    )
