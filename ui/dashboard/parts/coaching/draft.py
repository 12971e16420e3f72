"""A coach's draft: what to say of each moment, what to agree on, when to look again; then it is held."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from analysis.language.rulebook.loading import load_book
from audio.errors import SameSideError
from library.coaching.session import Agreed, CoachingSession, Direction, Item
from library.store import Library
from ui import texts
from ui.dashboard import pages
from ui.dashboard.components.heard_html import heard_html
from ui.dashboard.parts.coaching.moment import item_html

MORE_OR_LESS: tuple[Direction, ...] = ("more", "less")
LATER = timedelta(days=35)
"""When one looks again, unless told otherwise."""
EMPTY = "No moment yet: open a call of this agent, choose a moment or select words, and press “Add to a session”."


def draft_agenda(library: Library, session: CoachingSession) -> None:
    """The moments, each with what to say of it, and the way to take it off."""
    st.html(f"<h2>What it is about <small>{len(session.items)} of the agent’s moments</small></h2>")
    if not session.items:
        st.caption(EMPTY)
    for place, item in enumerate(session.items, start=1):
        with st.container(key=f"item-{session.line.id}-{item.number}"):
            heard_html(item_html(library, item, place), key=f"card-{session.line.id}-{item.number}")
            with st.container(horizontal=True, vertical_alignment="bottom"):
                if item.stretch is not None:
                    say(library, session.line.id, item)
                if st.button("Take it off", key=f"drop-{session.line.id}-{item.number}"):
                    library.coaching.drop(session.line.id, item.number)
                    st.rerun()


def say(library: Library, session_id: int, item: Item) -> None:
    """What the coach wants to say of a moment; kept when the field is left."""
    assert item.stretch is not None
    title, words, key = item.stretch.title, item.stretch.words, f"say-{session_id}-{item.number}"

    def keep() -> None:
        library.coaching.say(session_id, item.number, title, str(st.session_state[key]))

    st.text_input(
        "What to say of it", words, key=key, on_change=keep, max_chars=500, placeholder="What to listen for, what to ask",
    )  # fmt: skip


def draft_form(library: Library, session: CoachingSession) -> None:
    """What is agreed, the day, the words; kept, or kept and held."""
    told = session.line
    book = {rule.id: rule.name for rule in load_book() if rule.speaker == "agent"}
    techniques = list(book)
    st.html("<h2>What to agree on</h2>")
    with st.form(f"agree-{told.id}"):
        direction_column, technique_column, day_column = st.columns([1.1, 3, 1.5])
        direction = direction_column.selectbox(
            "Do", MORE_OR_LESS, MORE_OR_LESS.index(told.agreed.direction) if told.agreed else 0
        )
        technique = technique_column.selectbox(
            "Of a technique", techniques,
            techniques.index(told.agreed.technique) if told.agreed and told.agreed.technique in book else None,
            format_func=lambda one: texts.markdown(book[one]), placeholder="Nothing that can be counted",
        )  # fmt: skip
        planned = told.look_again.astimezone().date() if told.look_again else date.today() + LATER
        day = day_column.date_input("Look again on", planned)
        words = st.text_area(
            "Your words",
            session.words,
            max_chars=4000,
            height=110,
            placeholder="What you talked about, and what you agreed on",
        )
        with st.container(horizontal=True):
            kept = st.form_submit_button("Keep the draft")
            held = st.form_submit_button(
                f"Held: show it to {texts.markdown(told.agent or 'the agent')}", type="primary"
            )
    if kept or held:
        agreed = Agreed(technique, direction) if technique else None
        try:
            library.coaching.agree(told.id, agreed, texts.noon_of(day) if day else None, words)
            if held:
                library.coaching.hold(told.id)
        except SameSideError as trouble:
            st.error(texts.markdown(str(trouble)))
            return
        st.rerun()
    with st.popover("Delete the draft", icon=":material/delete:"):
        st.markdown("It goes with all that is written in it; the calls stay.")
        if st.button("Delete it", key=f"delete-{told.id}"):
            library.coaching.delete(told.id)
            st.switch_page(pages.page_link("coaching"))
