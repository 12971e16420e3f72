"""Judging calls again after a limit was kept or SameSide itself has learned: asked for here, done in the background.

The job is one of the library's queue, so it goes on whatever becomes of the page, and all pages tell the same of it.
"""

from __future__ import annotations

import streamlit as st

from analysis.limits import LimitMistake
from library.store import Library
from ui import house

SEEN = "judging"
"""In the session: the judging that was seen at work, so that the page is run again when that is over."""


def ask(library: Library) -> None:
    """Have every call judged by the limits and rules in force that was judged by others, if there is any."""
    calls = library.stale(house.mark(library, house.limits(library)))
    if calls:
        library.queue.judge(len(calls))


def offer(library: Library) -> None:
    """Where some calls were judged by other limits or an older rule book, say so and offer to judge them anew."""
    job = library.queue.judging()
    if job is not None and job.state != "done":  # what :func:`shown` tells
        return
    try:
        stale = library.stale(house.mark(library, house.limits(library)))
    except LimitMistake:  # the page of the house rules says it
        return
    if not stale:
        return
    calls = "1 call was" if len(stale) == 1 else f"{len(stale):,} calls were"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(f"{calls} judged by other limits, or by an older edition of the rule book.", icon=":material/update:")
        if st.button("Judge anew"):
            library.queue.judge(len(stale))
            st.rerun()


def shown(library: Library) -> None:
    """How the judging goes, looked at once a second while it does; and that it is over, until that is dismissed."""
    job = library.queue.judging()
    unfinished = job is not None and job.state in ("queued", "working")
    st.fragment(_shown, run_every=1.0 if unfinished else None)(library)


def _shown(library: Library) -> None:
    job = library.queue.judging()
    if job is not None and job.state in ("queued", "working"):
        st.session_state[SEEN] = job.id
    elif st.session_state.pop(SEEN, None) is not None:
        st.rerun()
    if job is None:
        return
    words, act = st.columns([8, 2], vertical_alignment="center")
    match job.state:
        case "failed":
            words.error(job.why or "The calls could not be judged anew.")
            again, away = act.columns(2)
            if again.button("Again", key="judge-again"):
                library.queue.retry(job.id)
                st.rerun()
            dismissed = away.button("Dismiss", key="judge-dismiss")
        case "done":
            words.success(f"Done: {job.stage}.", icon=":material/check:")
            dismissed = act.button("Dismiss", key="judge-dismiss")
        case _:
            told = f"{job.name}: {job.stage}" if job.stage else f"{job.name} begins in a moment"
            words.progress(min(1.0, job.progress), text=told)
            dismissed = False
            if act.button("Cancel", key="judge-cancel", help="Those that were judged stay so, the others as they were"):
                library.cancel(job.id)
                st.rerun()
    if dismissed:
        library.queue.dismiss(job.id)
        st.rerun()
