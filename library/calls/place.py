"""Where a call stands in a list, and which calls stand beside it, without putting the list in order.

A call's keys (:mod:`library.calls.ordering`) say which calls stand before it: these are counted, and those beside it are gone to from there::

    key    1 1 1 1 2 2 2 2 2 2 3 3          of calls whose first keys are the same, the nearest whose next key lies further on;
    next   a b c d a b c [d] e f a b        where there is none, of those with fewer keys the same
                         `-> .

So an index that holds the order is entered where the call stands, and left at the first that is wanted. Where there is none, or the next that is wanted
may lie far away, those beside it are taken as a page of the list is. Of a word that is said in most calls, nobody is helped by knowing that theirs is the
123,456th: there those beside it are met, and the calls before it are not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, not_, select
from sqlalchemy.orm import Session

from library.calls.listing import Filter, apply_filter
from library.calls.ordering import Key, Sort, before, keys_of, stands_in_order, turned
from library.calls.paging import FEW, Part, count_before, count_many, ids_of, is_walked, met_with, parts_of, walked
from library.calls.words import asking_words_once, said_among
from library.database.schema import CallRow

Neighbours = tuple[str | None, str | None]
"""The ids of the calls before and after one; ``None`` where there is none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call stands in a list: its ``number`` of ``total``, from 1, and the ids of those before and after it. Of the many calls that have
    a common word they are not counted that stand before it: ``number`` is ``None``."""

    number: int | None
    total: int
    before: str | None
    after: str | None


def place_of(session: Session, call_id: str, call_filter: Filter, sort: Sort) -> Place | None:
    """The place of a call among the calls that are wanted; ``None`` where it is none of them."""
    with asking_words_once(session, call_filter.words):
        return _place(session, call_id, call_filter, sort)


def _place(session: Session, call_id: str, call_filter: Filter, sort: Sort) -> Place | None:
    keys = keys_of(sort)
    values: list[ColumnElement[Any]] = [key.value.label(f"key_{k}") for k, key in enumerate(keys)]
    wanted = apply_filter(select(CallRow.id, *values).select_from(CallRow), replace(call_filter, words=""))
    own = session.execute(wanted.where(CallRow.id == call_id)).first()
    if own is None:
        return None
    of_people = [key.of_people for key in keys]
    parts = parts_of(session, call_filter, keys) if any(of_people) else [Part(0, keys)]
    name = tuple(value for value, named in zip(own[1:], of_people, strict=True) if named)
    at = next((k for k, part in enumerate(parts) if part.name == name), None)
    if at is None:
        return None
    others = tuple(value for value, named in zip(own[1:], of_people, strict=True) if not named)
    if not any(of_people) and (among_many := _place_among_many(session, call_id, call_filter, keys, others)):
        return among_many
    counted = count_before(session, call_filter, parts[at], others, call_id)
    if counted is None:
        return None
    earlier = sum(part.total for part in parts[:at]) + counted[0]
    parts[at] = replace(parts[at], total=counted[1])
    total = sum(part.total for part in parts)
    beside = None
    if len(parts) == 1:
        beside = _met_beside(session, call_filter, parts[at], others, call_id) or _walked_beside(
            session, call_filter, parts[at], others
        )
    if beside is None:
        beside = _beside(call_id, earlier, partial(ids_of, session, call_filter, keys, parts), total)
    return Place(earlier + 1, total, *beside)


def _place_among_many(
    session: Session, call_id: str, call_filter: Filter, keys: tuple[Key, ...], values: Sequence[Any]
) -> Place | None:
    """The place of a call among the many that have a common word, by those beside it alone; ``None`` where they are few, or it is none of them."""
    total = count_many(session, call_filter)
    if total is None or not said_among(session, [call_id], call_filter.words):
        return None
    beside = _met_beside(session, call_filter, Part(total, keys), values, call_id)
    return None if beside is None else Place(None, total, *beside)


def _beside(call_id: str, earlier: int, ids_from: Callable[[int, int], list[str]], total: int) -> Neighbours:
    """The calls before and after the one before which there are so many ``earlier`` ones."""
    first = max(0, earlier - 1)
    ids = ids_from(first, min(total, earlier + 2) - first)
    at = ids.index(call_id) if call_id in ids else earlier - first  # unless the list has changed in this moment
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


def _met_beside(
    session: Session, call_filter: Filter, part: Part, values: Sequence[Any], call_id: str
) -> Neighbours | None:
    """The calls before and after the one whose keys have these ``values``, met from there on and asked for the words that are wanted; ``None`` where
    they are not both."""
    earlier = before(part.keys, values)
    sides = (replace(part, keys=turned(part.keys)), (earlier,)), (part, (not_(earlier), CallRow.id != call_id))
    met = [met_with(session, call_filter, side, 1, *tests) for side, tests in sides]
    return (met[0][0], met[1][0]) if met[0] and met[1] else None


def _walked_beside(session: Session, call_filter: Filter, part: Part, values: Sequence[Any]) -> Neighbours | None:
    """The same where no words are wanted and an index holds the order of the ``part``, which is all that is wanted; ``None`` where none does, or the
    next that is wanted may lie far away."""
    if call_filter.words or part.agents is not None or not stands_in_order(part.keys):
        return None
    if part.total <= FEW and not is_walked(session, call_filter, 1, part):
        return None
    earlier, later = (_nearest(session, call_filter, keys, values) for keys in (turned(part.keys), part.keys))
    return earlier, later


def _nearest(session: Session, call_filter: Filter, keys: tuple[Key, ...], values: Sequence[Any]) -> str | None:
    """The first call that is wanted after the one whose keys have these ``values``; the last two keys, of which the very last only tells equal
    ones apart, are looked at together."""
    for same in range(len(keys) - 2, -1, -1):
        further = walked(call_filter, keys).where(*_same(keys, values, same), _from(keys[same], values[same]))
        if same == len(keys) - 2:
            further = further.where(before(turned(keys[same:]), values[same:]))
        else:
            further = further.where(keys[same].value != values[same])
        found: str | None = session.scalar(further.limit(1))
        if found is not None:
            return found
    return None


def _same(keys: Sequence[Key], values: Sequence[Any], number: int) -> list[ColumnElement[bool]]:
    """That so many of the first keys have these values."""
    return [key.value == value for key, value in zip(keys[:number], values[:number], strict=True)]


def _from(key: Key, value: Any) -> ColumnElement[bool]:
    """That a key has this value or one further on."""
    found: ColumnElement[bool] = key.value <= value if key.descending else key.value >= value
    return found
