"""Where a call stands in a list, and which calls stand beside it, without putting the list in order.

A call's keys (:mod:`library.calls.ordering`) say which calls stand before it: these are counted, and those round it taken as a page of
the list is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from library.calls.listing import Filter, apply_filter, ask_words_once, count_before, ids_in_order
from library.calls.ordering import Sort, keys_of
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
    ask_words_once(session, call_filter)
    keys = keys_of(sort)
    values: list[ColumnElement[Any]] = [key.value.label(f"key_{k}") for k, key in enumerate(keys)]
    wanted = apply_filter(select(CallRow.id, *values).select_from(CallRow), call_filter)
    own = session.execute(wanted.where(CallRow.id == call_id)).first()
    if own is None:
        return None
    earlier, total = count_before(session, call_filter, keys, own[1:])
    first = max(0, earlier - 1)
    ids = list(ids_in_order(session, call_filter, keys, first, min(total, earlier + 2) - first, total))
    at = ids.index(call_id) if call_id in ids else earlier - first  # unless the list has changed in this moment
    return Place(earlier + 1, total, ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
