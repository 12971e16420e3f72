"""Judging calls again, with its progress on the page: after a limit was kept, or when SameSide itself has learned."""

from __future__ import annotations

import streamlit as st

from analysis.limits import LimitMistake, Limits
from audio.trouble import Trouble
from library.store import Library
from ui import house


def judge(library: Library, by: Limits) -> None:
    """Judge every call by these limits that was judged by others, without hearing it again."""
    stale = library.stale(house.mark(library, by))
    bar = st.progress(0.0, "Judging the calls anew")
    for done, call_id in enumerate(stale):
        house.anew(library, call_id, by)
        bar.progress((done + 1) / len(stale), f"Judging the calls anew: {done + 1} of {len(stale)}")


def offer(library: Library) -> None:
    """Where some calls were judged by other limits or an older rule book, say so and offer to judge them anew."""
    try:
        limits = house.limits(library)
    except LimitMistake:  # the page of the house rules says it
        return
    stale = library.stale(house.mark(library, limits))
    if not stale:
        return
    calls = "1 call was" if len(stale) == 1 else f"{len(stale):,} calls were"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(f"{calls} judged by other limits, or by an older edition of the rule book.", icon=":material/update:")
        if st.button("Judge anew"):
            try:
                judge(library, limits)
            except Trouble as trouble:
                st.error(str(trouble))
            else:
                st.rerun()
