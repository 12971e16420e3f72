"""Inbox: what one was told of calls, the latest first; each leads to its call, at the note or the second that it is about."""

from __future__ import annotations

import streamlit as st

from ui.dashboard import viewer
from ui.dashboard.components.inbox_list import inbox_list
from ui.dashboard.parts.inbox.said import item_shown


def page() -> None:
    """The whole page."""
    st.title("Inbox")
    library, author = viewer.library_here(), viewer.author()
    items = library.inbox.items(author)
    if not items:
        st.html('<div class="empty-page"><h2>Nothing yet</h2><p>Here stands who named you in a note (with an @), what was given to you, and calls '
                "in which the customer asked for a supervisor and nobody answered.</p></div>")  # fmt: skip
        return
    if st.button("Mark all as read", disabled=all(item.read is not None for item in items), icon=":material/done_all:"):
        library.inbox.mark_read(author)
        st.rerun()
    inbox_list([item_shown(item) for item in items], key="inbox")


page()
