"""“Add to a session”: a moment, or the words that are selected, put on the agenda of a coaching session with one press.

::

    the button ──> asked.js of the timeline says which words are selected, or which moment is open ─┐
    “Add to a session” on a moment, or under selected words ──> sameside:coach ─────────────────────┴─> one deed to the route

It goes into the latest draft with the call's agent, which is begun where there is none; the answer says so, with the way to it. The page
need not run for any of it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.dashboard.components.timeline import HERE as TIMELINE

HERE = Path(__file__).parent


@cache
def module() -> str:
    """The whole component as one ES module."""
    return "\n".join(part.read_text(encoding="utf-8") for part in (TIMELINE / "tell.js", HERE / "coach.js"))


@cache
def _component() -> Any:
    css = (HERE / "coach.css").read_text(encoding="utf-8")
    return st.components.v2.component("sameside.coach", html='<div class="coach"></div>', css=css, js=module())


def coach(address: str, *, key: str) -> None:
    """Show the button; ``address`` is where its deeds are sent and answered (:mod:`ui.dashboard.parts.coaching.route`)."""
    _component()(key=key, data={"address": address}, width="content")
