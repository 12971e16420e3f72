"""What can be done with a call beside listening to it: say whose it is, tick it off, take it out, delete it."""

from __future__ import annotations

import streamlit as st

from audio.trouble import Trouble
from library.listing import CallSummary
from library.store import Library
from ui import plain, who


def bar(library: Library, call: CallSummary) -> None:
    """The row of buttons under a call's name."""
    with st.container(horizontal=True, key="actions"):
        reviewed(library, call)
        with st.popover("About this call", icon=":material/edit:"):
            about(library, call)
        with st.popover(f"You: {who.author()}", icon=":material/person:"):
            name = st.text_input("The name under your notes", who.author(), max_chars=80)
            if name != who.author():
                who.rename(name)
                st.rerun()
        if st.button("Delete", icon=":material/delete:"):
            delete(library, call)


def reviewed(library: Library, call: CallSummary) -> None:
    if call.reviewed:
        if st.button(f"Reviewed by {call.reviewed_by}", icon=":material/check_circle:", help="Press to take it back"):
            library.mark_reviewed(call.id, None)
            st.rerun()
    elif st.button("Mark as reviewed", icon=":material/check:"):
        library.mark_reviewed(call.id, who.author())
        st.rerun()


def about(library: Library, call: CallSummary) -> None:
    """Name, agent, team and date: what nobody can hear."""
    people = library.people
    known = [person.name for person in people.agents()]
    teams = list(people.teams())
    with st.form("about", border=False):
        name = st.text_input("Name", call.name)
        agent = st.selectbox(
            "Agent", known, _place(known, call.agent), accept_new_options=True, placeholder="Not known"
        )
        team = st.selectbox("Team", teams, _place(teams, call.team), accept_new_options=True, placeholder="Not known")
        date = st.date_input("Held on", call.date.astimezone().date())
        if not st.form_submit_button("Keep", type="primary"):
            return
    try:
        if name.strip() and name != call.name:
            library.rename(call.id, name)
        if (agent, team) != (call.agent, call.team):
            people.assign(call.id, agent, team)
        if date != call.date.astimezone().date():
            library.set_date(call.id, plain.noon(date))
    except Trouble as trouble:
        st.error(str(trouble))
    else:
        st.rerun()


def _place(names: list[str], name: str | None) -> int | None:
    return names.index(name) if name in names else None


@st.dialog("Delete this call?")
def delete(library: Library, call: CallSummary) -> None:
    """Ask before it is gone."""
    st.markdown(
        "Its recording, everything heard in it, its report and all notes on it are removed from this computer for good. "
        "This cannot be undone."
    )
    sure, no = st.columns(2)
    if no.button("Keep it", width="stretch"):
        st.rerun()
    if sure.button("Delete for good", type="primary", width="stretch"):
        library.delete(call.id)
        st.switch_page("screens/calls.py")
