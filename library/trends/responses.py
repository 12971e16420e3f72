"""What followed techniques and placebos, by cluster and stratum, for the base rate (:mod:`library.trends.base_rate`).

Where enough agents are named, they are the clusters, and their days tell it; calls that are nobody's are clusters by chance, and counted from
the calls, as everything is where there are few agents.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, String, case, cast, func, or_, select
from sqlalchemy.orm import Session

from library.calls.listing import Filter, apply_filter
from library.calls.response_counts import PLACEBO
from library.database.schema import Answer, CallRow
from library.database.tables.daily import NOBODY, DailyCalls, DailyResponses
from library.trends.base_rate import AGENTS, Grid, Row, grid_of
from library.trends.packing import distinct, some_at_a_time, unpack
from library.trends.reach import Reach, reach_of
from library.trends.sums import Narrow


def responses(session: Session, wanted: Filter) -> Grid:
    """What followed in the calls that are wanted."""
    reach = reach_of(session, wanted)

    def narrow(statement: Any) -> Any:
        return apply_filter(statement, wanted, named=False)

    agents = _agents(session, narrow, reach)
    if reach is None or agents < AGENTS:
        return grid_of(_rows_of_calls(session, narrow, by_agent=agents >= AGENTS))
    nobodys = CallRow.agent_id.is_(None)
    beside = nobodys if reach.beside is None else or_(nobodys, reach.beside)
    return _grid_of_days(session, reach) + grid_of(
        _rows_of_calls(session, lambda statement: narrow(statement).where(beside), by_agent=True)
    )


def _agents(session: Session, narrow: Narrow, reach: Reach | None) -> int:
    """How many agents the calls that are wanted are of."""
    of_calls = narrow(select(CallRow.agent_id).distinct()).where(CallRow.agent_id.is_not(None))
    if reach is None:
        return len(session.scalars(of_calls).all())
    told = reach.narrow(select(DailyCalls.agent_id).distinct(), DailyCalls).where(DailyCalls.agent_id != NOBODY)
    agents = set(session.scalars(told))
    if reach.beside is not None:
        agents.update(agent for agent in session.scalars(of_calls.where(reach.beside)) if agent is not None)
    return len(agents)


def _grid_of_days(session: Session, reach: Reach) -> Grid:
    """What the tallies tell, agents being the clusters."""
    columns: list[Any] = [DailyResponses.agent_id, DailyResponses.packed]
    told = select(*columns).where(DailyResponses.agent_id != NOBODY)
    grid = grid_of(())
    for values, named in some_at_a_time(session, reach.narrow(told, DailyResponses)):
        rows, which = unpack([packed for _, packed in values], 4)
        agents, agent_of_value = distinct(np.array([agent for agent, _ in values], np.int32))
        numbers, name_of_row = distinct(rows[:, 0])
        clusters = [f"agent {agent}" for agent in agents.tolist()]
        names = [None if named[number][0] == PLACEBO else named[number] for number in numbers.tolist()]
        grid += Grid.counted(clusters, names, agent_of_value[which], name_of_row, rows[:, 1], rows[:, 2], rows[:, 3])
    return grid


def _rows_of_calls(session: Session, narrow: Narrow, by_agent: bool) -> list[Row]:
    """The sums over calls by cluster: agents, else groups of calls."""
    groups: list[Any] = [_cluster(by_agent).label("cluster"), Answer.kind, Answer.technique, Answer.stratum]
    columns: list[Any] = [*groups, func.sum(Answer.told), func.sum(Answer.calmer)]
    counted = select(*columns).select_from(CallRow)
    counted = narrow(counted.join(Answer, Answer.call_id == CallRow.id)).group_by(*groups)
    return [
        Row(name, None if kind == PLACEBO else (kind, technique), int(stratum), int(told), int(calmer))
        for name, kind, technique, stratum, told, calmer in session.execute(counted)
    ]


def _cluster(by_agent: bool) -> ColumnElement[str]:
    """A call's cluster. Ids are hashes, so their last two characters make groups of calls by chance, 256 at most."""
    group = "call " + func.substr(CallRow.id, func.length(CallRow.id) - 1)
    if not by_agent:
        return group
    return case((CallRow.agent_id.is_not(None), "agent " + cast(CallRow.agent_id, String)), else_=group)
