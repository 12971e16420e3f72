"""One coaching session: its agenda with the moments to hear, what was agreed, the words of the two, and what followed.

A draft is filled in by its coach and held; from then on it stays, its agent reads it and says that it was so.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from audio.errors import SameSideError
from library.coaching.session import CoachingSession
from library.store import Library
from ui import texts
from ui.dashboard import pages
from ui.dashboard.components.heard_html import heard_html
from ui.dashboard.components.linked_html import linked_html
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.coaching.draft import draft_agenda, draft_form
from ui.dashboard.parts.coaching.moment import item_html, line
from ui.dashboard.parts.coaching.picture import change_html
from ui.dashboard.parts.coaching.session_list import FORGOTTEN, agreed_words, state


def session_page(library: Library, session_id: int) -> None:
    """The whole session. Raises :class:`SameSideError` where there is none for the viewer."""
    session = library.coaching.session(session_id)
    st.page_link(pages.page_link("coaching"), label="All sessions", icon=":material/arrow_back:")
    head(session)
    if is_own_draft(library, session):
        draft_agenda(library, session)
        draft_form(library, session)
        return
    agenda(session, library)
    agreement(session)
    if session.line.held is not None:
        followed(library, session)
        answer(library, session)
        afterwards(library, session)


def is_own_draft(library: Library, session: CoachingSession) -> bool:
    """Whether the viewer may change it still: what is not held is seen by nobody else."""
    return session.line.held is None and library.may_in_house("coach")


def head(session: CoachingSession) -> None:
    """With whom, by whom, when."""
    told = session.line
    when = (
        f"held on {texts.format_moment(told.held)}"
        if told.held
        else f"a draft of {texts.format_date(told.created)}, read by nobody else"
    )
    about = " · ".join(escape(part) for part in (f"Coach: {told.coach}", when, *([state(told)] if told.held else [])))
    st.html(f'<div class="call-head"><h1>{escape(f"Coaching: {told.agent or FORGOTTEN}")}</h1><p>{about}</p></div>')


def agenda(session: CoachingSession, library: Library) -> None:
    """The moments of a session that was held."""
    if session.items:
        cards = "".join(item_html(library, item, place) for place, item in enumerate(session.items, start=1))
        heard_html(f'<h2>What it is about</h2><div class="moment-cards">{cards}</div>', key="agenda")


def agreement(session: CoachingSession) -> None:
    """What was agreed, and the words of the two."""
    told = session.line
    again = f"Look again: {texts.format_date(told.look_again)}." if told.look_again else ""
    agreed = f"Agreed: {agreed_words(told)}. {again}" if told.agreed else again
    lines = line(agreed, "agreed") + line(session.words, "words")
    if session.agent_words:
        lines += f'<p class="by">{escape(told.agent or FORGOTTEN)}:</p>' + line(session.agent_words, "words")
    if lines:
        linked_html(f'<h2>What was agreed</h2><div class="agreement">{lines}</div>', key="agreement")


def followed(library: Library, session: CoachingSession) -> None:
    """Before and after, where something was agreed that can be counted."""
    found = library.changes.of(session.line.id)
    if found is not None:
        name = technique_names.names().get(found.agreed.technique, texts.sentence(found.agreed.technique))
        linked_html(change_html(found, session.line.agent or "", name), key="followed")


def answer(library: Library, session: CoachingSession) -> None:
    """The agent's word on a session that waits for it; for anybody else, where nobody signs in."""
    told = session.line
    if told.acknowledged is not None or not library.coaching.is_agent(told.id):
        return
    with st.form("acknowledge", border=True):
        st.markdown("**Your word on it**" if library.viewer.is_person else "**The agent’s word on it**")
        words = st.text_area("Anything you want to add (it may be left empty)", max_chars=4000, height=90)
        if st.form_submit_button("So it was", type="primary"):
            try:
                library.coaching.acknowledge(told.id, words)
            except SameSideError as trouble:
                st.error(texts.markdown(str(trouble)))
            else:
                st.rerun()


def afterwards(library: Library, session: CoachingSession) -> None:
    """Another day to look again, and deletion, for whoever may."""
    told = session.line
    mine = not library.viewer.is_person or told.coach_id == library.viewer.person_id
    admin = not library.viewer.is_person or "admin" in library.viewer.roles
    if not mine and not admin:
        return
    with st.container(horizontal=True, key="afterwards"):
        if mine:
            with st.popover("Look again on another day", icon=":material/event:"), st.form("another-day", border=False):
                day = st.date_input("The day", told.look_again.astimezone().date() if told.look_again else None)
                if st.form_submit_button("Keep") and day is not None:
                    library.coaching.look_again(told.id, texts.noon_of(day))
                    st.rerun()
        if admin:
            with st.popover("Delete", icon=":material/delete:"):
                st.markdown("The session goes with all that was said in it; the calls stay.")
                if st.button("Delete it for good"):
                    library.coaching.delete(told.id)
                    st.switch_page(pages.page_link("coaching"))
