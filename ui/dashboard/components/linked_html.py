"""HTML of ours with links to other pages of ours, in the page's own style.

Its links load the page that they lead to anew, as any link does: where a page is drawn without loading (``links.js``), Streamlit
drops those of its address's filters that have the name of one on the page that is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

SCRIPT = """
export default ({ data, parentElement }) => {
  parentElement.querySelector(".linked").innerHTML = data.html;
  parentElement.closest("[data-testid^=stBidiComponent]").dataset.drawn = ""; // what is below waits for it (screens.css)
}
"""


@cache
def _component() -> Any:
    html = '<div class="linked"></div>'
    return st.components.v2.component("sameside.linkedhtml", html=html, js=SCRIPT, isolate_styles=False)


def linked_html(html: str, *, key: str) -> None:
    """Show HTML, in which all that is anybody's text has been escaped."""
    _component()(key=key, data={"html": html})


def page_address(page: str, query: Mapping[str, str | None]) -> str:
    """A page's address beside another page, with what of ``query`` is given; no ``page`` is the list of calls."""
    given = {name: value for name, value in query.items() if value}
    return f"{page or './'}?{urlencode(given)}" if given else page or "./"


def link_html(text: str, page: str, query: Mapping[str, str | None]) -> str:
    """A link as HTML; ``text`` is text and no markup."""
    return f'<a href="{escape(page_address(page, query))}">{escape(text)}</a>'
