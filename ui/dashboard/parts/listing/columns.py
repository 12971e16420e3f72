"""Which columns the list shows: those that its address names, or else those that were chosen last in this browser, which remembers
them (a cookie, read here)."""

from __future__ import annotations

from urllib.parse import unquote

import streamlit as st

from ui.dashboard.components.call_list.columns import COLUMNS, USUAL, in_order
from ui.dashboard.parts.listing import address
from ui.dashboard.parts.listing.question import Question, columns_of, text_of_columns

COOKIE = "sameside_columns"
CHOSEN, TAKEN, PILLS = "columns-chosen", "columns-taken", "list-columns"


def shown(question: Question) -> tuple[str, ...]:
    """The columns that the list has, beside the call's name."""
    return own() if question.columns is None else question.columns


def own() -> tuple[str, ...]:
    """Those that this browser shows where nothing else is asked for."""
    if CHOSEN not in st.session_state:
        kept = columns_of(unquote(st.context.cookies.get(COOKIE, "")))
        st.session_state[CHOSEN] = USUAL if kept is None else kept
    columns: tuple[str, ...] = st.session_state[CHOSEN]
    return columns


def remembered() -> dict[str, str]:
    """The cookie that the browser is to keep."""
    return {COOKIE: text_of_columns(own())}


def choose() -> None:
    """The columns to choose from; those that are pressed are shown."""
    st.pills("Columns", list(COLUMNS), selection_mode="multi", format_func=_head, key=PILLS, on_change=_chosen)
    st.button("The usual ones", on_click=_usual)
    st.caption("This browser remembers them; the list's address and saved views have them too.")


def take() -> tuple[str, ...] | None:
    """The columns that were chosen in this run, to be put into the address; ``None`` where none were."""
    return own() if st.session_state.pop(TAKEN, False) else None


def _head(key: str) -> str:
    return COLUMNS[key].head


def _chosen() -> None:
    st.session_state[CHOSEN] = in_order(st.session_state[PILLS] or ())
    st.session_state[TAKEN] = True
    address.changed()


def _usual() -> None:
    st.session_state[PILLS] = list(USUAL)
    _chosen()
