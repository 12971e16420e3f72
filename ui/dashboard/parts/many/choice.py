"""Which calls are chosen: what is ticked on this page of the list, or all that match.

A choice holds for one *round*: the calls of one page, filtered and ordered in one way. What is asked otherwise, turned over or
done begins another, in which nothing is chosen, so that no deed reaches a call that is no longer in sight.
"""

from __future__ import annotations

import streamlit as st

ROUND, ALL, QUESTION = "list-round", "all-chosen", "list-question"


def current(question: object) -> int:
    """The number of the round; another where ``question`` (filter, order, page) is not the one before."""
    if st.session_state.setdefault(QUESTION, question) != question:
        st.session_state[QUESTION] = question
        forget()
    return int(st.session_state.setdefault(ROUND, 0))


def forget() -> None:
    """Choose nothing any more."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state.pop(ALL, None)


def choose_all() -> None:
    """Choose all calls that match, also those on other pages."""
    st.session_state[ALL] = True


def is_all(whole_page: bool) -> bool:
    """Whether all that match are chosen; no longer, once a tick on the page is taken away (not ``whole_page``)."""
    if not whole_page:
        st.session_state.pop(ALL, None)
    return ALL in st.session_state
