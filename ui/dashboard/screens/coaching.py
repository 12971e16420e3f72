"""Coaching: the sessions of a coach and an agent; one of them where the address names it."""

from __future__ import annotations

import streamlit as st

from audio.errors import SameSideError
from ui import texts
from ui.dashboard import pages, viewer
from ui.dashboard.parts.coaching import session_list, session_page
from ui.dashboard.parts.governance import told

LEAD = (
    "A few moments of an agent’s own calls, heard together; what to do more or less of; and later what followed, per opportunity, beside what "
    "befell everybody in the same weeks."
)


def page() -> None:
    """The whole page."""
    library = viewer.library_here()
    asked = st.query_params.get("session", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    told.opened(library, "read_sessions", what=number, coaching=number)
    if number is not None:
        try:
            session_page.session_page(library, number)
        except SameSideError as trouble:
            st.error(texts.markdown(str(trouble)))
            st.page_link(pages.page_link("coaching"), label="All sessions", icon=":material/arrow_back:")
        return
    st.title("Coaching")
    st.html(f'<p class="lead">{LEAD}</p>')
    session_list.sessions_list(library, viewer.author())


page()
