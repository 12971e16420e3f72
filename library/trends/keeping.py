"""Counting what is due, a day at a time: each in a transaction of its own, so that nobody waits long for one.

A day and agent that is due stays so until the transaction that counts it ends, and what others change meanwhile makes it due again: so
what was counted of a day that is not due is right, however many write and count at once.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, or_, select, text, update
from sqlalchemy.orm import Session

from library.database.connection import Database, put
from library.database.schema import OF_THE_HOUSE, Answer, CallRow, Setting, Tally, day_of
from library.database.tables.daily import NOBODY, DailyCalls, DailyDue, DailyResponses, DailyTechniques
from library.trends.packing import numbers_of, pack
from library.trends.sums import SUMS, sums_by

LOCK = 0x5A3E51E0
"""PostgreSQL's advisory lock under which one at a time counts: of two who count one day, the slower would leave what was."""
KINDS = ("pushed", "partnered", "escalated", "settled", "missed")
FOLLOWED = SUMS[SUMS.index("calmer") :]
"""The sums that are kept of partnering beside an agent's calls."""

ZONE = "zone of days"
"""The setting that says by which time zone the days of calls were said."""

agent_key = func.coalesce(CallRow.agent_id, NOBODY)


def count_due(database: Database, is_over: Callable[[], bool] = lambda: False) -> int:
    """Count the days that are due, the latest first, until there are none or it ``is_over``; how many days were counted."""
    days = 0
    while not is_over() and _count_a_day(database):
        days += 1
    return days


def keep_days(database: Database) -> None:
    """Where the days of calls were said by a clock of another time zone than this computer's, say them anew: so the days that are told are
    those by which the list of calls is filtered. Days that change are due."""
    zone = json.dumps(_zone())
    with database.unwalled.read() as session:
        if session.scalar(select(Setting.value).where(Setting.name == ZONE)) == zone:
            return
    with database.unwalled.write() as session:
        first = session.scalar(select(func.min(CallRow.date)))
        while first is not None:
            day = day_of(first)
            end = max(first, _end_of(day, first))
            otherwise = and_(CallRow.date >= first, CallRow.date <= end, CallRow.day != day)
            session.execute(update(CallRow).where(otherwise).values(day=day))
            first = session.scalar(select(func.min(CallRow.date)).where(CallRow.date > end))
        put(session, Setting, {"name": ZONE, "value": zone, "version": 1}, key=("name",))


def _end_of(day: date, otherwise: datetime) -> datetime:
    """The last moment of a day here, in UTC."""
    try:
        return (datetime.combine(day, time()) + timedelta(days=1)).astimezone(UTC) - timedelta(microseconds=1)
    except (OverflowError, ValueError):
        return otherwise


def _zone() -> str:
    """What tells this computer's time zone from others: by how much it is off UTC on the first of each month of fifty years."""
    months = (datetime(year, month, 1, 12, tzinfo=UTC) for year in range(1990, 2040) for month in range(1, 13))
    offsets = [str(month.astimezone().utcoffset()) for month in months]
    return hashlib.sha256(" ".join(offsets).encode()).hexdigest()[:16]


def _count_a_day(database: Database) -> bool:
    with database.unwalled.read() as session:  # which waits for nobody
        day = session.scalar(select(func.max(DailyDue.day)))
    if day is None:
        return False
    with database.unwalled.write() as session:
        if not database.is_sqlite and not session.scalar(text(f"SELECT pg_try_advisory_xact_lock({LOCK})")):
            return False  # another worker is at it
        due = delete(DailyDue).where(DailyDue.day == day).returning(DailyDue.agent_id)
        agents = sorted(set(session.scalars(due)))
        for table in (DailyCalls, DailyTechniques, DailyResponses):
            session.execute(delete(table).where(table.day == day, table.agent_id.in_(agents)))
        _count(session, day, agents)
    return True


def held_on(day: date) -> ColumnElement[bool]:
    """Of a call's row: that it was held on a day. Wherever on earth that was the day of its date, it lies in these 50 hours, by which it is found
    (an index of days of their own would have the database take it for what it is slow for)."""
    midnight = datetime.combine(day, time(), UTC)
    try:
        first, last = midnight - timedelta(hours=14), midnight + timedelta(hours=36)
    except (OverflowError, ValueError):  # at either end of the calendar
        return CallRow.day == day
    return and_(CallRow.date >= first, CallRow.date < last, CallRow.day == day)


def is_one_of(agents: Sequence[int]) -> ColumnElement[bool]:
    """Of a call's row: that its agent is one of these, or nobody where :data:`NOBODY` is among them."""
    named = CallRow.agent_id.in_(agents)
    return or_(named, CallRow.agent_id.is_(None)) if NOBODY in agents else named


def _count(session: Session, day: date, agents: list[int]) -> None:
    def narrow(statement: Select[Any]) -> Select[Any]:
        return statement.where(held_on(day), *OF_THE_HOUSE, is_one_of(agents))

    columns: list[Any] = [agent_key, func.count(), *(func.sum(getattr(CallRow, kind)) for kind in KINDS)]
    partnered = sums_by(session, narrow, (agent_key,), Tally.kind == "partnered")
    calls = []
    for agent, number, *counts in session.execute(narrow(select(*columns)).group_by(agent_key)):
        followed = partnered.get((agent,))
        after = [0] * len(FOLLOWED) if followed is None else followed[SUMS.index("calmer") :].tolist()
        row = {"day": day, "agent_id": agent, "calls": number, **dict(zip(KINDS, counts, strict=True))}
        calls.append(row | dict(zip(FOLLOWED, after, strict=True)))
    if not calls:
        return
    session.execute(insert(DailyCalls), calls)
    techniques = sums_by(session, narrow, (agent_key, Tally.kind, Tally.technique), Tally.technique != "")
    groups: tuple[Any, ...] = (agent_key, Answer.kind, Answer.technique, Answer.stratum)
    told = select(*groups, func.sum(Answer.told), func.sum(Answer.calmer)).select_from(CallRow)
    responses = session.execute(narrow(told.join(Answer, Answer.call_id == CallRow.id)).group_by(*groups)).all()
    numbers = numbers_of(session, {(key[1], key[2]) for key in techniques} | {(row[1], row[2]) for row in responses})
    packed: dict[type[Any], dict[int, list[list[int]]]] = {
        DailyTechniques: defaultdict(list),
        DailyResponses: defaultdict(list),
    }
    for (agent, kind, technique), sums in techniques.items():
        packed[DailyTechniques][agent].append([numbers[kind, technique], *sums.tolist()])
    for agent, kind, technique, stratum, n, calmer in responses:
        packed[DailyResponses][agent].append([numbers[kind, technique], stratum, int(n), int(calmer)])
    for table, by_agent in packed.items():
        if by_agent:
            session.execute(
                insert(table),
                [{"day": day, "agent_id": agent, "packed": pack(rows)} for agent, rows in by_agent.items()],
            )
