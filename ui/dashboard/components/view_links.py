"""The saved views as links in one row: a click opens one, and the one that is open is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import streamlit as st

from ui.dashboard.components.call_link import HERE
from ui.dashboard.components.timeline import HERE as TIMELINE

CSS = """
nav { display: flex; flex-wrap: wrap; gap: 2px 4px; font-family: var(--st-font, sans-serif); font-size: 14.5px; }
a { color: inherit; text-decoration: none; padding: 6px 12px; border-bottom: 2px solid transparent; max-width: 24ch; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; color: var(--st-text-color); }
a:hover { background: var(--st-secondary-background-color); border-radius: 6px 6px 0 0; }
a[aria-current] { font-weight: 600; color: var(--st-primary-color); border-color: var(--st-primary-color); }
a:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -2px; border-radius: 6px; }
small { font-weight: 400; font-size: 13px; padding-left: .5ch; }
"""
SCRIPT = """
export default function ({ data, parentElement }) {
  drawn(parentElement);
  const links = data.links.map((link) =>
    pageLink(link.address, { title: link.about, "aria-current": link.current ? "page" : false },
      link.name, link.current && link.changed ? el("small", {}, "changed") : null));
  parentElement.querySelector("nav").replaceChildren(...links);
}
"""


@dataclass(frozen=True, slots=True)
class ViewLink:
    """One view: where it leads, whether it is the one that is open, and whether what it asks has been changed since."""

    name: str
    address: str
    about: str
    current: bool = False
    changed: bool = False


@cache
def _component() -> Any:
    script = "\n".join(path.read_text(encoding="utf-8") for path in (TIMELINE / "tell.js", HERE / "links.js"))
    html = '<nav aria-label="Saved views"></nav>'
    return st.components.v2.component("sameside.viewlinks", html=html, css=CSS, js=script + SCRIPT)


def view_links(links: Sequence[ViewLink], *, key: str) -> None:
    """Show these views."""
    _component()(key=key, data={"links": [asdict(link) for link in links]})
