"""In which order calls stand.

A *sort* is the name of a column, with a minus before it the other way round, or the order of work::

    review          what a coach most needs to listen to (library.calls.review_order)
    date   -date    the earliest first, the latest first
    pushed -pushed  ...

What is not known of a call stands last in either direction, and never among the zeros: a call without words has no count of
none, and one without a report has no counts at all. Calls that are equal stand with the newest first, and at last by their ids,
so that an order is the same every time it is asked for, on SQLite and on PostgreSQL.

An order is a row of keys, of which none is ever NULL: databases disagree on where that stands. So a call's keys say by
themselves which calls stand before it (:func:`before`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, false, func, literal_column, or_, select, text

from library.database.schema import NO_WORDS, Agent, CallRow, Spoken, Team

Sort = str
"""One of :data:`SORTS`."""

COUNTS = ("pushed", "partnered", "escalated", "settled", "missed")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an order: a value that is never NULL, small ones first unless ``descending``; ``of_people`` is agent's or team's."""

    value: Any
    descending: bool = False
    of_people: bool = False


def _words(column: Any) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    """Text in alphabetical order whatever its capitals; withheld where there is none."""
    folded = func.coalesce(func.lower(column), "")
    return folded, folded == ""


def _count(column: Any) -> tuple[Any, ColumnElement[bool]]:
    """A count of moments; withheld before the first report, and where none were found for want of words."""
    wordless = CallRow.id.in_(
        select(Spoken.call_id).where(text(NO_WORDS))
    )  # few, which one index names; not asked call by call
    return column, or_(CallRow.outcome.is_(None), and_(column == 0, wordless))


_NEVER = false()
_COLUMNS: dict[str, tuple[Any, ColumnElement[bool]]] = {
    "name": (CallRow.folded, _NEVER),
    "agent": _words(Agent.name),
    "team": _words(Team.name),
    "date": (CallRow.date, _NEVER),
    "length": (CallRow.duration, _NEVER),
    **{name: _words(getattr(CallRow, name)) for name in ("queue", "direction", "disposition", "reference")},
    **{name: _count(getattr(CallRow, name)) for name in COUNTS},
    "outcome": (
        case({"unsettled": 0, "unclear": 1, "settled": 2, "calm": 3}, value=CallRow.outcome, else_=4),
        CallRow.outcome.is_(None),
    ),
    "reviewed": (func.coalesce(CallRow.reviewed, CallRow.date), CallRow.reviewed.is_(None)),
}
"""By column: what it is sorted by, and where that is withheld."""

SORTS: frozenset[Sort] = frozenset({"review", *_COLUMNS, *(f"-{name}" for name in _COLUMNS)})

NOBODYS = (1, "")
"""The values of the keys of agent or team where a call has none: withheld, so last."""
_LATEST, _ID = Key(CallRow.date, descending=True), Key(CallRow.id)
_REVIEW = (  # in the words of the index ix_call_review, by which they need not be sorted
    Key(literal_column("CASE WHEN call.reviewed IS NULL THEN 0 ELSE 1 END", Integer)),
    Key(CallRow.missed, descending=True),
    Key(literal_column("CASE WHEN call.outcome = 'unsettled' THEN 0 ELSE 1 END", Integer)),
    Key(CallRow.pushed, descending=True),
    Key(literal_column("CASE call.outcome WHEN 'calm' THEN 2 WHEN 'settled' THEN 1 ELSE 0 END", Integer)),
    _LATEST,
    _ID,
)


def keys_of(sort: Sort) -> tuple[Key, ...]:
    """The keys of an order, the first the weightiest. Statements that use those ``of_people`` are joined with
    agent and team."""
    if sort == "review":
        return _REVIEW
    name = sort.removeprefix("-")
    value, withheld = _COLUMNS[name]
    of_people = name in ("agent", "team")
    known_first = () if withheld is _NEVER else (Key(case((withheld, 1), else_=0), of_people=of_people),)
    latest = () if value is CallRow.date else (_LATEST,)
    return *known_first, Key(value, sort.startswith("-"), of_people), *latest, _ID


def stands_in_order(keys: Sequence[Key]) -> bool:
    """Whether an index holds all calls in this order or its reverse, so that they need not be sorted."""
    return any(keys[0].value is first for first in (CallRow.date, _REVIEW[0].value))


def turned(keys: Sequence[Key]) -> tuple[Key, ...]:
    """The same order from its end."""
    return tuple(replace(key, descending=not key.descending) for key in keys)


def order_by(keys: Sequence[Key]) -> list[ColumnElement[Any]]:
    """An order as a statement takes it."""
    return [key.value.desc() if key.descending else key.value.asc() for key in keys]


def before(keys: Sequence[Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """Whether a call stands before the one whose keys have these values."""
    tests = []
    for k, (key, value) in enumerate(zip(keys, values, strict=True)):
        same = [other.value == known for other, known in zip(keys[:k], values[:k], strict=True)]
        tests.append(and_(*same, key.value > value if key.descending else key.value < value))
    return or_(*tests)
