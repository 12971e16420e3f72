"""The list of calls as a component: a table whose rows open and can be ticked, with the moments' own marks beside their numbers,
and whose heads put it in their order.

::

    page -- columns, calls, number of the round --> calllist.js -- {round, calls: ids that are ticked} --> page
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from library.calls.hits import Hit
from library.calls.listing import CallSummary
from library.calls.ordering import COUNTS, Sort
from ui import texts
from ui.dashboard.components.call_link import call_address
from ui.dashboard.components.call_list.columns import CALL, COLUMNS, ORDERS, Column
from ui.dashboard.components.timeline import HERE as TIMELINE

HERE = Path(__file__).parent


@cache
def _component() -> Any:
    shared = (TIMELINE / "tell.js", TIMELINE / "marks.js", HERE.parent / "links.js")
    parts = (*shared, *(HERE / f"{name}.js" for name in ("cells", "heads", "calllist")))
    script = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    css = (HERE / "calllist.css").read_text(encoding="utf-8")
    return st.components.v2.component("sameside.calllist", html='<div class="list"></div>', css=css, js=script)


def call_list(
    calls: Sequence[CallSummary],
    *,
    key: str,
    round_number: int,
    columns: Sequence[str],
    sort: Sort,
    sorted_address: Callable[[Sort], str],
    listed: str = "",
    words: str = "",
    hits: Mapping[str, Hit] | None = None,
    remember: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Show these calls, each of which leads to its review; the names, by id, of those that are ticked.

    round_number    with another, no call is ticked any more
    columns         those of ``COLUMNS`` that are shown
    sort            how the calls stand, and ``sorted_address`` where they stand otherwise
    hits            of the ``words`` searched for, by the call's id: its link leads to where it is said
    listed          as :func:`ui.dashboard.components.call_link.call_address` has it
    remember        cookies that the browser is to keep
    """
    found = hits or {}
    rows = [
        _row(call, columns, call_address(call.id, listed, found.get(call.id), words), found.get(call.id))
        for call in calls
    ]
    heads = [_head(column, sort, sorted_address) for column in (CALL, *(COLUMNS[key] for key in columns))]
    data = {"calls": rows, "columns": heads, "round": round_number, "remember": dict(remember or {})}
    value = _component()(key=key, data=data, on_ticked_change=_run_again).ticked
    if not isinstance(value, Mapping) or value.get("round") != round_number:
        return {}
    ticked = value.get("calls")
    return {call.id: call.name for call in calls if isinstance(ticked, list) and call.id in ticked}


def _run_again() -> None:
    """What can be done with the calls that are ticked stands under the list; the run is all that is to be done."""


def _head(column: Column, sort: Sort, sorted_address: Callable[[Sort], str]) -> dict[str, Any]:
    coming = column.next_sort(sort)
    return {
        "key": column.key,
        "head": column.head,
        "drawn": column.drawn,
        "sorted": column.direction(sort),
        "leads": ORDERS[coming],
        "address": sorted_address(coming),
    }


def _row(call: CallSummary, columns: Sequence[str], address: str, hit: Hit | None) -> dict[str, Any]:
    about = [getattr(call, name) for name in ("agent", "team") if name not in columns]
    hold = "Under a legal hold" if call.held else None
    unknown = "" if call.has_words else texts.NO_WORDS
    return {
        "id": call.id,
        "address": address,
        "hit": "" if hit is None else f"{texts.format_clock(hit.start)} “{hit.words}”",
        "name": texts.title(call.name),
        "about": " · ".join(
            filter(None, [*(about if any(about) or "agent" in columns else ["Agent not named"]), hold])
        ),
        "texts": {key: getattr(call, key) for key in columns if COLUMNS[key].drawn == "text"},
        "date": texts.format_date(call.date),
        "time": texts.format_time(call.date),
        "untold": texts.NO_TIME,
        "at": call.date.isoformat(),
        "zone": texts.format_zone(call.date),
        "length": texts.format_clock(call.duration),
        "outcome": call.outcome,
        "outcomeName": texts.OUTCOMES.get(call.outcome or "", texts.NOT_REVIEWED),
        "standing": call.standing if call.outcome else "",
        "reviewed": f"Reviewed by {call.reviewed_by}" if call.reviewed_by else "To review",
        "done": call.reviewed is not None,
        "unknown": unknown if call.outcome else texts.NOT_REVIEWED,
        "counts": {kind: getattr(call, kind) for kind in COUNTS},
    }
