"""Sums over calls of what followed their moments, counted in the database.

Moments of one call are alike, so beside how many there were stands how they lie over calls: of each call the told moments n and the calmer
ones y are summed first, and then n, y, y², yn and n² over the calls (:func:`library.trends.trends.design_effect` says what for). Sums over
calls can be added up again: over the days of a month, over the agents of a team.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from library.database.schema import CallRow, Tally

Sums = NDArray[np.int64]
"""Shape ``(11,)``: what :data:`SUMS` names."""

SUMS = (
    "moments", "calls", "no_change", "hotter", "cannot_tell", "calmer", "told", "calmer_squared", "calmer_told", "told_squared", "calls_told",
)  # fmt: skip
"""Moments; calls in which there are any; what followed; moments of which that could be told; the sums of squares; calls with any told."""

Narrow = Callable[[Select[Any]], Select[Any]]
"""Narrows a statement about ``CallRow`` to the calls that are to be counted."""


def sums_by(session: Session, narrow: Narrow, groups: Sequence[Any], *tests: Any) -> dict[tuple[Any, ...], Sums]:
    """The sums by ``groups`` (columns) of the moments of high confidence that pass the ``tests``, summed within each call first."""

    def followed(*afters: str) -> Any:
        return func.sum(case((Tally.after.in_(afters), Tally.n), else_=0))

    names = [f"group_{k}" for k in range(len(groups))]
    per_call = (
        select(
            *(group.label(name) for group, name in zip(groups, names, strict=True)),
            func.sum(Tally.n).label("moments"),
            followed("calmer").label("calmer"),
            followed("calmer", "no_change", "hotter").label("told"),
            followed("no_change").label("no_change"),
            followed("hotter").label("hotter"),
            followed("cannot_tell").label("cannot_tell"),
        )
        .select_from(CallRow)
        .join(Tally, Tally.call_id == CallRow.id)
        .where(Tally.confidence == "high", *tests)
        .group_by(CallRow.id, *groups)
    )
    call = narrow(per_call).subquery().c
    sums = (
        func.sum(call.moments), func.count(), func.sum(call.no_change), func.sum(call.hotter), func.sum(call.cannot_tell),
        func.sum(call.calmer), func.sum(call.told), func.sum(call.calmer * call.calmer), func.sum(call.calmer * call.told),
        func.sum(call.told * call.told), func.sum(case((call.told > 0, 1), else_=0)),
    )  # fmt: skip
    columns = [call[name] for name in names]
    rows = session.execute(select(*columns, *sums).group_by(*columns))
    return {tuple(row[: len(names)]): np.array([int(n) for n in row[len(names) :]], np.int64) for row in rows}


def added(one: dict[Any, Sums], other: dict[Any, Sums]) -> dict[Any, Sums]:
    """The sums of both, key by key."""
    none = np.zeros(len(SUMS), np.int64)
    return {key: one.get(key, none) + other.get(key, none) for key in {**one, **other}}
