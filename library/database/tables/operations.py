"""The table behind the figures of operations: what the queue's jobs came to, in counters that only grow (``library/jobs/tallies.py``).

It holds no call, no name and no person, so that whoever looks after the machines may be told of it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from library.database.schema import Base


class WorkTally(Base):
    """One row of a counter: its ``name``, what it counts of that (``label``), which of its rows this is (``slot``), and when it last grew."""

    __tablename__ = "work_tally"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    label: Mapped[str] = mapped_column(String(32), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[float]
    latest: Mapped[datetime]
