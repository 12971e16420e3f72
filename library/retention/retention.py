"""Retention of one library: its terms, what they will take and when, and taking it.

::

    keep(terms)   what ends by them is announced in the same moment
    look()        a worker, every ten minutes: what has come to its end since is announced, and what was announced and is due goes
    coming()      what goes on which day, for the page and the command line

A call goes when its day has come by the wall clock *and* the time since its announcement was watched (:mod:`library.retention.watch`), its
term is over by the terms that then hold, and it is under no legal hold. What went is in the audit: which call, when, after which
term, and nothing of what was in it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.access.permits import permit_in_house, permit_the_program, permitted
from library.database.connection import Database, in_batches
from library.database.schema import Agent, CallRow, Setting, Team
from library.database.settings import Settings
from library.database.tables.accountability import LegalHold, RetentionNotice
from library.deletion.deletions import Deletions
from library.logs.events import about
from library.retention.notices import announce, ending
from library.retention.terms import SETTING, Terms, terms_of, value_of
from library.retention.watch import Watch, watched

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Coming:
    """Calls that go on one day."""

    day: date
    calls: int


class Retention:
    """The retention of a library."""

    def __init__(self, database: Database, settings: Settings, deletions: Deletions) -> None:
        self._database, self._settings, self._deletions = database, settings, deletions
        self._watch = Watch()
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def terms(self) -> tuple[Terms, int]:
        """The terms in force, and the version of the setting, to save over."""
        value, version = self._settings.get(SETTING, {})
        return terms_of(value), version

    def keep(self, terms: Terms, version: int) -> None:
        """Put other terms in force, and announce what ends by them. Raises :class:`SameSideError` where they cannot be, or somebody
        else changed them meanwhile."""
        self._settings.keep(SETTING, value_of(terms), version)
        self._announce()

    def would_end(self, terms: Terms) -> int:
        """How many calls these terms would announce at once, since their term is over."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "settle")
            ended = ending([CallRow.id], terms, self._now(session)).subquery()
            return session.scalar(select(func.count()).select_from(ended)) or 0

    def coming(self) -> tuple[Coming, ...]:
        """What goes on which day, the next first; a day later than announced where that has not been watched so far."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "settle")
            days = [day for _, day in self._days(session)]
        return tuple(Coming(day, days.count(day)) for day in sorted(set(days)))

    def day_of(self, call_id: str) -> date | None:
        """The day on which a call goes; ``None`` where that is not announced."""
        with self._database.unwalled.read() as session:
            if not permitted(session, "see", [call_id]):
                return None
            return next((day for _, day in self._days(session, call_id)), None)

    def queues(self) -> tuple[str, ...]:
        """The names of all queues that calls were on."""
        with self._database.read() as session:
            names = select(CallRow.queue).where(CallRow.queue.is_not(None)).distinct()
            return tuple(sorted(name for name in session.scalars(names) if name))

    def look(self) -> int:
        """Watch, announce, and delete what is due; how many calls went. It is the program's own."""
        with self._database.read() as session:
            permit_the_program(session)
        now, seen = self._announce(look=True)
        gone = 0
        for term, call_ids in self._due(now, seen).items():
            for ids in in_batches(call_ids):
                over = ending([CallRow.id], self.terms()[0], now)
                here = CallRow.id.in_(ids) & CallRow.id.in_(over)
                gone += self._deletions.remove(here, "its term was over", term=term)
        if gone:
            said = "1 call is" if gone == 1 else f"{gone:,} calls are"
            log.warning("%s gone: their term was over.", said, extra=about("term_over", calls=gone))
        return gone

    def _announce(self, look: bool = False) -> tuple[datetime, float]:
        with self._database.unwalled.write() as session:
            now = self._now(session)
            seen = self._watch.look(session, now) if look else watched(session)
            row = session.get(Setting, SETTING)
            days = announce(session, terms_of(None if row is None else json.loads(row.value)), now, seen)
        for day, calls in sorted(days.items()):
            log.warning(
                "%s on %s: their term is over then.",
                "1 call goes" if calls == 1 else f"{calls:,} calls go",
                f"{day:%A, %-d %B %Y}",
                extra=about("term_ends", calls=calls),
            )
        return now, seen

    def _due(self, now: datetime, seen: float) -> dict[str, list[str]]:
        """The calls whose day has come and was watched for, by their term."""
        columns: list[Any] = [RetentionNotice, Team.name, CallRow.queue]
        statement = _with_call(select(*columns)).where(RetentionNotice.due <= now)
        terms, _ = self.terms()
        due: dict[str, list[str]] = {}
        with self._database.read() as session:
            for notice, team, queue in session.execute(statement):
                days = terms.days(team, queue)
                if days is not None and seen - notice.watched >= (notice.due - notice.announced).total_seconds() - 1.0:
                    due.setdefault(f"{days} days", []).append(notice.call_id)
        return due

    def _days(self, session: Session, call_id: str | None = None) -> list[tuple[str, date]]:
        """On which day each announced call goes."""
        statement = _with_call(select(RetentionNotice)).where(
            CallRow.delete_due.is_(None), CallRow.id.not_in(select(LegalHold.call_id))
        )
        if call_id is not None:
            statement = statement.where(RetentionNotice.call_id == call_id)
        now, seen = self._now(session), watched(session)
        told = []
        for notice in session.scalars(statement):
            left = (notice.due - notice.announced).total_seconds() - (seen - notice.watched)
            soonest = now + timedelta(seconds=max(0.0, left))
            told.append((notice.call_id, _day(max(notice.due, soonest - timedelta(hours=1)))))
        return told

    def _now(self, session: Session) -> datetime:
        """The time that terms go by: PostgreSQL's own, where several machines work; this machine's on SQLite."""
        if self._database.is_sqlite:
            return self.clock()
        now: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
        return now


def _with_call(statement: Any) -> Any:
    return (
        statement.join(CallRow, CallRow.id == RetentionNotice.call_id)
        .join(Agent, CallRow.agent_id == Agent.id, isouter=True)
        .join(Team, Agent.team_id == Team.id, isouter=True)
    )


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
