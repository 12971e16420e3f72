"""The controls of the list: search, order, filters, columns, and the chips that say which filters are in force.

All of it stands in the page's address (:mod:`ui.dashboard.parts.listing.question`), so that Back, a reload, a bookmark and a link
sent to a colleague show the same list.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import texts
from ui.dashboard.components.call_list.columns import ORDERS
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.listing import address, columns
from ui.dashboard.parts.listing.question import ENDINGS, Known, Question, read

GONE = "No longer here"
"""What somebody is called whom an address asks for and who is known no more."""
EMPTY: dict[str, Any] = {"search": "", "unreviewed": False}
"""What stands in a control that filters nothing, where that is not ``None``."""
FILTERS = (
    "search",
    "agent",
    "team",
    "moment",
    "technique",
    "after",
    "topic",
    "outcome",
    "since",
    "until",
    "unreviewed",
)


def _key(name: str) -> str:
    return f"list-{name}"


def controls(known: Known) -> tuple[Question, DeltaGenerator]:
    """Draw the controls; what the list is asked, and a place beside them for what is done with that."""
    asked = read(st.query_params.to_dict(), known)
    kept = address.of_the_list(fresh=_key("search") not in st.session_state)
    if kept.leads(asked, address.was_changed(), time.monotonic()):
        _put(asked)
        kept.show(asked, written=False, now=0.0)
    before = kept.shown or asked
    *places, beside = st.columns([5, 2, 1.1, 1.3, 1.1], vertical_alignment="bottom")
    question = _drawn(places, known, before)
    if question != before:
        address.write(question)
        kept.show(question, written=True, now=time.monotonic())
    address.look_again(kept)
    return question, beside


def _put(question: Question) -> None:
    for name in (*FILTERS, "order"):
        st.session_state[_key(name)] = getattr(question, name)
    st.session_state[_key("columns")] = list(columns.shown(question))


def _drawn(places: Sequence[DeltaGenerator], known: Known, before: Question) -> Question:
    search_column, order_column, filter_column, columns_column = places
    search_column.text_input(
        "Search the words and names",
        placeholder='refund, or "speak to a manager"',
        key=_key("search"),
        on_change=address.changed,
    )
    shown = columns.shown(before)
    sorts = [s for s in ORDERS if s in (before.order, "review", "name", "-name", "agent") or s.lstrip("-") in shown]
    order_column.selectbox("Order", sorts, format_func=ORDERS.__getitem__, key=_key("order"), on_change=address.changed)
    with filter_column.popover("Filter", icon=":material/filter_list:", width="stretch"):
        _filters(known)
    with columns_column.popover("Columns", icon=":material/view_column:", width="stretch"):
        columns.choose()
    values: dict[str, Any] = {name: st.session_state[_key(name)] for name in (*FILTERS, "order")}
    taken = columns.take()
    return Question(**values, columns=before.columns if taken is None else taken)


def _filters(known: Known) -> None:
    _choice("Agent", "agent", known.agents, "Anyone")
    _choice("Team", "team", known.teams)
    _choice("With a moment", "moment", texts.KINDS)
    _choice("Technique", "technique", technique_names.names())
    _choice("What followed", "after", {after: texts.what_followed(after) for after in texts.AFTERS})
    _choice("What customers speak of", "topic", texts.TOPICS)
    _choice("Outcome", "outcome", {ending: texts.OUTCOMES[ending] for ending in ENDINGS})
    for label, name in (("From", "since"), ("Up to", "until")):
        st.date_input(texts.markdown(label), None, key=_key(name), on_change=address.changed)
    st.toggle("Only those to review", key=_key("unreviewed"), on_change=address.changed)


def _choice(label: str, name: str, options: Mapping[str, str], anything: str = "Any") -> None:
    """One of ``options`` (what is asked for: how it is shown), or none for all."""
    chosen = st.session_state.get(_key(name))
    keys = [*options, *([chosen] if chosen and chosen not in options else [])]
    st.selectbox(
        texts.markdown(label),
        keys,
        None,
        format_func=lambda key: options.get(key, GONE),
        placeholder=anything,
        key=_key(name),
        on_change=address.changed,
    )


def chips(question: Question, known: Known) -> None:
    """The filters in force, each with a click that takes it away: a list that is filtered unseen seems to have lost calls."""
    shown = [name for name in FILTERS if getattr(question, name)]
    if not shown:
        return
    told = _told(known)
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        for name in shown:
            label = texts.markdown(told[name](getattr(question, name)))
            st.button(label, key=f"clear-{name}", icon=":material/close:", on_click=_clear, args=([name],))
        if len(shown) > 1:
            st.button("Clear all", type="tertiary", on_click=_clear, args=(shown,))


def _told(known: Known) -> dict[str, Callable[[Any], str]]:
    """What each control's chip says of its value."""
    techniques = technique_names.names()
    return {
        "search": lambda words: f"Search: {words}",
        "agent": lambda number: f"Agent: {known.agents.get(number, GONE)}",
        "team": lambda number: f"Team: {known.teams.get(number, GONE)}",
        "moment": lambda kind: f"With a moment: {texts.KINDS[kind]}",
        "technique": lambda technique: f"Technique: {techniques.get(technique, GONE)}",
        "after": lambda after: f"What followed: {texts.what_followed(after)}",
        "topic": lambda topic: f"Topic: {texts.TOPICS[topic]}",
        "outcome": lambda ending: f"Outcome: {texts.OUTCOMES[ending]}",
        "since": lambda day: f"From {texts.format_day(day)}",
        "until": lambda day: f"Up to {texts.format_day(day)}",
        "unreviewed": lambda _: "Only those to review",
    }


def _clear(names: Sequence[str]) -> None:
    for name in names:
        st.session_state[_key(name)] = EMPTY.get(name)
    address.changed()
