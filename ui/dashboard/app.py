"""The dashboard's frame: which pages there are, and what stands round each of them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from audio.errors import SameSideError
from library.people.sign_ins import Present
from ui import texts
from ui.dashboard import pages, viewer
from ui.dashboard.parts.governance import told
from ui.dashboard.sign_in import frame
from ui.dashboard.sign_in.present import present_here

HERE = Path(__file__).parent


LANDED = "landed"


def land(present: Present, address: str) -> None:
    """Who only takes calls comes to their own page first, where nothing else is asked for."""
    asked = bool(address or st.query_params)
    if tuple(present.roles) == ("agent",) and not st.session_state.setdefault(LANDED, asked):
        st.session_state[LANDED] = True
        st.switch_page(pages.page_link("my_calls", is_agent=True))


def unread_here() -> int:
    """How much of the inbox of whoever looks is unread, for the menu; the page itself says what stands in the way of reading it."""
    try:
        return viewer.library_here().inbox.unread(viewer.author())
    except SameSideError:
        return 0


def main() -> None:
    """Draw the frame and run the page that was asked for; what cannot be done is a sentence on it."""
    st.set_page_config(page_title="SameSide", page_icon=str(HERE / "mark.svg"), layout="wide")
    st.logo(str(HERE / "wordmark.svg"), size="large")
    trouble: SameSideError | None = None
    present: Present | None = None
    try:
        present = present_here()
    except SameSideError as why:
        trouble = why
    is_admin, is_team = present is not None and "admin" in present.roles, present is not None or trouble is not None
    is_agent = present is not None and "agent" in present.roles
    unread = 0 if trouble is not None else unread_here()
    page = st.navigation(
        pages.all_pages(is_admin=is_admin, is_team=is_team, is_agent=is_agent, unread=unread), position="top"
    )
    told.turn_to(page.url_path)
    try:
        if trouble is not None:
            raise trouble
        if present is not None:
            frame.sign_out_line(present)
            land(present, page.url_path)
        viewer.run(page)
    except SameSideError as why:
        if not frame.signed_out(why):
            st.error(texts.markdown(str(why)))


main()
