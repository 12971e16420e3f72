"""Which calls are reviewed: a random draw, by agent, each stratum in its share, that can be drawn again and looked into.

::

    calls that match the filters, not reviewed yet, not under three quarters of a minute
      by agent          Ann 40 calls, 3 wanted               Bea 2 calls, 3 wanted
      by stratum        20 short · 12 middle · 8 long        2 short
      shares of 3       1.5   · 0.9     · 0.6                2
      taken             1 + 1 (largest remainder: middle) + 1          2: all there are

A reviewer who picks calls picks those that stand out; a score by agent then says how calls were picked. So the draw is by chance, and
its filters, its seed and how many there were to draw from are kept. The order by which a stratum is drawn is a hash of seed and call, so
that the same seed draws the same calls on every machine, and one call more changes no other's turn.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import func, select

from audio.errors import InputError
from library.access.permits import acting_name, permit_in_house, permitted
from library.audit.recording import record
from library.calls.listing import Filter, apply_filter
from library.database.connection import Database
from library.database.schema import Agent, CallRow
from library.database.tables.evaluations import CallDraw, CallDrawCall, EvaluationRow
from library.database.walls import unwalled

Stratify = Literal["length", "queue", "outcome"]

BANDS = ((180.0, "under 3 minutes"), (600.0, "3 to 10 minutes"), (math.inf, "over 10 minutes"))
"""Lengths of calls that are strata."""

SHORTEST = 45.0
"""Seconds; shorter ones are wrong numbers and hang-ups, of which a form says nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that could be drawn; ``agent`` is whose it is (``None``: nobody knows)."""

    call_id: str
    agent: str | None
    stratum: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw that was made: of how many calls, with what filters and seed; ``calls`` by id, each with its stratum."""

    id: int
    drawn: datetime
    drawn_by: str
    seed: int
    filters: dict[str, object]
    of: int
    calls: dict[str, str]


class Draws:
    """The draws of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def draw(
        self,
        call_filter: Filter,
        per_agent: int,
        seed: int,
        by: str,
        strata: Sequence[Stratify] = ("length",),
        shortest: float = SHORTEST,
    ) -> Draw:
        """Draw ``per_agent`` calls of each agent that no review was made of yet, of those that the viewer may give, and keep what was drawn.

        Raises :class:`InputError` where no call matches.
        """
        if per_agent < 1:
            raise InputError("One call an agent is the least that can be drawn.")
        with self._database.write() as session:
            permit_in_house(session, "draw")
            columns: list[Any] = [CallRow.id, Agent.name, CallRow.duration, CallRow.queue, CallRow.outcome]
            statement = apply_filter(select(*columns), call_filter).where(CallRow.duration >= shortest)
            rows = session.execute(statement).all()
            with unwalled(session):  # also those that somebody else is about to review
                reviewed = set(session.scalars(select(EvaluationRow.call_id).where(EvaluationRow.kind == "review")))
            theirs = set(permitted(session, "give", [row[0] for row in rows])) - reviewed
            candidates = [
                Candidate(call_id, agent, _stratum(strata, duration, queue, outcome))
                for call_id, agent, duration, queue, outcome in rows
                if call_id in theirs
            ]
            if not candidates:
                raise InputError("No call that matches is without a review; draw from other dates, or another team.")
            taken = draw(candidates, per_agent, seed)
            filters = {name: _plain(value) for name, value in asdict(call_filter).items() if value}
            filters |= {"per_agent": per_agent, "strata": list(strata), "shortest": shortest}
            made = CallDraw(
                drawn=datetime.now(UTC),
                drawn_by=acting_name(session, by),
                seed=seed,
                filters=json.dumps(filters),
                of=len(candidates),
            )
            with unwalled(session):
                session.add(made)
                session.flush()
                session.add_all(
                    CallDrawCall(draw_id=made.id, call_id=one.call_id, stratum=one.stratum) for one in taken
                )
            record(session, "drew", calls=len(taken), among=len(candidates), seed=seed)
            return Draw(
                made.id, made.drawn, made.drawn_by, seed, filters, made.of, {one.call_id: one.stratum for one in taken}
            )

    def draws(self, newest: int = 50) -> tuple[Draw, ...]:
        """The latest draws, the newest first."""
        with self._database.read() as session:
            rows = session.scalars(select(CallDraw).order_by(CallDraw.id.desc()).limit(newest)).all()
            taken = session.execute(
                select(CallDrawCall.draw_id, CallDrawCall.call_id, CallDrawCall.stratum)
                .where(CallDrawCall.draw_id.in_([row.id for row in rows]))
                .order_by(CallDrawCall.call_id)
            ).all()
        calls: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for draw_id, call_id, stratum in taken:
            calls[draw_id][call_id] = stratum
        return tuple(
            Draw(row.id, row.drawn, row.drawn_by, row.seed, json.loads(row.filters), row.of, calls[row.id])
            for row in rows
        )

    def next_seed(self) -> int:
        """A seed for the next draw: its number, which nobody chooses."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "draw")
            return (session.scalar(select(func.max(CallDraw.id))) or 0) + 1


def draw(candidates: Sequence[Candidate], per_agent: int, seed: int) -> tuple[Candidate, ...]:
    """The calls that are drawn, by agent and in the order of the draw; calls that are nobody's are drawn as one agent's."""
    by_agent: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_agent[candidate.agent or ""].append(candidate)
    return tuple(one for agent in sorted(by_agent) for one in _of_one_agent(by_agent[agent], per_agent, seed))


def _of_one_agent(candidates: Sequence[Candidate], wanted: int, seed: int) -> list[Candidate]:
    strata: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda one: _turn(seed, one.call_id)):
        strata[candidate.stratum].append(candidate)
    wanted = min(wanted, len(candidates))
    shares = {name: wanted * len(calls) / len(candidates) for name, calls in strata.items()}
    quotas = {name: math.floor(share) for name, share in shares.items()}
    left = wanted - sum(quotas.values())
    by_remainder = sorted(shares, key=lambda name: (quotas[name] - shares[name], _turn(seed, name)))
    for name in by_remainder[:left]:
        quotas[name] += 1
    return [one for name in sorted(strata) for one in strata[name][: quotas[name]]]


def _turn(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{name}".encode()).digest()


def _stratum(strata: Sequence[Stratify], duration: float, queue: str | None, outcome: str | None) -> str:
    length = next(name for longest, name in BANDS if duration < longest or longest == math.inf)
    named = {"length": length, "queue": queue or "no queue", "outcome": outcome or "no outcome"}
    return ", ".join(named[name] for name in strata) or "all"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
