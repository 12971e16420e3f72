"""The list of calls as a component: a table whose rows open and can be ticked, with the moments' own marks beside their numbers.

::

    page -- calls, number of the round --> calllist.js -- {round, calls: ids that are ticked} --> page
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from library.calls.hits import Hit
from library.calls.listing import CallSummary
from ui import texts
from ui.dashboard.components.call_link import call_address
from ui.dashboard.components.timeline import HERE as TIMELINE

HERE = Path(__file__).parent
COUNTS = ("pushed", "partnered", "escalated", "missed")


@cache
def _component() -> Any:
    parts = (TIMELINE / "tell.js", TIMELINE / "marks.js", HERE.parent / "links.js", HERE / "calllist.js")
    script = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    css = (HERE / "calllist.css").read_text(encoding="utf-8")
    return st.components.v2.component("sameside.calllist", html='<div class="list"></div>', css=css, js=script)


def call_list(
    calls: Sequence[CallSummary],
    *,
    key: str,
    round_number: int,
    listed: str = "",
    words: str = "",
    hits: Mapping[str, Hit] | None = None,
) -> dict[str, str]:
    """Show these calls, each of which leads to its review; the names, by id, of those that are ticked.

    round_number  with another, no call is ticked any more
    hits          of the ``words`` searched for, by the call's id: its link leads to where it is said
    listed        as :func:`ui.dashboard.components.call_link.call_address` has it
    """
    found = hits or {}
    rows = [_row(call, call_address(call.id, listed, found.get(call.id), words), found.get(call.id)) for call in calls]
    data = {"calls": rows, "round": round_number}
    value = _component()(key=key, data=data, on_ticked_change=_run_again).ticked
    if not isinstance(value, Mapping) or value.get("round") != round_number:
        return {}
    ticked = value.get("calls")
    return {call.id: call.name for call in calls if isinstance(ticked, list) and call.id in ticked}


def _run_again() -> None:
    """What can be done with the calls that are ticked stands under the list; the run is all that is to be done."""


def _row(call: CallSummary, address: str, hit: Hit | None) -> dict[str, Any]:
    return {
        "id": call.id,
        "address": address,
        "hit": "" if hit is None else f"{texts.format_clock(hit.start)} “{hit.words}”",
        "name": texts.title(call.name),
        "about": " · ".join(part for part in (call.agent, call.team) if part) or "Agent not named",
        "date": texts.format_date(call.date),
        "length": texts.format_clock(call.duration),
        "outcome": call.outcome,
        "outcomeName": texts.OUTCOMES.get(call.outcome or "", "Not reviewed yet"),
        "standing": call.standing if call.outcome else "",
        "reviewed": f"Reviewed by {call.reviewed_by}" if call.reviewed_by else "To review",
        "done": call.reviewed is not None,
        "unknown": "" if call.has_words else texts.NO_WORDS,
        **{kind: getattr(call, kind) for kind in COUNTS},
    }
