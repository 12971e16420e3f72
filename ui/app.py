"""The dashboard's frame: which pages there are, and what stands round each of them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from audio.trouble import Trouble
from ui import shelf

HERE = Path(__file__).parent


def main() -> None:
    st.set_page_config(page_title="SameSide", page_icon=str(HERE / "mark.svg"), layout="wide")
    st.logo(str(HERE / "wordmark.svg"), size="large")
    st.html(f"<style>{(HERE / 'screens.css').read_text(encoding='utf-8')}</style>")
    # not in a folder "pages": Streamlit would take that for its own list of pages, and a link to one skip this frame
    pages = [
        st.Page("screens/calls.py", title="Calls", url_path="calls", default=True),
        st.Page("screens/review.py", title="Review", url_path="review"),
        st.Page("screens/people.py", title="Agents and techniques", url_path="techniques"),
        st.Page("screens/rule_book.py", title="Rule book", url_path="rules"),
        st.Page("screens/house_rules.py", title="House rules", url_path="limits"),
    ]
    page = st.navigation(pages, position="top")
    if page is pages[0] and "call" in st.query_params:  # a link to a moment: ?call=…&at=83.5
        st.switch_page(pages[1], query_params=st.query_params.to_dict())
    try:
        shelf.library()
        page.run()
    except Trouble as trouble:
        st.error(str(trouble))


main()
