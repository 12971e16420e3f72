"""What many calls say together: techniques, agents, time; and how sure it is what followed.

Of the moments of a technique after which the customer's voice could be told, so many were *followed by* calmer::

    own_it   |-----------[=====|=====]-------------|     62 % calmer, likely between 48 and 75 %
             0 %        48    62    75           100 %    (29 of 47 moments that could be told)

The interval is Wilson's score interval at 95 % (Wilson 1927, *Probable inference, the law of succession, and statistical
inference*). Moments of one call are alike, so they say less than as many moments of as many calls would: the count that
goes into the interval is first divided by the design effect, the factor by which the calls' own scatter exceeds that of
independent moments (Kish 1965, *Survey Sampling*; for Wilson's interval with that count: Dean & Pagano 2015,
*Evaluating confidence interval methods for binomial proportions in clustered surveys*). Followed by, never caused by: what would have followed anyway is :mod:`library.calls.base_rate`'s.

Only moments of high confidence are counted, from the tallies that were written when each report was kept.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Literal

from sqlalchemy import case, func, literal_column, select
from sqlalchemy.orm import Session

from library.access.permits import viewer_in
from library.calls.agreement import agreement
from library.calls.base_rate import Difference, differences
from library.calls.listing import Filter, apply_filter
from library.calls.response_counts import response_rows
from library.database.connection import Database
from library.database.schema import OF_A_TOPIC, TOPIC, Agent, CallRow, Tally, Team
from library.notes.note import Agreement

Period = Literal["day", "week", "month"]

KINDS = ("pushed", "partnered", "escalated", "settled", "missed")

FEWEST_CALLS = 10
"""Calls of one agent, with fewer of which nothing is told of that agent to anybody who has signed in."""

Z = 1.959964
"""The normal distribution's 97.5 % point, for an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of so many moments: ``value`` between ``low`` and ``high``, all ``None`` where there are none."""

    hits: int
    of: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class TechniqueLine:
    """One technique: its moments, in how many calls, and what followed. ``calmer`` is of those that could be told."""

    kind: str
    technique: str
    moments: int
    calls: int
    no_change: int
    hotter: int
    cannot_tell: int
    calmer: Share


@dataclass(frozen=True, slots=True)
class TopicLine:
    """In how many calls, and in how many of the customers' lines, a topic is complained of (or a compliment paid)."""

    topic: str
    calls: int
    lines: int


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent (``None``: calls that are nobody's) and the moments of their calls; ``calmer`` follows partnering."""

    agent: str | None
    team: str | None
    calls: int
    pushed: int
    partnered: int
    escalated: int
    missed: int
    calmer: Share


@dataclass(frozen=True, slots=True)
class Point:
    """The calls of one day, week (from Monday) or month, by the day that it was here when they were held."""

    start: datetime
    calls: int
    pushed: int
    partnered: int
    escalated: int
    settled: int
    missed: int


class Trends:
    """Counts over the calls of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def techniques(self, call_filter: Filter | None = None) -> tuple[TechniqueLine, ...]:
        """Every technique met in the calls that are wanted, the most frequent first within its kind.

        Of kind ``escalated`` they are what customers complained with, of kind ``settled`` what they were content with.
        """
        with self._database.read() as session:
            moments = (Tally.technique != "", Tally.kind != TOPIC)
            wanted = _wanted(session, call_filter)
            rows = [] if wanted is None else _clustered(session, wanted, (Tally.kind, Tally.technique), *moments)
        lines = [
            TechniqueLine(kind, technique, s.moments, s.calls, s.no_change, s.hotter, s.cannot_tell, s.calmer)
            for (kind, technique), s in rows
        ]
        return tuple(sorted(lines, key=lambda line: (line.kind, -line.moments, line.technique)))

    def anyway(self, call_filter: Filter | None = None) -> dict[tuple[str, str], Difference]:
        """Techniques by kind and id: how often calmer followed, against when nothing was said at equal heat."""
        with self._database.read() as session:
            wanted = _wanted(session, call_filter)
            return {} if wanted is None else differences(response_rows(session, wanted))

    def agreement(self, call_filter: Filter | None = None) -> dict[tuple[str, str], Agreement]:
        """How often coaches agree with the machine, by kind and technique; see :mod:`library.calls.agreement`."""
        with self._database.read() as session:
            return agreement(session, call_filter or Filter())

    def topics(self, call_filter: Filter | None = None) -> tuple[TopicLine, ...]:
        """What the customers of the calls that are wanted complained of and praised, in most calls first."""
        columns: list[Any] = [Tally.technique, func.count(), func.sum(Tally.n)]
        counted = (
            select(*columns).join(CallRow, Tally.call_id == CallRow.id).where(literal_column(f"tally.{OF_A_TOPIC}"))
        )
        with self._database.read() as session:
            wanted = _wanted(session, call_filter)
            grouped = counted.group_by(Tally.technique)
            rows = [] if wanted is None else session.execute(apply_filter(grouped, wanted, named=False)).all()
        lines = [TopicLine(name, int(calls), int(n)) for name, calls, n in rows]
        return tuple(sorted(lines, key=lambda line: (-line.calls, -line.lines, line.topic)))

    def agents(self, call_filter: Filter | None = None) -> tuple[AgentLine, ...]:
        """Every agent of the calls that are wanted, by name; calls that are nobody's last. To whoever has signed in, agents of fewer than
        ``FEWEST_CALLS`` are left out."""
        call_filter = call_filter or Filter()
        columns = [func.sum(getattr(CallRow, kind)) for kind in ("pushed", "partnered", "escalated", "missed")]
        with self._database.read() as session:
            agent_and_team = (Agent.name, Team.name)
            calmer = dict(_clustered(session, call_filter, agent_and_team, Tally.kind == "partnered", named=True))
            counted = select(*agent_and_team, func.count(), *columns).select_from(CallRow).group_by(*agent_and_team)
            fewest = FEWEST_CALLS if viewer_in(session).is_person else 0
            rows = [tuple(row) for row in session.execute(apply_filter(counted, call_filter))]
            rows = [row for row in rows if row[0] is None or row[2] >= fewest]
        lines = []
        for agent, team, calls, pushed, partnered, escalated, missed in rows:
            partnering = calmer.get((agent, team))
            followed = share(0, 0) if partnering is None else partnering.calmer
            lines.append(AgentLine(agent, team, calls, pushed, partnered, escalated, missed, followed))
        return tuple(sorted(lines, key=lambda line: (line.agent is None, (line.agent or "").casefold())))

    def over_time(
        self, call_filter: Filter | None = None, period: Period = "month", technique: str | None = None
    ) -> tuple[Point, ...]:
        """The calls that are wanted by when they were held, the earliest first; periods without a call are left out.

        With a ``technique``, all those calls are counted, but only the moments of that technique.
        """
        columns: list[Any] = [CallRow.date, *(getattr(CallRow, kind) for kind in KINDS)]
        counts_by_start: dict[datetime, Counter[str]] = {}
        days: dict[date, datetime] = {}  # of some thousand calls many are held on the same day
        with self._database.read() as session:
            wanted = _wanted(session, call_filter)
            if wanted is None:
                return ()
            for held, *counts in session.execute(apply_filter(select(*columns), wanted, named=False)):
                day = held.astimezone().date()
                start = days.get(day) or days.setdefault(day, period_of(held, period))
                point = counts_by_start.setdefault(start, Counter())
                point["calls"] += 1
                for kind, n in zip(KINDS, counts if technique is None else (), strict=False):
                    point[kind] += n
            if technique is not None:
                moment_columns: list[Any] = [CallRow.date, Tally.kind, Tally.n]
                moments = select(*moment_columns).join(Tally, Tally.call_id == CallRow.id)
                moments = moments.where(Tally.technique == technique, Tally.confidence == "high")
                for held, kind, n in session.execute(apply_filter(moments, wanted, named=False)):
                    counts_by_start.setdefault(period_of(held, period), Counter())[kind] += n
        return tuple(
            Point(start, **{name: counts_by_start[start][name] for name in ("calls", *KINDS)})
            for start in sorted(counts_by_start)
        )


def _wanted(session: Session, call_filter: Filter | None) -> Filter | None:
    """The calls that are wanted; ``None`` where they are one agent's, and too few to tell anything of that agent to who has signed in."""
    wanted = call_filter or Filter()
    if wanted.agent is not None and viewer_in(session).is_person:
        number = (
            session.scalar(apply_filter(select(func.count()).select_from(CallRow), Filter(agent=wanted.agent))) or 0
        )
        return wanted if number >= FEWEST_CALLS else None
    return wanted


@dataclass(frozen=True, slots=True)
class _Sums:
    moments: int
    calls: int
    no_change: int
    hotter: int
    cannot_tell: int
    calmer: Share


def _clustered(
    session: Session, call_filter: Filter, groups: Sequence[Any], *tests: Any, named: bool = False
) -> list[tuple[tuple[Any, ...], _Sums]]:
    """Moments and what followed them, summed within each call first, then over the calls of a group."""

    def followed(*afters: str) -> Any:
        return func.sum(case((Tally.after.in_(afters), Tally.n), else_=0))

    names = [f"group_{k}" for k in range(len(groups))]
    per_call = (
        select(
            *(group.label(name) for group, name in zip(groups, names, strict=True)),
            func.sum(Tally.n).label("moments"),
            followed("calmer").label("calmer"),
            followed("calmer", "no_change", "hotter").label("responses"),
            followed("no_change").label("same"),
            followed("hotter").label("hotter"),
            followed("cannot_tell").label("unclear"),
        )
        .select_from(CallRow)
        .join(Tally, Tally.call_id == CallRow.id)
        .where(Tally.confidence == "high", *tests)
        .group_by(CallRow.id, *groups)
    )
    call = apply_filter(per_call, call_filter, named).subquery().c
    sums = (
        func.count(), func.sum(call.moments), func.sum(call.same), func.sum(call.hotter), func.sum(call.unclear),
        func.sum(call.calmer), func.sum(call.responses),
        func.sum(call.calmer * call.calmer), func.sum(call.calmer * call.responses), func.sum(call.responses * call.responses),
        func.sum(case((call.responses > 0, 1), else_=0)),
    )  # fmt: skip
    columns = [call[name] for name in names]
    sums_by_group = []
    for row in session.execute(select(*columns, *sums).group_by(*columns)):
        calls, moments, same, hotter, unclear, calmer, responses, yy, yn, nn, clusters = map(int, row[len(names) :])
        effect = design_effect(calmer, responses, yy, yn, nn, clusters)
        sums_by_group.append(
            (tuple(row[: len(names)]), _Sums(moments, calls, same, hotter, unclear, share(calmer, responses, effect)))
        )
    return sums_by_group


def share(hits: int, of: int, effect: float = 1.0) -> Share:
    """``hits`` of ``of`` with Wilson's interval at 95 %, the count divided by the design ``effect``::

    (p + z²/2n  ±  z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)
    """
    if of == 0:
        return Share(hits, of, None, None, None)
    p, n = hits / of, of / effect
    middle, reach = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    low = 0.0 if hits == 0 else (middle - reach) / scale  # said outright: rounding would leave 1e-17
    high = 1.0 if hits == of else (middle + reach) / scale
    return Share(hits, of, p, low, high)


def design_effect(hits: int, of: int, yy: int, yn: int, nn: int, clusters: int) -> float:
    """By what factor calls scatter more than independent moments would; 1 where that cannot be told, and never less.

    ``yy, yn, nn`` are the sums over the calls of hits², hits·moments and moments²; the variance is the usual one of a
    ratio, k/(k−1) · Σ(y − pn)² / (Σn)², against p(1−p)/Σn.
    """
    if clusters < 2 or not 0 < hits < of:
        return 1.0
    p = hits / of
    scatter = yy - 2 * p * yn + p * p * nn
    return max(1.0, clusters / (clusters - 1) * scatter / (of * p * (1 - p)))


def period_of(held: datetime, period: Period, zone: tzinfo | None = None) -> datetime:
    """The first moment of the day, week or month that a time lies in, in a ``zone`` (this computer's where ``None``), in which
    the list of calls counts its days too."""
    day = held.astimezone(zone).date()
    if period == "week":
        day -= timedelta(days=day.weekday())
    elif period == "month":
        day = day.replace(day=1)
    midnight = datetime.combine(day, time(), zone)
    return midnight if zone else midnight.astimezone()


def last_day(start: date, period: Period) -> date:
    """The last day of the day, week or month that begins on a day."""
    if period == "month":
        return (start.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return start + timedelta(days=6 if period == "week" else 0)
