"""A link to a call's review that keeps the browser's history right (see ``links.js``), as words or as a button."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from library.calls.hits import Hit
from ui.dashboard.components.timeline import HERE as TIMELINE

HERE = Path(__file__).parent
CSS = """
a { font-family: var(--st-font, sans-serif); color: var(--st-primary-color); text-underline-offset: 3px; }
a.button { display: inline-block; padding: 6px 14px; border-radius: var(--st-button-radius, 8px); text-decoration: none;
  background: var(--st-primary-color); color: var(--st-background-color); }
a.button:hover { filter: brightness(.92); }
a:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""
SCRIPT = """
export default function ({ data, parentElement }) {
  drawn(parentElement);
  const shown = data.button ? { class: "button" } : {};
  parentElement.querySelector(".link").replaceChildren(pageLink(data.address, shown, data.label));
}
"""


@cache
def _component() -> Any:
    script = "\n".join(path.read_text(encoding="utf-8") for path in (TIMELINE / "tell.js", HERE / "links.js"))
    return st.components.v2.component("sameside.calllink", html='<div class="link"></div>', css=CSS, js=script + SCRIPT)


def call_address(call_id: str, listed: str = "", hit: Hit | None = None, words: str = "") -> str:
    """Where a call's review is.

    ``listed`` is the question that the list was asked (:mod:`ui.dashboard.parts.listing.question`), so that the page knows
    what comes before the call and after it; at a ``hit`` of the ``words`` searched for the page opens there, with them marked.
    """
    query = {"call": call_id}
    if listed:
        query["list"] = listed
    if hit is not None:
        query |= {"at": f"{hit.start:.1f}", "find": words}
    return f"review?{urlencode(query)}"


def call_link(label: str, call_id: str, *, key: str, button: bool = False, address: str | None = None) -> None:
    """Show ``label``, which is text and no markup, as a link to the call, at the ``address`` of one that is given; with
    ``button`` as the page's main deed."""
    data = {"label": label, "address": address or call_address(call_id), "button": button}
    _component()(key=key, data=data)
