"""Where a call stands in a list, and which calls stand beside it, without putting the list in order.

A call's keys (:mod:`library.calls.ordering`) say which calls stand before it: these are counted, and those round it taken as a page of
the list is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from library.calls.listing import Filter, apply_filter, asking_words_once
from library.calls.ordering import Sort, keys_of
from library.calls.paging import Part, count_before, ids_of, met_beside, parts_of
from library.database.schema import CallRow


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call stands in a list: its ``number`` of ``total``, from 1, and the ids of those before and after it."""

    number: int
    total: int
    before: str | None
    after: str | None


def place_of(session: Session, call_id: str, call_filter: Filter, sort: Sort) -> Place | None:
    """The place of a call among the calls that are wanted; ``None`` where it is none of them."""
    with asking_words_once(session, call_filter):
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
    counted = count_before(session, call_filter, parts[at], others, call_id)
    if counted is None:
        return None
    earlier = sum(part.total for part in parts[:at]) + counted[0]
    parts[at] = replace(parts[at], total=counted[1])
    total = sum(part.total for part in parts)
    beside = met_beside(session, call_filter, parts[at], others, call_id) if len(parts) == 1 else None
    if beside is None:
        beside = _beside(call_id, earlier, partial(ids_of, session, call_filter, keys, parts), total)
    return Place(earlier + 1, total, *beside)


def _beside(
    call_id: str, earlier: int, ids_from: Callable[[int, int], list[str]], total: int
) -> tuple[str | None, str | None]:
    """The calls before and after the one before which there are so many ``earlier`` ones."""
    first = max(0, earlier - 1)
    ids = ids_from(first, min(total, earlier + 2) - first)
    at = ids.index(call_id) if call_id in ids else earlier - first  # unless the list has changed in this moment
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None
