"""A link to a call's review that keeps the browser's history right (see ``links.js``), as words or as a button."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import streamlit as st

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


def call_link(label: str, call_id: str, *, key: str, button: bool = False) -> None:
    """Show ``label``, which is text and no markup, as a link to the call; with ``button`` as the page's main deed."""
    data = {"label": label, "address": f"review?call={quote(call_id, safe='')}", "button": button}
    _component()(key=key, data=data)
