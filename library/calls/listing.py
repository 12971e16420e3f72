"""The list of calls: which are wanted, in which order, a page at a time.

The order (:mod:`library.calls.ordering`) is that of a column or *to review*, which puts first what a coach most needs to listen
to; why a call stands there is said of each call in any order (:mod:`library.calls.review_order`).

Everything that is filtered or sorted by is a column or a tally written when the report was kept, so nothing is
unpacked to make a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select, text, true
from sqlalchemy.orm import Session

from analysis.report import Ending
from audio.errors import InputError
from library.calls.ordering import Sort, keys_of, order_by
from library.calls.review_order import review_reason
from library.calls.words import asking_words_once, is_said
from library.database.schema import NO_WORDS, TOPIC, Agent, CallRow, Spoken, Tally, Team
from library.database.tables.accountability import LegalHold
from library.database.text import search_terms


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; everything given has to hold.

    agent, team   names
    since, until  when the call was held: ``since <= date < until``
    technique     at least one moment of high confidence of this technique
    kind          at least one such moment of this kind (``pushed`` …); with ``technique``, of both at once
    after         … that was followed so (``calmer`` …)
    outcome       ``calm``, ``settled``, ``unsettled``, ``unclear``
    words         said in the call or standing in its, its agent's or the team's name; in quotation marks, just so
    unreviewed    only calls that no coach has been through
    topic         something the customer complained of or praised (``complaint_billing`` …)
    practice      calls that were brought for practice, in the place of the house's
    """

    agent: str | None = None
    team: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    technique: str | None = None
    kind: str | None = None
    after: str | None = None
    outcome: Ending | None = None
    words: str = ""
    unreviewed: bool = False
    topic: str | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class CallSummary:
    """One line of the list. Counts are of moments of high confidence; ``outcome`` is ``None`` before the first report;
    ``queue`` to ``reference`` are what was known of the call beforehand;
    ``standing`` says why the call stands where it does in the order of work. Without words (``has_words``) a count of
    none says nothing: what was said is not known; ``held`` says that it is under a legal hold."""

    id: str
    name: str
    date: datetime
    duration: float
    layout: str
    agent: str | None
    team: str | None
    outcome: str | None
    pushed: int
    partnered: int
    escalated: int
    settled: int
    missed: int
    reviewed: datetime | None
    reviewed_by: str | None
    queue: str | None = None
    direction: str | None = None
    disposition: str | None = None
    reference: str | None = None
    standing: str = ""
    has_words: bool = True
    held: bool = False

    def known(self) -> dict[str, str | None]:
        """What is known of the call beside its sound, for other programs; the date in ISO 8601."""
        names = ("agent", "team", "queue", "direction", "disposition", "reference")
        return {"date": self.date.isoformat(), **{name: getattr(self, name) for name in names}}


LINE = tuple(f.name for f in fields(CallSummary) if f.name != "standing")
"""What is read of each line; why it stands where it does is told from that."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the calls that are wanted, and how many those are in all."""

    calls: tuple[CallSummary, ...]
    total: int


def call_names(session: Session, call_filter: Filter, sort: Sort) -> dict[str, str]:
    """The names of all calls that are wanted, by their ids, in this order."""
    columns: list[Any] = [CallRow.id, CallRow.name]
    with asking_words_once(session, call_filter.words):
        rows = session.execute(apply_filter(select(*columns), call_filter).order_by(*order_by(keys_of(sort))))
        return {row.id: row.name for row in rows}


def summary(session: Session, call_id: str) -> CallSummary | None:
    """A call as a list shows it; ``None`` where there is no such call."""
    lines = summaries(session, [call_id], CallRow.delete_due.is_(None))
    return lines[0] if lines else None


def summaries(session: Session, ids: Sequence[str], *tests: ColumnElement[bool]) -> tuple[CallSummary, ...]:
    """The lines of calls, in the order of their ids; without those that are not there, or not as ``tests`` say."""
    rows = session.execute(with_people(_lines()).where(CallRow.id.in_(ids), *tests)).all() if ids else []
    lines = {row.id: tuple(row) for row in rows}
    return _summaries(session, [lines[call_id] for call_id in ids if call_id in lines])


def find_call(session: Session, name: str) -> str:
    """The id of the one call that ``name`` names: its id or its name, or else the beginning of either.

    Raises :class:`SameSideError` where there is none, or several.
    """
    for condition in (
        (CallRow.id == name) | (CallRow.name == name),
        CallRow.id.startswith(name, autoescape=True) | CallRow.name.startswith(name, autoescape=True),
    ):
        named = select(CallRow.id, CallRow.name).where(condition, CallRow.delete_due.is_(None))
        rows = session.execute(named.order_by(CallRow.date).limit(9)).all()
        if len(rows) == 1:
            return str(rows[0].id)
        if rows and name:
            several = ", ".join(f"{row.name} ({row.id[:8]})" for row in rows)
            raise InputError(f"“{name}” may be any of these calls: {several}; give the beginning of its id.")
    raise InputError(f"There is no call “{name}” in the library: give its name, or the beginning of its id.")


def apply_filter(
    statement: Select[Any], call_filter: Filter, named: bool = True, walked: bool = False, all_read: bool = False
) -> Select[Any]:
    """A statement about ``CallRow``, narrowed to the calls that are wanted.

    named     join it with agent and team; what is neither shown nor sorted by them does without where it can (SQLite sorts so 8 × quicker)
    walked    the calls are gone through in an order, and a database is not to gather first what it finds another way
    all_read  more is asked of a call's row than an index has: rows are the quicker read as they lie than one by one in an index's order
    """
    if named or call_filter.agent is not None or call_filter.team is not None:
        statement = with_people(statement)
    listed, *tests = _conditions(call_filter, walked)
    if all_read:
        listed = listed.is_(true())
    return statement.where(listed, *(test.is_(true()) if walked else test for test in tests))


def _lines() -> Select[Any]:
    known_elsewhere: dict[str, Any] = {
        "agent": Agent.name,
        "team": Team.name,
        "has_words": ~exists().where(Spoken.call_id == CallRow.id, text(NO_WORDS)),
        "held": exists().where(LegalHold.call_id == CallRow.id),
    }
    columns: list[Any] = [known_elsewhere[name] if name in known_elsewhere else getattr(CallRow, name) for name in LINE]
    return select(*columns)


def _summaries(session: Session, rows: list[tuple[Any, ...]]) -> tuple[CallSummary, ...]:
    """The lines of ``rows``, each with why it stands where it does."""
    if not rows:
        return ()
    ids = [row[0] for row in rows]
    passed: dict[str, dict[str, int]] = {}
    missed = select(Tally.call_id, Tally.technique, Tally.n).where(
        Tally.call_id.in_(ids), Tally.kind == "missed", Tally.confidence == "high"
    )
    for call_id, technique, n in session.execute(missed):
        passed.setdefault(call_id, {})[technique] = n
    lines = (CallSummary(**dict(zip(LINE, row, strict=True))) for row in rows)
    return tuple(
        replace(
            line,
            standing=review_reason(line.outcome, passed.get(line.id, {}), line.pushed, has_words=line.has_words),
        )
        for line in lines
    )


def with_people_of(*columns: Any) -> Select[Any]:
    """The ids of agents, and ``columns`` of theirs and of their teams'."""
    statement: Select[Any] = select(Agent.id, *columns)
    return statement.join(Team, Agent.team_id == Team.id, isouter=True)


def with_people(statement: Select[Any], agent_id: Any = CallRow.agent_id) -> Select[Any]:
    """A statement joined with the agent whose id it has, where it has one, and with that agent's team."""
    return statement.join(Agent, agent_id == Agent.id, isouter=True).join(Team, Agent.team_id == Team.id, isouter=True)


def _conditions(call_filter: Filter, walked: bool) -> list[ColumnElement[bool]]:
    practised = CallRow.practice_of.is_not(None) if call_filter.practice else CallRow.practice_of.is_(None)
    tests: list[ColumnElement[bool]] = [and_(CallRow.delete_due.is_(None), practised)]
    if call_filter.agent is not None:
        tests.append(Agent.name == call_filter.agent)
    if call_filter.team is not None:
        tests.append(Team.name == call_filter.team)
    if call_filter.since is not None:
        tests.append(CallRow.date >= call_filter.since)
    if call_filter.until is not None:
        tests.append(CallRow.date < call_filter.until)
    if call_filter.outcome is not None:
        tests.append(CallRow.outcome == call_filter.outcome)
    if call_filter.unreviewed:
        tests.append(CallRow.reviewed.is_(None))
    moment = [
        column == value
        for column, value in (
            (Tally.technique, call_filter.technique),
            (Tally.kind, call_filter.kind),
            (Tally.after, call_filter.after),
        )
        if value is not None
    ]
    if moment:
        tests.append(_has(walked, Tally.confidence == "high", *moment))
    if call_filter.topic is not None:
        tests.append(_has(walked, Tally.kind == TOPIC, Tally.technique == call_filter.topic))
    tests += map(is_said, search_terms(call_filter.words))
    return tests


def _has(walked: bool, *of_tally: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a call's row: that it has such a tally, to be looked up call by call where they are walked through."""
    if walked:
        return exists().where(Tally.call_id == CallRow.id, *of_tally)
    return CallRow.id.in_(select(Tally.call_id).where(*of_tally))
