"""The evaluation of a call beside its timeline: a form gone through question by question, one key each, while one listens.

::

    Evaluate ──> a drawer beside the timeline (below it where the window is narrow), which pushes and never covers
    a draft's moment ──> asked.js of the timeline shows and plays it
    an answer ──> one deed to the evaluations' route, kept before the next ──> the evaluation as it is now, drawn anew

The page need not run for any of it. What is not answered by the server is kept in the browser and sent again
(``outbox.js``, which the timeline's notes go through too).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.dashboard.components.timeline import HERE as TIMELINE

HERE = Path(__file__).parent
PREVIEW = (TIMELINE / "tell.js", HERE / "question.js", HERE / "preview.js")
PARTS = (
    TIMELINE / "tell.js",
    TIMELINE / "outbox.js",
    HERE.parent / "links.js",
    *(HERE / f"{part}.js" for part in ("question", "finished", "panel")),
)


@cache
def module() -> str:
    """The whole component as one ES module."""
    return "\n".join(part.read_text(encoding="utf-8") for part in PARTS)


@cache
def _component(name: str, js: str) -> Any:
    css = (HERE / "evaluate.css").read_text(encoding="utf-8")
    return st.components.v2.component(f"sameside.{name}", html='<div class="evaluate"></div>', css=css, js=js)


def evaluate(
    address: str,
    *,
    key: str,
    label: str = "Evaluate",
    begin: int | None = None,
    opened: int | None = None,
    question: str = "",
) -> None:
    """Show the button that opens the drawer.

    address   where deeds are sent and answered (:mod:`ui.dashboard.parts.evaluations.route`)
    label     the button's
    begin     the form to begin with at once, by its id, as an address of the reviewer's queue asks for it
    opened    the evaluation to open at once, and at which ``question``, as an address in a list of appeals asks for it
    """
    data = {"address": address, "label": label, "begin": begin, "open": opened, "question": question}
    _component("evaluate", module())(key=key, data=data, width="content")


def form_preview(form: Mapping[str, Any], *, key: str) -> None:
    """Show a form as its reviewer will see it (:func:`ui.dashboard.components.evaluate.shown.preview`)."""
    js = "\n".join(part.read_text(encoding="utf-8") for part in PREVIEW)
    _component("formpreview", js)(key=key, data={"form": dict(form)})
