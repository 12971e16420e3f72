"""Calls that were deleted a moment ago, and the way to have them back for as long as that can be done."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from audio.errors import SameSideError
from library.store import Library
from ui import texts

SEEN = "deletions-seen"


def show(library: Library) -> None:
    """A line for each deletion that can be undone, looked at once a second for as long as there is one."""
    every = 1.0 if library.deletions.pending() else None
    st.fragment(_shown, run_every=every)(library)


def _shown(library: Library) -> None:
    pending = library.deletions.pending()
    seen, now = st.session_state.get(SEEN), tuple(one.due for one in pending)
    st.session_state[SEEN] = now
    if seen is not None and set(seen) - set(now):
        st.rerun()
    for one in pending:
        left = max(0, round((one.due - datetime.now(UTC)).total_seconds()))
        calls = "1 call is" if one.calls == 1 else f"{one.calls:,} calls are"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{calls} deleted for good in {left:d} s.", width="content")
            if st.button("Undo", icon=":material/undo:", key=f"undo-{one.due.timestamp():.6f}"):
                undo(library, one.due)


def undo(library: Library, due: datetime) -> None:
    """Have the calls back; where it was too late, say so."""
    try:
        back = library.deletions.undo(due)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    if not back:
        st.toast("It was too late: they are gone.")
    st.rerun()
