"""Clips: stretches of calls that are worth hearing again, in playlists, one after another."""

from __future__ import annotations

import streamlit as st

from ui.dashboard import viewer
from ui.dashboard.parts.clips import lists
from ui.dashboard.parts.governance import told


def page() -> None:
    """The whole page."""
    st.title("Clips")
    library, author = viewer.library_here(), viewer.author()
    told.opened(library, "looked_at_clips")
    with st.container(horizontal=True, vertical_alignment="bottom", key="clips-head"):
        chosen = lists.chosen_list(library, author)
        lists.manage(library, author, chosen)
    lists.show(library, author, chosen)


page()
