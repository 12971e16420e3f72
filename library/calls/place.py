"""Where a call stands in a list, and which calls stand beside it, without putting the list in order.

A call's keys (:mod:`library.calls.ordering`) say which calls stand before it, so the list is gone through once, counted, and
of either side only the nearest is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from library.calls.listing import Filter, apply_filter
from library.calls.ordering import Key, Sort, before, keys_of, order_by, turned
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
    order = keys_of(sort)
    values: list[ColumnElement[Any]] = [key.value.label(f"key_{k}") for k, key in enumerate(order)]
    wanted = apply_filter(select(CallRow.id, *values).select_from(CallRow), call_filter)
    own = session.execute(wanted.where(CallRow.id == call_id)).first()
    if own is None:
        return None
    listed = wanted.cte("listed")
    keys = [Key(listed.c[f"key_{k}"], key.descending) for k, key in enumerate(order)]
    earlier, later = before(keys, own[1:]), before(turned(keys), own[1:])

    def nearest(side: ColumnElement[bool], nearest_first: Sequence[Key]) -> Any:
        return select(listed.c.id).where(side).order_by(*order_by(nearest_first)).limit(1).scalar_subquery()

    counts = [select(func.count()).select_from(listed).where(*side).scalar_subquery() for side in ([earlier], [])]
    neighbours = (nearest(earlier, turned(keys)), nearest(later, keys))
    columns: list[Any] = [*counts, *neighbours]
    number, total, previous, following = session.execute(select(*columns)).one()
    return Place(number + 1, total, previous, following)
