"""How far the recordings are that were put into the queue together, and how long the rest of them takes.

A batch is what waits or is worked on, and what has ended since the first of that came: "3 of 60". Its speed is that of
the last few, by the size of the files, so neither a long call nor a night between two of them is taken for the rule::

    seconds left = seconds since the tenth last ended x bytes left / bytes done since
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.database.schema import JobRow, Recording

LATEST = 2000
"""Jobs that are looked at; of a bigger batch its latest."""
RECENT = 10
"""Recordings that have ended, by which the speed is told."""
MIN_ELAPSED = timedelta(seconds=5)
"""How long work must have gone on before anything is said of the rest."""


class Item(NamedTuple):
    """A recording of the queue: when it came and when it ended (``None``: not yet), bytes, and the share that is done, 0 to 1."""

    added: datetime
    ended: datetime | None
    size: int
    progress: float


@dataclass(frozen=True, slots=True)
class Batch:
    """How many recordings of how many have ended, and how many seconds the others take; ``None`` where that is not known yet."""

    ended: int
    total: int
    seconds_left: float | None


def read_batch(session: Session, now: datetime) -> Batch:
    """The batch that is worked on; of nothing where nothing is."""
    columns = select(JobRow.added, JobRow.ended, Recording.size, JobRow.progress)
    rows = session.execute(
        columns.join(Recording, JobRow.recording_id == Recording.id).order_by(JobRow.id.desc()).limit(LATEST)
    )
    return batch_of([Item(*row) for row in rows], now)


def batch_of(latest_first: Sequence[Item], now: datetime) -> Batch:
    """The batch among these, the latest first."""
    unfinished = [item for item in latest_first if item.ended is None]
    if not unfinished:
        return Batch(0, 0, None)
    began = min(item.added for item in unfinished)
    items = []
    for item in latest_first:
        if item.ended is None or item.ended >= began:
            items.append(item)
            began = min(began, item.added)
    ended = sorted(item.ended for item in items if item.ended is not None)
    return Batch(len(ended), len(items), _seconds_left(items, began, now))


def _seconds_left(items: Sequence[Item], began: datetime, now: datetime) -> float | None:
    ends = sorted(item.ended for item in items if item.ended is not None)
    since = ends[-RECENT - 1] if len(ends) > RECENT else began
    done = sum(
        item.size * (item.progress if item.ended is None else 1.0)
        for item in items
        if not item.ended or item.ended > since
    )
    left = sum(item.size * (1.0 - item.progress) for item in items if item.ended is None)
    if now - since < MIN_ELAPSED or done <= 0.0:
        return None
    return (now - since).total_seconds() * left / done
