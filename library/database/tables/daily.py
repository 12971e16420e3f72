"""The tables of daily tallies: what many calls say together, counted beforehand by day and agent.

::

    call (day, agent) --+--> daily_calls        how many calls, and moments of each kind; what followed partnering
                        +--> daily_techniques   … by technique, packed       technique_name   what the packed numbers stand for
                        +--> daily_responses    … by technique and stratum, packed
                        +--> daily_due          changed since it was counted, and not to be relied on

They hold the calls that are listed (none that wait to be deleted, none for practice), and are written by
:mod:`library.trends.keeping` alone. An ``agent_id`` of 0 is of calls that are nobody's; it is no foreign key, since an agent who is taken out
leaves calls behind that are counted anew as nobody's.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Date, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from library.database.schema import Base

NOBODY = 0
"""In the place of an agent's id: calls that are nobody's."""


class DailyCalls(Base):
    """Calls of one agent on one day. ``calmer`` to ``calls_told`` are of moments of partnering, summed within each call first; see
    :data:`library.trends.sums.SUMS`."""

    __tablename__ = "daily_calls"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    agent_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    calls: Mapped[int]
    pushed: Mapped[int]
    partnered: Mapped[int]
    escalated: Mapped[int]
    settled: Mapped[int]
    missed: Mapped[int]
    calmer: Mapped[int]
    told: Mapped[int]
    calmer_squared: Mapped[int]
    calmer_told: Mapped[int]
    told_squared: Mapped[int]
    calls_told: Mapped[int]


class DailyTechniques(Base):
    """The sums of every technique and topic, packed by :func:`library.trends.packing.pack`: a name's number, then its sums."""

    __tablename__ = "daily_techniques"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    agent_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    packed: Mapped[bytes]


class DailyResponses(Base):
    """What followed techniques and placebos, packed likewise: a name's number, the stratum, how many were told, how many were calmer."""

    __tablename__ = "daily_responses"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    agent_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    packed: Mapped[bytes]


class DailyDue(Base):
    """A day and agent of whom a call was added, changed or removed since they were counted; the database's triggers write it. On PostgreSQL
    there may be several rows of one, since nobody waits for another's transaction to see whether there is one already."""

    __tablename__ = "daily_due"
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    agent_id: Mapped[int]
    __table_args__ = (Index("ix_daily_due", "day", "agent_id"),)


class TechniqueName(Base):
    """The number of a kind and technique in what is packed."""

    __tablename__ = "technique_name"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    technique: Mapped[str]
    __table_args__ = (UniqueConstraint("kind", "technique"),)
