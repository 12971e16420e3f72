"""The list of calls: which are wanted, in which order, a page at a time.

The order (:mod:`library.calls.ordering`) is that of a column or *to review*, which puts first what a coach most needs to listen
to; why a call stands there is said of each call in any order (:mod:`library.calls.review_order`).

Everything that is filtered or sorted by is a column or a tally written when the report was kept, so nothing is
unpacked to make a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, text, true
from sqlalchemy.orm import Session, aliased

from analysis.report import Ending
from audio.errors import InputError
from library.calls.ordering import Sort, keys_of, order_by
from library.calls.review_order import review_reason
from library.database.full_text import LONGEST, Found, count_found, words_of
from library.database.schema import NO_WORDS, TOPIC, Agent, CallRow, Spoken, Tally, Team
from library.database.tables.accountability import LegalHold
from library.database.text import search_terms
from library.database.walls import unwalled


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


OF_THE_HOUSE = (CallRow.delete_due.is_(None), CallRow.practice_of.is_(None))
"""Calls that are listed: not on their way out, and nobody's practice."""


MEMORY = "256MB"
"""What PostgreSQL may use to remember which calls have a word: with less than their numbers take, it looks through all of them for each call."""


@contextmanager
def asking_words_once(session: Session, call_filter: Filter) -> Iterator[None]:
    """Have one process of PostgreSQL gather the calls that have a word, and remember them: of several, each would gather them all. What the transaction
    reads after is read as before."""
    if not call_filter.words or session.get_bind().dialect.name != "postgresql":
        yield
        return
    one = func.set_config("max_parallel_workers_per_gather", "0", True)
    session.execute(select(one, func.set_config("work_mem", MEMORY, True)))
    yield
    settings = "SET LOCAL max_parallel_workers_per_gather TO DEFAULT; SET LOCAL work_mem TO DEFAULT"
    session.connection().exec_driver_sql(settings)


def call_names(session: Session, call_filter: Filter, sort: Sort) -> dict[str, str]:
    """The names of all calls that are wanted, by their ids, in this order."""
    columns: list[Any] = [CallRow.id, CallRow.name]
    with asking_words_once(session, call_filter):
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


def said_among(session: Session, ids: Sequence[str], words: str) -> set[str]:
    """Those of a few calls, by their ids, in which ``words`` are said that are searched for: what the index finds, looked for in each."""
    said = (or_(_in_it(piece), CallRow.agent_id.in_(_named(piece))) for piece in search_terms(words))
    return set(session.scalars(select(CallRow.id).where(CallRow.id.in_(ids), *said)))


def is_told_word_by_word(words: str) -> bool:
    """Whether the index knows the ``words`` whole that are searched for, so that it finds the calls in which they are said."""
    return all(len(word) <= LONGEST for piece in search_terms(words) for word in words_of(piece))


def count_said(session: Session, words: str, few: int, of_somebody: bool = False) -> int | None:
    """In how many calls of the house ``words`` are said, by the index alone, for whoever sees all of these, or all that are ``of_somebody`` and perhaps
    some others; ``None`` where it does not tell: of words in their order, or in the name of an agent, or where more than a ``few`` calls are not
    listed, which are asked one by one."""
    pieces = search_terms(words)
    if not pieces or any(len(words_of(piece)) != 1 or len(piece) > LONGEST for piece in pieces):
        return None
    if session.scalar(_named(*pieces).limit(1)) is not None:
        return None
    aside = not_(and_(*OF_THE_HOUSE))
    with unwalled(session):
        others = session.scalars(
            select(CallRow.id).where(or_(aside, CallRow.agent_id.is_(None)) if of_somebody else aside).limit(few + 1)
        ).all()
    if len(others) > few:
        return None
    listed = session.scalars(select(CallRow.id).where(CallRow.id.in_(others), *OF_THE_HOUSE)) if of_somebody else ()
    not_listed = {*others} - {*listed}
    with unwalled(session):
        said = select(func.count()).select_from(CallRow).where(CallRow.id.in_(not_listed), *map(_in_it, pieces))
        return count_found(session, pieces) - (int(session.execute(said).scalar_one()) if not_listed else 0)


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
    tests += map(_said, search_terms(call_filter.words))
    return tests


def _has(walked: bool, *of_tally: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a call's row: that it has such a tally, to be looked up call by call where they are walked through."""
    if walked:
        return exists().where(Tally.call_id == CallRow.id, *of_tally)
    return CallRow.id.in_(select(Tally.call_id).where(*of_tally))


def _said(piece: str) -> ColumnElement[bool]:
    """Of a call's row: that a piece of what is searched for is said in it, or stands in its name, its agent's or the team's."""
    # one word may have been said in all calls, which are the quicker looked at in their row than fetched one by one
    found: ColumnElement[bool] = Found(CallRow.number, piece).is_(true())
    if len(words_of(piece)) > 1:  # the index knows which words a call has, and nothing of their order
        call = aliased(CallRow)
        in_order = (
            select(call.number)
            .join(Spoken, Spoken.call_id == call.id)
            .where(Found(call.number, piece), _stands(piece, call.folded))
        )
        found = CallRow.number.in_(in_order)
    return or_(found, CallRow.agent_id.in_(_named(piece)))


def _in_it(piece: str) -> ColumnElement[bool]:
    """Of a call's row: that a piece stands in its words or its name, looked for there."""
    return exists().where(Spoken.call_id == CallRow.id, _stands(piece, CallRow.folded))


def _stands(piece: str, folded: Any) -> ColumnElement[bool]:
    """Of a row of words: that a piece of what is searched for stands in them, or in the name of their call."""
    words, name = words_of(piece), piece.replace("_", " ")
    if len(words) == 1:  # as the index has it
        name = f" {words[0]}{' ' if piece.endswith(' ') else ''}"
        said = func.replace(Spoken.words, "_", " ").contains(name, autoescape=True)
    else:
        said = Spoken.words.contains(piece, autoescape=True)
    return or_(said, func.replace(folded, "_", " ").contains(name, autoescape=True))


def _named(*pieces: str) -> Select[Any]:
    """The agents in whose name, or whose team's, any of these pieces stands of what is searched for."""
    columns = [" " + func.lower(column) + " " for column in (Agent.name, Team.name)]
    named = (column.contains(piece.replace("_", " "), autoescape=True) for piece in pieces for column in columns)
    return with_people_of().where(or_(*named))
