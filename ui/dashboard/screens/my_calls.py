"""My calls: an agent's own page. Whoever coaches them may look at it just as they do."""

from __future__ import annotations

import streamlit as st

from audio.errors import SameSideError
from library.access.permits import may_in_house
from library.store import Library
from ui import texts
from ui.dashboard import viewer
from ui.dashboard.parts.coaching import own_page
from ui.dashboard.parts.governance import told

LEAD = "Facts of words and voices in your own calls, beside nobody else’s, and never of feelings."


def page() -> None:
    """The whole page."""
    library = viewer.library_here()
    agent = chosen(library)
    mine = agent is None and library.viewer.is_person
    st.title("My calls" if mine else "An agent’s own page" if agent is None else f"{texts.markdown(agent)}: own page")
    st.html(f'<p class="lead">{LEAD}</p>')
    told.opened(library, "read_own_page", what=agent, agent=agent or library.viewer.name)
    if agent is None and not mine:
        st.html(
            '<div class="empty-page"><h2>Choose an agent</h2><p>Where people sign in, each agent finds this page of theirs first.</p></div>'
        )
        return
    try:
        found = library.own_pages.of(agent)
    except SameSideError as trouble:
        st.info(texts.markdown(str(trouble)))
        return
    own_page.waiting(library, found)
    own_page.highlights(library, found)
    own_page.lately(found)
    own_page.months(library, found)


def chosen(library: Library) -> str | None:
    """Whose page is asked for; ``None`` for one's own."""
    if not may_in_house(library.viewer, "coach"):
        return None
    agents = list(library.people.agent_ids())
    return st.selectbox(
        "Agent", agents, None, placeholder="Choose an agent", key="agent", bind="query-params", width=320
    )


page()
