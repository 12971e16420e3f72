"""What one was told, as a list of links; each leads to its call, in this tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.dashboard.components.timeline import HERE as TIMELINE

HERE = Path(__file__).parent
CSS = """
ol { --soft: light-dark(#5f656d, #a9afb7); --line: light-dark(#e4e3de, #34383e); list-style: none; margin: 0; padding: 0; max-width: 860px;
  font-family: var(--st-font, sans-serif); font-size: 15px; line-height: 1.5; color: var(--st-text-color); }
li { border-bottom: 1px solid var(--line); }
a { display: grid; grid-template-columns: 14px minmax(0, 1fr) auto; gap: 2px 12px; padding: 12px 10px 12px 4px; color: inherit; text-decoration: none; border-radius: 10px; }
a:hover { background: var(--st-secondary-background-color); }
a:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -2px; }
i { width: 9px; height: 9px; border-radius: 50%; margin-top: 7px; }
.unread i { background: var(--st-primary-color); } .unread b { font-weight: 700; }
b { font-weight: 500; overflow-wrap: anywhere; }
time, .call, q { font-size: 13.5px; color: var(--soft); } time { white-space: nowrap; }
.call, q { grid-column: 2 / -1; overflow-wrap: anywhere; } q { quotes: none; border-left: 3px solid var(--line); padding-left: 10px; margin-top: 3px; color: inherit; }
.read-by { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 560px) { a { grid-template-columns: 14px minmax(0, 1fr); } time { grid-column: 2; } }
"""
SCRIPT = """
export default function ({ data, parentElement }) {
  const item = ({ says, call, when, at, unread, words, address }) => el("li", { class: unread ? "unread" : "" }, pageLink(address, {},
    el("i", { "aria-hidden": "true" }), el("b", {}, says, unread ? el("span", { class: "read-by" }, " (unread)") : null), el("time", { datetime: at }, when),
    el("span", { class: "call" }, call), words ? el("q", {}, words) : null));
  parentElement.querySelector("ol").replaceChildren(...data.items.map(item));
  drawn(parentElement);
}
"""


@cache
def _component() -> Any:
    script = "\n".join(path.read_text(encoding="utf-8") for path in (TIMELINE / "tell.js", HERE / "links.js"))
    return st.components.v2.component("sameside.inbox", html='<ol class="inbox"></ol>', css=CSS, js=script + SCRIPT)


def inbox_list(items: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Show items, each as :func:`ui.dashboard.parts.inbox.said.item_shown` has it."""
    _component()(key=key, data={"items": [dict(item) for item in items]})
