"""Who sees a call beside whoever looks at it: why one sees it oneself, to whom it is shown, and what is brought for practice.

Nothing of it is drawn where nobody signs in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import streamlit as st

from audio.errors import SameSideError
from library.access.sharing import Shown
from library.store import Library
from ui import texts

TERMS = {"a day": 1, "a week": 7, "a month": 30, "three months": 90}
"""Days for which a call is kept that was brought for practice."""
USUAL = "a month"


def kept_until(library: Library, call_id: str) -> datetime | None:
    """Until when a call is kept that one practises with; ``None`` for any other."""
    return library.sharing.practice_until(call_id) if library.viewer.is_person else None


def why(library: Library, call_id: str, until: datetime | None) -> None:
    """The reason for which one sees the call, as a quiet line; and ``until`` when it is kept, where one practises with it."""
    if not library.viewer.is_person:
        return
    kept = (
        ""
        if until is None
        else f" Nobody else does, unless you show it to them. It is deleted {texts.format_date(until)}."
    )
    st.caption(texts.markdown(f"You see this because {library.why(call_id)}.{kept}"))


def show_to(library: Library, call_id: str, until: datetime | None) -> None:
    """Show a call to a coach, give it to a reviewer, take that back, and keep what one practises with for longer or shorter."""
    if not library.may("show", call_id):
        return
    with st.popover(
        "Show to", icon=":material/person_add:", help="Let a coach see this call, or give it to a reviewer"
    ):
        try:
            shown = library.sharing.shown_to(call_id)
            _shown(library, call_id, shown)
            if library.may("give", call_id):
                _given(library, call_id, shown)
            if until is not None:
                _kept(library, call_id)
        except SameSideError as trouble:
            st.error(texts.markdown(str(trouble)))


def _shown(library: Library, call_id: str, shown: Sequence[Shown]) -> None:
    for one in shown:
        with st.container(horizontal=True, vertical_alignment="center"):
            given = ", to review" if one.given else ""
            st.markdown(texts.markdown(f"{one.name}{given}"), width="content")
            if st.button("Take back", key=f"take-back-{one.person_id}-{one.given}"):
                library.sharing.take_back(call_id, one.person_id)
                st.rerun()
    names = {one.person_id: one.name for one in library.sharing.colleagues()}
    others = [key for key in names if key not in {one.person_id for one in shown}]
    chosen = st.selectbox("Coach", others, None, format_func=lambda key: names[key], placeholder="Nobody else yet")
    if st.button("Show it", disabled=chosen is None) and chosen is not None:
        library.sharing.show(call_id, chosen)
        st.rerun()


def _given(library: Library, call_id: str, shown: Sequence[Shown]) -> None:
    """Give the call to somebody who reviews; taken back as what was shown is."""
    here = {one.person_id for one in shown}
    names = {one.person_id: one.name for one in library.sharing.colleagues("reviewer") if one.person_id not in here}
    chosen = st.selectbox(
        "Reviewer", list(names), None, format_func=lambda key: names[key], placeholder="Nobody else yet"
    )
    if st.button("Give to review", disabled=chosen is None) and chosen is not None:
        library.sharing.give(call_id, chosen)
        st.rerun()


def _kept(library: Library, call_id: str) -> None:
    term = st.selectbox("Keep it from now for", list(TERMS), list(TERMS).index(USUAL))
    if st.button("Keep it for so long"):
        library.sharing.keep_until(call_id, datetime.now(UTC) + timedelta(days=TERMS[term]))
        st.rerun()


def practice_until(library: Library, key: str) -> datetime | None:
    """Until when what is uploaded is kept for practice; ``None`` where it is the house's. Who may bring nothing else is not asked."""
    if not library.viewer.is_person:
        return None
    wanted = not library.may_in_house("bring") or st.checkbox(
        "For practice",
        key=f"practice-{key}",
        help="Only you see it, it is counted nowhere, and it is deleted when its term is over",
    )
    if not wanted:
        return None
    term = st.selectbox("Practice calls are kept for", list(TERMS), list(TERMS).index(USUAL), key=f"term-{key}")
    st.caption(
        "Only you see a call that you bring for practice, unless you show it to somebody. It is counted nowhere."
    )
    return datetime.now(UTC) + timedelta(days=TERMS[term])


def in_practice_room(library: Library) -> bool:
    """Whether the list is of the calls that one practises with, or that others showed one who do; not asked where there are none."""
    if not library.viewer.is_person or not library.sharing.has_practice_room():
        return False
    return st.toggle("Practice room", key="practice-room", help="Calls that were brought for practice")
