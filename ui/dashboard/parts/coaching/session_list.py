"""The list of coaching sessions: what waits for somebody first, and a new one begun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

import streamlit as st

from audio.errors import SameSideError
from library.coaching.session import CoachingLine
from library.store import Library
from ui import texts
from ui.dashboard import pages
from ui.dashboard.components.linked_html import link_html, linked_html
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.evaluations.tables import grid

FORGOTTEN = "Somebody no longer named here"
NONE = (
    '<div class="empty-page"><h2>No session yet</h2><p>Open a call, choose a moment worth talking about, and press <i>Add to a session</i>: '
    "that begins one with the call’s agent.</p></div>"
)
NONE_FOR_AGENTS = (
    '<div class="empty-page"><h2>No session yet</h2><p>When your coach has held one with you, it stands here: what you talked about, what '
    "you agreed on, and later what followed.</p></div>"
)


def sessions_list(library: Library, coach: str) -> None:
    """All sessions that the viewer may see, and, for who coaches, a new one."""
    coaches = library.may_in_house("coach")
    if coaches:
        new_session(library, coach)
    lines = library.coaching.all()
    if not lines:
        st.html(NONE if coaches else NONE_FOR_AGENTS)
        return
    now = datetime.now(UTC)
    drafts = [line for line in lines if line.held is None]
    due = [line for line in lines if line.held is not None and is_due(line, now)]
    others = [line for line in lines if line.held is not None and line not in due]
    due.sort(key=lambda line: line.look_again or now)
    table("To be looked at again", "the day that was agreed has come", due, "due")
    table("Drafts", "nobody else reads them until they are held", drafts, "drafts")
    table("Held", "the latest first", others, "held")


def is_due(line: CoachingLine, now: datetime) -> bool:
    """Whether the day to look again has come, and not long ago."""
    return line.look_again is not None and line.look_again <= now and (now - line.look_again).days < 28


def table(heading: str, aside: str, lines: Sequence[CoachingLine], key: str) -> None:
    """Some of the sessions; a click on the agent opens one."""
    if not lines:
        return
    rows = [
        [
            link_html(line.agent or FORGOTTEN, "coaching", {"session": str(line.id)}),
            escape(line.coach),
            escape(texts.format_date(line.held) if line.held else f"begun on {texts.format_date(line.created)}"),
            escape(agreed_words(line)),
            escape(texts.format_date(line.look_again) if line.look_again else "–"),
            escape(state(line)),
        ]
        for line in lines
    ]
    head = ["Agent", "Coach", "Held", "Agreed", "Look again", "State"]
    linked_html(f"<h2>{escape(heading)} <small>{escape(aside)}</small></h2>{grid(head, rows)}", key=f"sessions-{key}")


def agreed_words(line: CoachingLine) -> str:
    """What was agreed, in a few words."""
    if line.agreed is None:
        return "–"
    name = technique_names.names().get(line.agreed.technique, texts.sentence(line.agreed.technique))
    return f"{line.agreed.direction} of “{name}”"


def state(line: CoachingLine) -> str:
    """How far a session is."""
    if line.held is None:
        return "draft"
    return "acknowledged" if line.acknowledged else "waits for the agent’s word"


def new_session(library: Library, coach: str) -> None:
    """A session begun with an agent."""
    agents = list(library.people.agent_ids())
    with st.container(horizontal=True, vertical_alignment="bottom", key="new-session"):
        agent = st.selectbox("A new session with", agents, None, placeholder="Choose an agent", width=320)
        if not st.button("Begin it", type="primary", disabled=agent is None) or agent is None:
            return
    try:
        made = library.coaching.begin(agent, coach)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    st.switch_page(pages.page_link("coaching"), query_params={"session": str(made)})
