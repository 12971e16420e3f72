"""Calls that were deleted, or given to somebody to review, a moment ago, and the way to have them back for as long as that is offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import streamlit as st

from audio.errors import SameSideError
from library.access.giving import GRACE, GivenOut
from library.deletion.deletions import Pending
from library.store import Library
from ui import texts
from ui.dashboard.parts.job_progress import once_known

SEEN, GIVEN = "deletions-seen", "given-lately"


def show(library: Library) -> None:
    """A line for each deletion and each gift that can be undone, looked at once a second for as long as there is one."""
    pending = library.deletions.pending()
    every = 1.0 if pending or _given() else None
    st.fragment(_shown, run_every=every)(library, once_known(pending, library.deletions.pending))


def _shown(library: Library, find_pending: Callable[[], Sequence[Pending]]) -> None:
    pending = find_pending()
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
    for given in _given():
        calls = "1 call is" if given.calls == 1 else f"{given.calls:,} calls are"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{calls} given to {texts.markdown(given.name)} to review.", width="content")
            if st.button("Undo", icon=":material/undo:", key=f"undo-given-{given.at.timestamp():.6f}"):
                take_back(library, given)


def remember_given(given: GivenOut) -> None:
    """Offer for a minute to take back what was given to somebody."""
    if given.calls:
        st.session_state[GIVEN] = (*_given(), given)


def _given() -> tuple[GivenOut, ...]:
    """What was given on this page within the last minute."""
    latest: tuple[GivenOut, ...] = st.session_state.get(GIVEN, ())
    return tuple(one for one in latest if datetime.now(UTC) - one.at < GRACE)


def take_back(library: Library, given: GivenOut) -> None:
    """Have back what was given together, and say so."""
    try:
        back = library.giving.take_back(given)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    st.session_state[GIVEN] = tuple(one for one in _given() if one != given)
    st.toast("Taken back." if back else "Somebody had taken them back meanwhile.")
    st.rerun()


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
