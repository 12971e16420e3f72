"""Calls: what has been brought, what is to be reviewed first, and where to bring more."""

from __future__ import annotations

import streamlit as st

from ui import plain, shelf


def page() -> None:
    library = shelf.library()
    found = library.calls()
    st.title("Calls")
    for call in found.calls:
        st.page_link("screens/review.py", label=plain.title(call.name), query_params={"call": call.id})


page()
