"""What will go and when, said beforehand: a notice for each call whose term ends within a week, and no less than three days before it goes.

::

    now               AHEAD                           a term that ends in here is announced, due at its end
    |------------------|
    |----NOTICE---|                                   one that has ended, or ends in here (the terms were changed, the call is
                  due                                 an old one that was only now brought), is due after it

A notice goes when its call's term no longer ends: other terms, another team, a legal hold, a date put right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from library.audit.recording import record
from library.database.connection import in_batches
from library.database.schema import Agent, CallRow, Team
from library.database.tables.accountability import LegalHold, RetentionNotice
from library.retention.terms import Terms, began

AHEAD = timedelta(days=7)
"""How long before its term ends a call is announced."""
NOTICE = timedelta(days=3)
"""How long an announcement stands at least before the call goes."""
SLACK = timedelta(minutes=5)
"""By how much two machines' clocks may differ."""


def announce(session: Session, terms: Terms, now: datetime, watched: float) -> dict[date, int]:
    """Bring the notices up to date within a transaction of the caller's; how many calls were newly announced, by the day they go."""
    session.execute(delete(RetentionNotice).where(RetentionNotice.announced > now + SLACK))
    ends = _ends(session, terms, now + AHEAD)
    columns: list[Any] = [RetentionNotice.call_id, RetentionNotice.due, RetentionNotice.announced]
    there = {call_id: (due, announced) for call_id, due, announced in session.execute(select(*columns))}
    _withdraw(session, [call_id for call_id in there if call_id not in ends])
    new = {call_id: max(end, now + NOTICE) for call_id, end in ends.items() if call_id not in there}
    if new:
        session.execute(
            insert(RetentionNotice),
            [{"call_id": call_id, "due": due, "announced": now, "watched": watched} for call_id, due in new.items()],
        )
    for call_id, (due, announced) in there.items():
        if call_id in ends and (right := max(ends[call_id], announced + NOTICE)) != due:
            session.execute(update(RetentionNotice).where(RetentionNotice.call_id == call_id).values(due=right))
    days = Counter(due.astimezone().date() for due in new.values())
    for day, calls in sorted(days.items()):
        record(session, "announced", calls=calls, day=day.isoformat())
    return dict(days)


def _ends(session: Session, terms: Terms, by: datetime) -> dict[str, datetime]:
    """When the terms end that do so by then, by call; not of calls that are held, or go already."""
    if not terms:
        return {}
    columns: list[Any] = [CallRow.id, began(), Team.name, CallRow.queue]
    rows = session.execute(ending(columns, terms, by))
    return {
        call_id: since + timedelta(days=days)
        for call_id, since, team, queue in rows
        if (days := terms.days(team, queue)) is not None
    }


def ending(columns: Iterable[Any], terms: Terms, by: datetime) -> Any:
    """A statement for the calls whose term has ended by then, but for those that are held, for practice, or go already."""
    return (
        select(*columns)
        .join(Agent, CallRow.agent_id == Agent.id, isouter=True)
        .join(Team, Agent.team_id == Team.id, isouter=True)
        .where(terms.ended(by), CallRow.delete_due.is_(None), CallRow.practice_of.is_(None))
        .where(CallRow.id.not_in(select(LegalHold.call_id)))
    )


def _withdraw(session: Session, call_ids: list[str]) -> None:
    for ids in in_batches(call_ids):
        session.execute(delete(RetentionNotice).where(RetentionNotice.call_id.in_(ids)))
