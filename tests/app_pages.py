"""A page of the dashboard as Streamlit's own test frame runs it, without a browser."""

from __future__ import annotations

import json

from patience import PATIENCE
from streamlit.testing.v1 import AppTest


def screen(name: str, **query: str) -> AppTest:
    """The page of that name, run once without a mistake; ``query``: what stands in its address."""
    script = f"import streamlit as st\nfrom ui.dashboard import pages\nst.navigation(pages.all_pages({name!r}), position='hidden').run()"
    page = AppTest.from_string(script, default_timeout=PATIENCE)
    page.query_params.update(query)
    page.session_state["author"] = "Coach"  # the frame has no cookies to read a name from
    page.run()
    assert not page.exception
    return page


def text(page: AppTest) -> str:
    """All HTML and Markdown of a page, also where its links are a component's."""
    data = [json.loads(part.proto.json) for part in page.get("bidi_component") if part.proto.json]
    linked = [given["html"] for given in data if "html" in given]
    return " ".join(
        [*linked, *(block.proto.body for block in page.get("html")), *(block.value for block in page.markdown)]
    )
