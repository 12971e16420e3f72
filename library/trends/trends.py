"""What many calls say together: techniques, agents, time; and how sure it is what followed.

Of the moments of a technique after which the customer's voice could be told, so many were *followed by* calmer::

    own_it   |-----------[=====|=====]-------------|     62 % calmer, likely between 48 and 75 %
             0 %        48    62    75           100 %    (29 of 47 moments that could be told)

The interval is Wilson's score interval at 95 % (Wilson 1927, *Probable inference, the law of succession, and statistical
inference*). Moments of one call are alike, so they say less than as many moments of as many calls would: the count that
goes into the interval is first divided by the design effect, the factor by which the calls' own scatter exceeds that of
independent moments (Kish 1965, *Survey Sampling*; for Wilson's interval with that count: Dean & Pagano 2015,
*Evaluating confidence interval methods for binomial proportions in clustered surveys*). Followed by, never caused by: what would have followed anyway is :mod:`library.trends.base_rate`'s.

Only moments of high confidence are counted, from the tallies that were written when each report was kept, added up by day and agent
(:mod:`library.trends`).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.access.permits import viewer_in
from library.calls.listing import Filter, apply_filter
from library.database.connection import Database
from library.database.schema import CallRow, day_of
from library.notes.note import Agreement
from library.trends.agreement import agreement
from library.trends.base_rate import Difference, differences
from library.trends.keeping import FOLLOWED, KINDS
from library.trends.reading import agent_sums, counts_by_day, technique_by_day, technique_sums
from library.trends.responses import responses
from library.trends.sums import SUMS, Sums

Period = Literal["day", "week", "month"]

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
            wanted = _wanted(session, call_filter)
            sums = {} if wanted is None else technique_sums(session, wanted)
        lines = [_technique(*name, found) for name, found in sums.items()]
        return tuple(sorted(lines, key=lambda line: (line.kind, -line.moments, line.technique)))

    def anyway(self, call_filter: Filter | None = None) -> dict[tuple[str, str], Difference]:
        """Techniques by kind and id: how often calmer followed, against when nothing was said at equal heat."""
        with self._database.read() as session:
            wanted = _wanted(session, call_filter)
            return {} if wanted is None else differences(responses(session, wanted))

    def agreement(self, call_filter: Filter | None = None) -> dict[tuple[str, str], Agreement]:
        """How often coaches agree with the machine, by kind and technique; see :mod:`library.trends.agreement`."""
        with self._database.read() as session:
            return agreement(session, call_filter or Filter())

    def topics(self, call_filter: Filter | None = None) -> tuple[TopicLine, ...]:
        """What the customers of the calls that are wanted complained of and praised, in most calls first."""
        with self._database.read() as session:
            wanted = _wanted(session, call_filter)
            sums = {} if wanted is None else technique_sums(session, wanted, topics=True)
        lines = [TopicLine(name, *_ints(found, "calls", "moments")) for (_, name), found in sums.items()]
        return tuple(sorted(lines, key=lambda line: (-line.calls, -line.lines, line.topic)))

    def agents(self, call_filter: Filter | None = None) -> tuple[AgentLine, ...]:
        """Every agent of the calls that are wanted, by name; calls that are nobody's last. To whoever has signed in, agents of fewer than
        ``FEWEST_CALLS`` are left out."""
        with self._database.read() as session:
            fewest = FEWEST_CALLS if viewer_in(session).is_person else 0
            sums = agent_sums(session, call_filter or Filter())
        lines = []
        for (agent, team), found in sums.items():
            if agent is None or found.calls >= fewest:
                counts = dict(zip(KINDS, found.moments, strict=True))
                del counts["settled"]
                lines.append(AgentLine(agent, team, found.calls, **counts, calmer=_share(*found.followed.tolist())))
        return tuple(sorted(lines, key=lambda line: (line.agent is None, (line.agent or "").casefold())))

    def over_time(
        self, call_filter: Filter | None = None, period: Period = "month", technique: str | None = None
    ) -> tuple[Point, ...]:
        """The calls that are wanted by when they were held, the earliest first; periods without a call are left out.

        With a ``technique``, all those calls are counted, but only the moments of that technique.
        """
        counts: defaultdict[datetime, Counter[str]] = defaultdict(Counter)
        with self._database.read() as session:
            wanted = _wanted(session, call_filter)
            if wanted is None:
                return ()
            days = counts_by_day(session, wanted)
            moments = None if technique is None else technique_by_day(session, wanted, technique)
        for day, counted in days.items():
            start = counts[_start_of(day, period)]
            start["calls"] += counted["calls"]
            start.update({kind: (counted if moments is None else moments[day])[kind] for kind in KINDS})
        return tuple(
            Point(start, **{name: counts[start][name] for name in ("calls", *KINDS)}) for start in sorted(counts)
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


def _technique(kind: str, technique: str, sums: Sums) -> TechniqueLine:
    moments, calls, no_change, hotter, cannot_tell = _ints(sums, *SUMS[:5])
    calmer = _share(*_ints(sums, *FOLLOWED))
    return TechniqueLine(kind, technique, moments, calls, no_change, hotter, cannot_tell, calmer)


def _ints(sums: Sums, *names: str) -> list[int]:
    return [int(sums[SUMS.index(name)]) for name in names]


def _share(calmer: int, told: int, calmer_squared: int, calmer_told: int, told_squared: int, calls_told: int) -> Share:
    """The share of the told moments that calmer followed, from the sums of :data:`library.trends.keeping.FOLLOWED`."""
    return share(calmer, told, design_effect(calmer, told, calmer_squared, calmer_told, told_squared, calls_told))


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
    return _start_of(held.astimezone(zone).date() if zone else day_of(held), period, zone)


def _start_of(day: date, period: Period, zone: tzinfo | None = None) -> datetime:
    if period == "week":
        day -= timedelta(days=day.weekday())
    elif period == "month":
        day = day.replace(day=1)
    midnight = datetime.combine(day, time(), zone)
    try:
        return midnight if zone else midnight.astimezone()
    except (OverflowError, ValueError):  # the first day that there is
        return midnight.replace(tzinfo=UTC)


def last_day(start: date, period: Period) -> date:
    """The last day of the day, week or month that begins on a day."""
    if period == "month":
        return (start.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return start + timedelta(days=6 if period == "week" else 0)
