"""A call's place in the list that it was opened from, with the way to the call before it and the one after it.

The list's question stands in the address of the review (``&list=…``), so that the place survives a reload and Back. It is
looked up when a call is opened and stays as long as one is there: ticking a call off moves it in the order of work, or out
of the list, and what is next must not change by that.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from library.calls.place import Place
from library.store import Library
from ui.dashboard.components.call_link import call_address, call_link
from ui.dashboard.parts.listing.question import Known, Question, read

OPENED = "opened-from"


def room_for_it() -> DeltaGenerator:
    """Where the place is shown once it is known, as high before as then (``screens.css``)."""
    return st.container(key="place-in-list")


def before_and_after(library: Library, call_id: str) -> None:
    """Show the way to the list's previous call and to its next, and which of how many this one is."""
    listed = st.query_params.get("list", "")
    known = Known.of(library) if listed else Known({}, {})  # the list of all calls names nobody
    question = read(listed, known)
    place = _place(library, call_id, question, known)
    if place is None or place.total < 2:
        return
    hits = library.hits([other for other in (place.before, place.after) if other], question.search)

    def link(label: str, other: str | None, key: str) -> None:
        if other:
            call_link(label, other, key=key, address=call_address(other, listed, hits.get(other), question.search))

    with st.container(horizontal=True, vertical_alignment="center", key="place"):
        link("← Previous", place.before, "previous-call")
        number = "One" if place.number is None else f"{place.number:,}"
        st.caption(f"{number} of {place.total:,} in the list", width="content")
        link("Next →", place.after, "next-call")


def _place(library: Library, call_id: str, question: Question, known: Known) -> Place | None:
    """The place as it was when the call was opened; ``None`` where it is not in that list."""
    opened = (call_id, question)
    kept = st.session_state.get(OPENED)
    if kept is None or kept[0] != opened:
        place = library.place(call_id, question.filters(known), question.order)
        kept = st.session_state[OPENED] = (opened, place)
    found: Place | None = kept[1]
    return found
