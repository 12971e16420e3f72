"""A house in which one agent was coached on one thing: calls of seven agents before a day and after it, with what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy import update

from analysis.report import Placebo, Response
from audio.span import Span
from library.coaching.session import Agreed, Stretch
from library.database.tables.coaching import CoachingSessionRow
from library.store import Library
from tests.library_calls import a_call, a_moment, a_report

AMA, OTHERS = "Ama Osei", ("Ben Carr", "Cleo Diaz", "Dora Lind", "Efua Mensah", "Finn Aho", "Gus Weber")
WEEKS = timedelta(weeks=5)
STRETCHES = 6
"""Opportunities a call."""
TOLD = Response("no_change", "…", 0.1, 0.8, before=0.7)


def fill(library: Library, day: datetime, calls: int = 30) -> None:
    """So many calls of everybody before ``day`` and after it. All own things a little more often later; Ama, who hardly did, far more often."""
    rng = np.random.default_rng(4)
    for agent in (AMA, *OTHERS):
        usual = rng.uniform(0.12, 0.3)
        for k in range(calls):
            for after in (False, True):
                rate = (0.32 if after else 0.08) if agent == AMA else usual + 0.03 * after
                _keep(
                    library, agent, day + timedelta(days=k + 1 if after else -k - 1), int(rng.binomial(STRETCHES, rate))
                )


def _keep(library: Library, agent: str, date: datetime, uses: int) -> None:
    call_id = f"{agent.partition(' ')[0].lower()}-{date:%m-%d}"
    used = replace(a_moment("partnered", "own_it"), response=TOLD)
    moments = tuple(replace(used, span=Span(float(k), k + 0.9)) for k in range(uses))
    spare = tuple(Placebo(Span(float(k), k + 0.9), TOLD) for k in range(uses, STRETCHES))
    library.keep_call(a_call(call_id), name=call_id, agent=agent, team="Repairs", date=date)
    library.keep_report(replace(a_report(call_id), moments=moments, placebos=spare))


def coached(library: Library, day: datetime, stretches: dict[str, list[Stretch]], coach: str) -> int:
    """A session that ``coach`` held with Ama on that day about stretches of her calls, acknowledged by her; its id."""
    one = library.coaching.begin(AMA, coach)
    for call_id, of_call in stretches.items():
        for stretch in of_call:
            library.coaching.put(call_id, stretch, coach, one)
    words = "You hear them out already. Next: say what you yourself will do, before anything about the rules."
    library.coaching.agree(one, Agreed("own_it", "more"), day + WEEKS, words)
    library.coaching.hold(one)
    library.coaching.acknowledge(one, "I will try it from Monday on.")
    with library.database.write() as session:
        session.execute(update(CoachingSessionRow).where(CoachingSessionRow.id == one).values(held=day))
    return one


def five_weeks_ago() -> datetime:
    """The day of the session, so that one looks again today."""
    return datetime.now(UTC).replace(microsecond=0) - WEEKS - timedelta(hours=1)
