"""What many calls come to: from the daily tallies where they tell it, and from the calls beside them and everywhere else.

Each function gives the same sums as counting every call would, and takes a session through which only what its viewer may see is read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, and_, func, literal_column, select
from sqlalchemy.orm import Session

from library.calls.listing import Filter, apply_filter
from library.database.schema import OF_A_TOPIC, TOPIC, Agent, CallRow, Tally, Team
from library.database.tables.daily import DailyCalls, DailyTechniques
from library.trends.keeping import FOLLOWED, KINDS
from library.trends.packing import Name, Rows, some_at_a_time, unpack
from library.trends.reach import Reach, reach_of
from library.trends.sums import SUMS, Narrow, Sums, added, sums_by

AgentAndTeam = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class AgentSums:
    """Calls of an agent, their moments by kind (in the order of :data:`KINDS`), and the sums of what followed partnering, those of
    :data:`FOLLOWED` alone."""

    calls: int
    moments: tuple[int, ...]
    followed: NDArray[np.int64]


def technique_sums(session: Session, wanted: Filter, *, topics: bool = False) -> dict[Name, Sums]:
    """The sums of every technique by kind and name, or of every topic."""
    groups = (Tally.kind, Tally.technique)
    named = literal_column(f"tally.{OF_A_TOPIC}") if topics else and_(Tally.technique != "", Tally.kind != TOPIC)
    reach = reach_of(session, wanted)
    if reach is None:
        return sums_by(session, _all(wanted), groups, named)
    found: dict[Name, Sums] = {}
    for _, rows, _, names in _packed(session, reach):
        here = {number: name for number, name in names.items() if (name[0] == TOPIC) is topics}
        total = np.zeros((max(names) + 1, len(SUMS)), np.int64)
        for column in range(len(SUMS)):  # bincount is some ten times as quick as np.add.at
            sums = np.bincount(rows[:, 0], weights=rows[:, 1 + column], minlength=len(total))
            total[:, column] = sums.astype(np.int64)
        calls = total[:, SUMS.index("calls")]
        found = added(found, {name: total[number] for number, name in here.items() if calls[number]})
    return found if reach.beside is None else added(found, sums_by(session, _beside(reach), groups, named))


def agent_sums(session: Session, wanted: Filter) -> dict[AgentAndTeam, AgentSums]:
    """What each agent's calls come to, by their name and team; both are ``None`` for calls that are nobody's."""
    reach = reach_of(session, wanted)
    if reach is None:
        return dict(_agents_of_calls(session, _all(wanted, named=True)))
    columns: list[Any] = [
        Agent.name,
        Team.name,
        *(func.sum(getattr(DailyCalls, n)) for n in ("calls", *KINDS, *FOLLOWED)),
    ]
    told = reach.narrow(select(*columns).select_from(DailyCalls), DailyCalls, named=True)
    sums = {}
    for agent, team, calls, *counts in session.execute(told.group_by(Agent.name, Team.name)):
        moments, followed = tuple(map(int, counts[: len(KINDS)])), np.array([int(n) for n in counts[len(KINDS) :]])
        sums[agent, team] = AgentSums(int(calls), moments, followed)
    if reach.beside is not None:
        for key, more in _agents_of_calls(session, _beside(reach, named=True)):
            one = sums.get(key)
            sums[key] = more if one is None else _sum(one, more)
    return sums


def counts_by_day(session: Session, wanted: Filter) -> dict[date, Counter[str]]:
    """How many calls were held on each day (``calls``), and how many moments of each kind they had."""
    reach = reach_of(session, wanted)
    counts: defaultdict[date, Counter[str]] = defaultdict(Counter)
    names = ("calls", *KINDS)

    def add(statement: Select[Any]) -> None:
        for day, *numbers in session.execute(statement):
            counts[day].update(dict(zip(names, map(int, numbers), strict=True)))

    calls: list[Any] = [CallRow.day, func.count(), *(func.sum(getattr(CallRow, kind)) for kind in KINDS)]
    if reach is not None:
        told: list[Any] = [DailyCalls.day, *(func.sum(getattr(DailyCalls, name)) for name in names)]
        add(reach.narrow(select(*told).select_from(DailyCalls), DailyCalls).group_by(DailyCalls.day))
    narrow = _narrow(wanted, reach)
    if narrow is not None:
        add(narrow(select(*calls)).group_by(CallRow.day))
    return counts


def technique_by_day(session: Session, wanted: Filter, technique: str) -> dict[date, Counter[str]]:
    """How many moments of a technique there were on each day, by kind."""
    reach = reach_of(session, wanted)
    counts: defaultdict[date, Counter[str]] = defaultdict(Counter)
    if reach is not None:
        for days, rows, which, names in _packed(session, reach):
            kinds = {number: kind for number, (kind, name) in names.items() if name == technique}
            ours = np.isin(rows[:, 0], list(kinds))
            for value, (number, n) in zip(which[ours].tolist(), rows[ours, :2].tolist(), strict=True):
                counts[days[value]][kinds[number]] += n
    narrow = _narrow(wanted, reach)
    if narrow is not None:
        columns: list[Any] = [CallRow.day, Tally.kind, func.sum(Tally.n)]
        moments = select(*columns).join(Tally, Tally.call_id == CallRow.id)
        moments = moments.where(Tally.technique == technique, Tally.confidence == "high")
        found: Any = session.execute(narrow(moments).group_by(CallRow.day, Tally.kind))
        for day, kind, n in found:
            counts[day][kind] += int(n)
    return counts


def _packed(session: Session, reach: Reach) -> Iterator[tuple[list[date], Rows, NDArray[np.intp], dict[int, Name]]]:
    """Of what the tallies tell, some at a time: the days, the rows packed in them, for each row the index of its day, and the names of techniques."""
    columns: list[Any] = [DailyTechniques.day, DailyTechniques.packed]
    for values, names in some_at_a_time(session, reach.narrow(select(*columns), DailyTechniques)):
        rows, which = unpack([packed for _, packed in values], 1 + len(SUMS))
        yield [day for day, _ in values], rows, which, names


def _agents_of_calls(session: Session, narrow: Narrow) -> Iterator[tuple[AgentAndTeam, AgentSums]]:
    who = (Agent.name, Team.name)
    followed = sums_by(session, narrow, who, Tally.kind == "partnered")
    columns: list[Any] = [*who, func.count(), *(func.sum(getattr(CallRow, kind)) for kind in KINDS)]
    rows: Any = session.execute(narrow(select(*columns).select_from(CallRow)).group_by(*who))
    for agent, team, calls, *counts in rows:
        after = followed.get((agent, team), np.zeros(len(SUMS), np.int64))[-len(FOLLOWED) :]
        yield (agent, team), AgentSums(int(calls), tuple(map(int, counts)), after)


def _sum(one: AgentSums, other: AgentSums) -> AgentSums:
    moments = tuple(a + b for a, b in zip(one.moments, other.moments, strict=True))
    return AgentSums(one.calls + other.calls, moments, one.followed + other.followed)


def _narrow(wanted: Filter, reach: Reach | None) -> Narrow | None:
    """What is to be counted from the calls; ``None`` where that is nothing."""
    if reach is None:
        return _all(wanted)
    return None if reach.beside is None else _beside(reach)


def _all(wanted: Filter, named: bool = False) -> Narrow:
    return lambda statement: apply_filter(statement, wanted, named)


def _beside(reach: Reach, named: bool = False) -> Narrow:
    beside = reach.beside
    assert beside is not None
    return lambda statement: apply_filter(statement, reach.wanted, named).where(beside)
