"""Which calls the list shows, and in which order: search, filters, and the chips that say what is in force.

All of it stands in the page's address under the control's key (``?agent=Ama&moment=pushed``), so that Back, a reload, a
bookmark and a link sent to a colleague show the same list. The same question goes on, in a form of our own, with a call
that is opened from the list (:func:`asked`), whose page shows the list's previous and next by it (:func:`wanted`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast, get_args
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from analysis.report import Ending
from library.calls.listing import Filter, Sort
from library.store import Library
from ui import texts
from ui.dashboard.parts import technique_names

SORTS: dict[str, Sort] = {
    "To review first": "review",
    "Newest first": "newest",
    "Oldest first": "oldest",
    "By name": "name",
    "By agent": "agent",
    "Longest first": "longest",
    "Most pushed": "pushed",
    "Most partnered": "partnered",
    "Most escalated": "escalated",
    "Most unanswered": "missed",
}
FIRST = "To review first"
ENDINGS: tuple[Ending, ...] = get_args(Ending)

CHIPS: dict[str, Callable[[Any], str]] = {
    "search": lambda words: f"Search: {words}",
    "agent": lambda name: f"Agent: {name}",
    "team": lambda name: f"Team: {name}",
    "moment": lambda kind: f"With a moment: {texts.KINDS[kind]}",
    "technique": lambda technique: f"Technique: {technique_names.names()[technique]}",
    "after": lambda after: f"What followed: {texts.what_followed(after)}",
    "topic": lambda topic: f"Topic: {texts.TOPICS[topic]}",
    "outcome": lambda ending: f"Outcome: {texts.OUTCOMES[ending]}",
    "from": lambda day: f"From {texts.format_day(day)}",
    "to": lambda day: f"Up to {texts.format_day(day)}",
    "unreviewed": lambda _: "Only those to review",
}
"""What each control's chip says of its value, by the control's key."""
EMPTY = {"search": "", "unreviewed": False}
"""What stands in a control that filters nothing, where that is not ``None``."""


def controls(library: Library) -> tuple[Filter, Sort]:
    """Draw the controls; which calls are wanted by them, and in which order."""
    search_column, order_column, filter_column = st.columns([5, 2, 1], vertical_alignment="bottom")
    words = search_column.text_input(
        "Search the words and names",
        placeholder='refund, or "speak to a manager"',
        key="search",
        bind="query-params",
    )
    sort = SORTS[order_column.selectbox("Order", list(SORTS), key="order", bind="query-params")]
    with filter_column.popover("Filter", icon=":material/filter_list:", width="stretch"):
        people = library.people
        agent = _choice("Agent", "agent", {person.name: person.name for person in people.agents()}, "Anyone")
        team = _choice("Team", "team", {name: name for name in people.teams()})
        kind = _choice("With a moment", "moment", texts.KINDS)
        technique = _choice("Technique", "technique", technique_names.names())
        after = _choice("What followed", "after", {after: texts.what_followed(after) for after in texts.AFTERS})
        topic = _choice("What customers speak of", "topic", texts.TOPICS)
        outcome = _choice("Outcome", "outcome", {ending: texts.OUTCOMES[ending] for ending in ENDINGS})
        since = st.date_input("From", None, key="from", bind="query-params")
        until = st.date_input("Up to", None, key="to", bind="query-params")
        unreviewed = st.toggle("Only those to review", key="unreviewed", bind="query-params")
    ending = cast("Ending | None", outcome)
    question = Filter(
        agent, team, start_of(since), start_of(until, 1), technique, kind, after, ending, words, unreviewed, topic
    )
    return question, sort


def asked(sort: Sort) -> str:
    """What the list was asked, as one word of an address: ``search=refund&from=2026-03-01&sort=newest``; empty for all calls
    in the order of work."""
    values = {name: st.session_state.get(name) for name in CHIPS}
    question = {
        name: value.isoformat() if isinstance(value, date) else str(value) for name, value in values.items() if value
    }
    return urlencode(question | ({} if sort == SORTS[FIRST] else {"sort": sort}))


def wanted(question: str) -> tuple[Filter, Sort]:
    """What :func:`asked` made; what no control could have asked is left out."""
    given = dict(parse_qsl(question))
    sort = given.get("sort", "")
    return Filter(
        agent=given.get("agent"),
        team=given.get("team"),
        since=start_of(_day(given.get("from"))),
        until=start_of(_day(given.get("to")), 1),
        technique=given.get("technique"),
        kind=given.get("moment"),
        after=given.get("after"),
        outcome=cast("Ending | None", given.get("outcome")),
        words=given.get("search", ""),
        unreviewed="unreviewed" in given,
        topic=given.get("topic"),
    ), (cast("Sort", sort) if sort in SORTS.values() else SORTS[FIRST])


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def chips() -> None:
    """The filters in force, each with a click that takes it away: a list that is filtered unseen seems to have lost calls."""
    shown = [name for name in CHIPS if st.session_state.get(name)]
    if not shown:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        for name in shown:
            told = CHIPS[name](st.session_state[name])
            st.button(
                texts.markdown(told), key=f"clear-{name}", icon=":material/close:", on_click=_clear, args=([name],)
            )
        if len(shown) > 1:
            st.button("Clear all", type="tertiary", on_click=_clear, args=(shown,))


def _clear(names: Sequence[str]) -> None:
    for name in names:
        st.session_state[name] = EMPTY.get(name)


def _choice(label: str, name: str, options: Mapping[str, str], anything: str = "Any") -> str | None:
    """One of ``options`` (what is asked for: how it is shown), or ``None`` for all."""
    return st.selectbox(
        texts.markdown(label),
        list(options),
        None,
        format_func=lambda key: options.get(key, key),
        placeholder=anything,
        key=name,
        bind="query-params",
    )


def start_of(day: date | None, later: int = 0) -> datetime | None:
    """When a day begins here, or ``None`` where none was chosen."""
    if day is None:
        return None
    return datetime.combine(day, time()).astimezone(UTC) + timedelta(days=later)
