"""An agent's own page: what went well lately, one thing to try, their own months, and what waits for their word.

Everything is of the agent's own calls, beside their own past: no mean of a team, no rank, nobody else. Of fewer than ten calls no figure is made.
The agent sees it, and whoever may coach them, just as the agent does; quotes are read from the calls now, masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.report import Report
from analysis.voice.agent_voice import without_agent_voice
from audio.errors import InputError
from library.access.permits import NotAllowedError, viewer_in
from library.calls.redacting import mask_report, original_report
from library.calls.verdicts import settled_report, verdicts_on
from library.coaching.highlights import Highlight, to_try, went_well
from library.coaching.sessions import same_person
from library.database.connection import Database
from library.database.schema import Agent, CallRow, Setting, Tally
from library.database.settings import AGENT_VOICE
from library.database.tables.evaluations import EvaluationRow
from library.database.text import one_line
from library.trends.trends import FEWEST_CALLS

LATELY = timedelta(days=28)
"""How long “lately” is, and as long before it."""
LOOKED_AT = 12
"""Calls, the latest of those that could have something, that are looked through for what went well, and for what to try."""
FIGURES = ("pushed", "partnered", "escalated", "missed")


@dataclass(frozen=True, slots=True)
class Lately:
    """Moments a call by kind in a stretch of time, ``None`` where it has fewer than ten calls."""

    calls: int
    a_call: dict[str, float] | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finished evaluation that its agent has said nothing of."""

    evaluation_id: int
    call_id: str
    call: str
    reviewer: str
    finished: datetime


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What stands on an agent's own page; ``names`` are those of their calls, by id, that are shown on it."""

    agent: str
    well: tuple[Highlight, ...]
    other: Highlight | None
    names: dict[str, str]
    lately: Lately
    before: Lately
    evaluations: tuple[Waiting, ...]


class OwnPages:
    """The own pages of the agents of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, agent: str | None = None, now: datetime | None = None) -> OwnPage:
        """The page of an agent by name, or (``None``) of whoever has signed in.

        Raises :class:`InputError` where there is no such agent, or it is neither the viewer nor theirs to coach.
        """
        now = now or datetime.now(UTC)
        with self._database.read() as session:
            one = _agent(session, agent)
            mine = same_person(session, one.id)
            well = [*_reports(session, _with(mine, "partnered", "calmer"))]
            pushes = [*_reports(session, _with(mine, "pushed"))]
            chosen, other = went_well(well), to_try(pushes)
            shown = {each.call_id for each in (*chosen, *([other] if other else []))}
            columns: list[Any] = [CallRow.id, CallRow.name]
            names = {row.id: row.name for row in session.execute(select(*columns).where(CallRow.id.in_(shown)))}
            return OwnPage(
                one.name, chosen, other, names, _figures(session, mine, now - LATELY, now),
                _figures(session, mine, now - 2 * LATELY, now - LATELY), _waiting(session, mine),
            )  # fmt: skip


def _agent(session: Session, name: str | None) -> Agent:
    viewer = viewer_in(session)
    named = Agent.person_id == viewer.person_id if name is None else Agent.name == name
    if name is None and not viewer.is_person:
        raise InputError("Choose an agent: nobody signs in here, so whose page it is has to be said.")
    found = session.scalars(select(Agent).where(named).order_by(Agent.name != viewer.name, Agent.id)).first()
    if found is None:
        raise InputError(
            "There are no calls of yours here yet." if name is None else f"There is no agent named {one_line(name)}."
        )
    coaches = "admin" in viewer.roles or ("coach" in viewer.roles and found.team_id in viewer.teams)
    if viewer.is_person and found.person_id != viewer.person_id and not coaches:
        raise NotAllowedError(
            "You may not look at this page: it is for the agent themselves and for whoever coaches them."
        )
    return found


def _with(agents: Sequence[int], kind: str, after: str | None = None) -> Any:
    """The latest calls of an agent with a sure moment of a kind."""
    there = select(CallRow.id).join(Tally, Tally.call_id == CallRow.id).where(*_of(agents))
    there = there.where(Tally.kind == kind, Tally.technique != "", Tally.confidence == "high")
    if after is not None:
        there = there.where(Tally.after == after)
    return there.group_by(CallRow.id, CallRow.date).order_by(CallRow.date.desc(), CallRow.id).limit(LOOKED_AT)


def _of(agents: Sequence[int]) -> tuple[Any, ...]:
    return CallRow.agent_id.in_(agents), CallRow.practice_of.is_(None), CallRow.delete_due.is_(None)


def _reports(session: Session, calls: Any) -> Iterator[Report]:
    """Their reports as people settled them and as they are shown, the latest first."""
    silent = session.scalar(select(Setting.value).where(Setting.name == AGENT_VOICE)) == "false"
    for call_id in session.scalars(calls).all():
        report = original_report(session, call_id)
        if report is not None:
            shown = mask_report(session, settled_report(session, report, verdicts_on(session, report)))
            yield without_agent_voice(shown) if silent else shown


def _figures(session: Session, agents: Sequence[int], since: datetime, until: datetime) -> Lately:
    sums = [func.sum(getattr(CallRow, kind)) for kind in FIGURES]
    columns: list[Any] = [func.count(), *sums]
    counted = select(*columns).select_from(CallRow).where(*_of(agents), CallRow.date >= since, CallRow.date < until)
    calls, *totals = session.execute(counted.where(CallRow.outcome.is_not(None))).one()
    if calls < FEWEST_CALLS:
        return Lately(calls, None)
    return Lately(calls, {kind: float(total or 0) / calls for kind, total in zip(FIGURES, totals, strict=True)})


def _waiting(session: Session, agents: Sequence[int]) -> tuple[Waiting, ...]:
    columns: list[Any] = [EvaluationRow.id, CallRow.id, CallRow.name, EvaluationRow.reviewer, EvaluationRow.finished]
    there = select(*columns).join(CallRow, CallRow.id == EvaluationRow.call_id).where(*_of(agents))
    there = there.where(
        EvaluationRow.kind == "review", EvaluationRow.finished.is_not(None), EvaluationRow.acknowledged.is_(None)
    )
    return tuple(Waiting(*row) for row in session.execute(there.order_by(EvaluationRow.finished.desc())))
