"""The list of calls: which are wanted, in which order, a page at a time.

The order (:mod:`library.calls.ordering`) is that of a column or *to review*, which puts first what a coach most needs to listen
to; why a call stands there is said of each call in any order (:mod:`library.calls.review_order`).

Everything that is filtered or sorted by is a column or a tally written when the report was kept, so nothing is
unpacked to make a list.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, text
from sqlalchemy.orm import Session

from analysis.report import Ending
from audio.errors import InputError
from library.calls.ordering import Sort, keys_of, order_by
from library.calls.review_order import review_reason
from library.database.accountability import LegalHold
from library.database.schema import NO_WORDS, TOPIC, Agent, CallRow, Spoken, Tally, Team
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


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the calls that are wanted, and how many those are in all."""

    calls: tuple[CallSummary, ...]
    total: int


def list_calls(session: Session, call_filter: Filter, sort: Sort, page: int, size: int) -> Page:
    """``page`` counts from 0; one past the end is empty."""
    # one look at the words for page and count
    counted = apply_filter(_lines().add_columns(func.count().over()), call_filter)
    rows = session.execute(counted.order_by(*order_by(keys_of(sort))).limit(size).offset(max(0, page) * size)).all()
    if rows:
        return Page(_summaries(session, [row[:-1] for row in rows]), rows[0][-1])
    total = (
        session.execute(apply_filter(select(func.count()).select_from(CallRow), call_filter, named=False)).scalar_one()
        if page > 0
        else 0
    )
    return Page((), total)


def call_names(session: Session, call_filter: Filter, sort: Sort) -> dict[str, str]:
    """The names of all calls that are wanted, by their ids, in this order."""
    columns: list[Any] = [CallRow.id, CallRow.name]
    rows = session.execute(apply_filter(select(*columns), call_filter).order_by(*order_by(keys_of(sort))))
    return {row.id: row.name for row in rows}


def summary(session: Session, call_id: str) -> CallSummary | None:
    """A call as a list shows it; ``None`` where there is no such call."""
    row = session.execute(_with_people(_lines()).where(CallRow.id == call_id, CallRow.delete_due.is_(None))).first()
    return None if row is None else _summaries(session, [tuple(row)])[0]


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


def apply_filter(statement: Select[Any], call_filter: Filter, named: bool = True) -> Select[Any]:
    """A statement about ``CallRow``, narrowed to the calls that are wanted; joined here with agent and team, which what only counts and is
    not to be ``named`` by them does without where it can."""
    if named or call_filter.agent is not None or call_filter.team is not None or call_filter.words:
        statement = _with_people(statement)
    return statement.where(*_conditions(call_filter))


def _lines() -> Select[Any]:
    people_columns: dict[str, Any] = {"agent": Agent.name, "team": Team.name}
    names = [f.name for f in fields(CallSummary) if f.name not in ("standing", "has_words", "held")]
    columns: list[Any] = [people_columns[name] if name in people_columns else getattr(CallRow, name) for name in names]
    return select(*columns)


def _summaries(session: Session, rows: list[tuple[Any, ...]]) -> tuple[CallSummary, ...]:
    """The lines of ``rows``, each with why it stands where it does."""
    ids = [row[0] for row in rows]
    passed: dict[str, dict[str, int]] = {}
    missed = select(Tally.call_id, Tally.technique, Tally.n).where(
        Tally.call_id.in_(ids), Tally.kind == "missed", Tally.confidence == "high"
    )
    for call_id, technique, n in session.execute(missed):
        passed.setdefault(call_id, {})[technique] = n
    wordless = set(session.scalars(select(Spoken.call_id).where(Spoken.call_id.in_(ids), text(NO_WORDS))))
    held = set(session.scalars(select(LegalHold.call_id).where(LegalHold.call_id.in_(ids))))
    lines = (CallSummary(*row) for row in rows)
    return tuple(
        replace(
            line,
            has_words=line.id not in wordless,
            held=line.id in held,
            standing=review_reason(
                line.outcome, passed.get(line.id, {}), line.pushed, has_words=line.id not in wordless
            ),
        )
        for line in lines
    )


def _with_people(statement: Select[Any]) -> Select[Any]:
    return statement.join(Agent, CallRow.agent_id == Agent.id, isouter=True).join(
        Team, Agent.team_id == Team.id, isouter=True
    )


def _conditions(call_filter: Filter) -> list[ColumnElement[bool]]:
    practised = CallRow.practice_of.is_not(None) if call_filter.practice else CallRow.practice_of.is_(None)
    tests: list[ColumnElement[bool]] = [CallRow.delete_due.is_(None), practised]
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
        tests.append(exists().where(Tally.call_id == CallRow.id, Tally.confidence == "high", *moment))
    if call_filter.topic is not None:
        of_topic = (Tally.kind == TOPIC, Tally.technique == call_filter.topic)
        tests.append(exists().where(Tally.call_id == CallRow.id, *of_topic))
    for piece in search_terms(call_filter.words):
        in_words = exists().where(Spoken.call_id == CallRow.id, Spoken.words.contains(piece, autoescape=True))
        names = (func.replace(CallRow.folded, "_", " "), " " + func.lower(Agent.name) + " ", " " + func.lower(Team.name) + " ")  # fmt: skip
        tests.append(or_(in_words, *(name.contains(piece.replace("_", " "), autoescape=True) for name in names)))
    return tests
