"""Of what somebody wants to know: which of it the daily tallies tell them, and which calls are counted beside, one by one.

::

                        day 1     day 2     day 3 (due)      Ama's and Ben's are seen, and one call of Cem's that was shown
    Ama                 |tally|   |tally|   |call call|
    Ben                 |tally|   |tally|   |call|
    Cem                                     |      call|

Who may see a day of an agent's is said by the wall, which stands before the tallies as before everything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from library.access.permits import viewer_in
from library.calls.listing import Filter, with_people
from library.database.looking import asked_once
from library.database.schema import OF_THE_HOUSE, Agent, Assignment, CallRow, CallShare, Team, day_of
from library.database.tables.daily import NOBODY, DailyCalls, DailyDue
from library.trends.keeping import held_on, is_one_of

MOST_DUE = 500
"""Days of an agent's; where more are due, as when a library was just brought up to date, all calls are counted one by one."""
MOST_BESIDE = 2_000
"""Calls that somebody sees by themselves; who has more is told from the calls."""


@dataclass(frozen=True, slots=True)
class Reach:
    """``wanted`` is the filter; ``due`` what is due of what they want and see; ``beside`` the condition of a call's row that it is to be
    counted by itself, ``None`` where none is."""

    wanted: Filter
    due: tuple[tuple[date, int], ...]
    beside: ColumnElement[bool] | None

    def narrow(self, statement: Select[Any], table: type[Any], *, named: bool = False) -> Select[Any]:
        """A statement about a table of tallies, narrowed to those that are wanted and right; ``named`` joins it with agent and team."""
        wanted = self.wanted
        if named or wanted.agent is not None or wanted.team is not None:
            statement = with_people(statement, table.agent_id)
        tests = list(_within(table, wanted))
        if wanted.agent is not None:
            tests.append(Agent.name == wanted.agent)
        if wanted.team is not None:
            tests.append(Team.name == wanted.team)
        if self.due:
            tests.append(~_on(self.due, table))
        return statement.where(*tests)


def reach_of(session: Session, wanted: Filter) -> Reach | None:
    """What the tallies tell; ``None`` where they cannot, or not quickly, and all is to be counted from the calls."""
    if wanted != Filter(wanted.agent, wanted.team, wanted.since, wanted.until):
        return None
    if not all(_is_midnight(edge) for edge in (wanted.since, wanted.until) if edge is not None):
        return None
    changed = select(DailyDue.day, DailyDue.agent_id).where(*_within(DailyDue, wanted)).distinct().limit(MOST_DUE + 1)
    due = tuple((day, agent) for day, agent in session.execute(changed))
    alone = asked_once(session, (_alone, viewer_in(session)), lambda: _alone(session))
    if len(due) > MOST_DUE or len(alone) > MOST_BESIDE:
        return None
    beside = [_on(due)] if due else []
    if alone:
        beside.append(CallRow.id.in_(alone))
    return Reach(wanted, due, or_(*beside) if beside else None)


def _alone(session: Session) -> list[str]:
    """The calls that somebody sees whose agent's days they do not; at most one too many."""
    viewer = viewer_in(session)
    if not viewer.is_person or ("admin" in viewer.roles and not viewer.only_teams):
        return []
    given = [select(table.call_id).where(table.person_id == viewer.person_id) for table in (CallShare, Assignment)]
    brought = and_(CallRow.brought_by == viewer.person_id, CallRow.agent_id.is_(None))
    told = exists().where(DailyCalls.day == CallRow.day, DailyCalls.agent_id == func.coalesce(CallRow.agent_id, NOBODY))
    found: list[str] = []
    for theirs in (CallRow.id.in_(given[0].union(given[1])), brought):
        calls = select(CallRow.id).where(theirs, *OF_THE_HOUSE, ~told)
        found += session.scalars(calls.limit(MOST_BESIDE + 1))
    return found


def _on(due: Iterable[tuple[date, int]], table: type[Any] | None = None) -> ColumnElement[bool]:
    """The condition of a row of a table of tallies, or of a call's, that it is of one of these days and agents."""
    agents: defaultdict[date, list[int]] = defaultdict(list)
    for day, agent in due:
        agents[day].append(agent)
    if table is not None:
        return or_(*(and_(table.day == day, table.agent_id.in_(whose)) for day, whose in agents.items()))
    return or_(*(and_(held_on(day), is_one_of(whose)) for day, whose in agents.items()))


def _within(table: type[Any], wanted: Filter) -> Iterable[ColumnElement[bool]]:
    if wanted.since is not None:
        yield table.day >= day_of(wanted.since)
    if wanted.until is not None:
        yield table.day < day_of(wanted.until)


def _is_midnight(edge: datetime) -> bool:
    return edge.astimezone().time() == time()
