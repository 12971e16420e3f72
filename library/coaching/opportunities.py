"""Opportunities for a technique, call by call, as :mod:`library.coaching.change` compares them: from what was counted when reports were kept.

::

    stretch   answer rows: told responses of every technique and of none, by stratum; used where they are the technique's
    call      tallies: every call is one opportunity; its stratum is how often its customer escalated
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session

from library.calls.strata import HEATS, STRATA
from library.coaching.change import Opportunities, Unit
from library.database.schema import Agent, Answer, CallRow, Tally

TRIED = ("pushed", "partnered")
"""Kinds of what an agent does."""
WIDTH = STRATA // (len(HEATS) + 1)


@dataclass(frozen=True, slots=True)
class Windows:
    """The calls that are compared: held from ``before`` until ``day``, and from ``after`` until ``end``; the day itself is left out."""

    before: datetime
    day: datetime
    after: datetime
    end: datetime


def person_keys(session: Session) -> dict[int, int]:
    """By agent, the first of the agents that are the same person: who has two names is one peer."""
    columns: list[Any] = [Agent.id, Agent.person_id]
    first: dict[int, int] = {}
    return {
        agent: agent if person is None else first.setdefault(person, agent)
        for agent, person in session.execute(select(*columns).order_by(Agent.id))
    }


def opportunities(
    session: Session, technique: str, windows: Windows, unit: Unit, keys: Mapping[int, int]
) -> list[Opportunities]:
    """Those of all agents in these windows, by person (:func:`person_keys`); calls that are nobody's, practised with or deleted have none."""
    find = _stretches if unit == "stretch" else _calls
    return [
        Opportunities(keys[agent], date >= windows.after, call, stratum, chances, uses)
        for agent, date, call, stratum, chances, uses in session.execute(_in(find(technique), windows))
    ]


def _stretches(technique: str) -> Any:
    used = func.sum(case((Answer.technique == technique, Answer.told), else_=0))
    columns: list[Any] = [CallRow.agent_id, CallRow.date, CallRow.id, Answer.stratum, func.sum(Answer.told), used]
    counted = select(*columns).join(Answer, Answer.call_id == CallRow.id)
    return counted.group_by(CallRow.agent_id, CallRow.date, CallRow.id, Answer.stratum)


def _calls(technique: str) -> Any:
    mine = (Tally.technique == technique, Tally.kind.in_(TRIED), Tally.confidence == "high")
    used = case((exists().where(Tally.call_id == CallRow.id, *mine), 1), else_=0)
    heat = case((CallRow.escalated > 1, 2 * WIDTH), (CallRow.escalated > 0, WIDTH), else_=0)
    columns: list[Any] = [CallRow.agent_id, CallRow.date, CallRow.id, heat, 1, used]
    return select(*columns).where(CallRow.outcome.is_not(None))


def _in(statement: Any, windows: Windows) -> Any:
    before = (CallRow.date >= windows.before) & (CallRow.date < windows.day)
    after = (CallRow.date >= windows.after) & (CallRow.date < windows.end)
    kept = (CallRow.agent_id.is_not(None), CallRow.practice_of.is_(None), CallRow.delete_due.is_(None))
    return statement.where(before | after, *kept)
