"""Retention: how long calls are kept, what goes on which day, and what is held; for admins."""

from __future__ import annotations

import streamlit as st

from ui.dashboard import viewer
from ui.dashboard.parts.governance import lists, terms


def page() -> None:
    """The whole page."""
    st.title("Retention")
    library = viewer.library_here()
    if not library.may_in_house("settle"):
        lists.bullets("How long calls are kept", library.retention.terms()[0].sentences())
        st.caption("An admin changes this, and you are none here.")
        return
    terms_column, coming_column = st.columns([3, 2], gap="large")
    with terms_column:
        terms.terms_form(library)
    with coming_column:
        terms.coming(library)
    terms.held_calls(library)


page()
