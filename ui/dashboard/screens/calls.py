"""Calls: which there are, what is to be reviewed first, and where to upload more."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import get_args

import streamlit as st

from analysis.report import Ending
from library import current
from library.calls.listing import Filter, Page, Sort
from library.store import Library
from ui import texts
from ui.dashboard import pages
from ui.dashboard.components.call_list import call_list
from ui.dashboard.parts import missing_words, reanalysis, technique_names, upload

SIZE = 50
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
ENDINGS: tuple[Ending, ...] = get_args(Ending)


def page() -> None:
    """The whole page."""
    library = current.library()
    empty = library.calls(size=1).total == 0
    st.title("Calls")
    upload.upload_form(library, opened=empty)
    upload.show_queue(library)
    missing_words.library_notice(library)
    if empty:
        if not library.queue.jobs(("queued", "working")):
            welcome(library)
        return
    reanalysis.show_progress(library)
    reanalysis.offer(library)
    call_filter, sort = controls(library)
    show_results(library, call_filter, sort)


def welcome(library: Library) -> None:
    """What stands on the page of a library without a call."""
    st.html('<div class="empty-page"><h2>No calls yet</h2><p>Bring a recording above: a telephone platform\'s stereo file, '
            "agent on one side and customer on the other, is heard best. Or begin with the samples: nine short calls, made "
            "up and spoken by a computer, that show what a push, a partnering and an unanswered escalation look like.</p></div>")  # fmt: skip
    _, middle, _ = st.columns([2, 1, 2])
    if upload.SAMPLES.is_dir() and middle.button("Load the samples", width="stretch"):
        upload.offer_samples(library)
        st.rerun()


def controls(library: Library) -> tuple[Filter, Sort]:
    """Search, order and filters; which calls are wanted by them, and in which order."""
    search_column, order_column, filter_column = st.columns([5, 2, 1], vertical_alignment="bottom")
    words = search_column.text_input("Search the words and names", placeholder='refund, or "speak to a manager"')
    sort = SORTS[order_column.selectbox("Order", list(SORTS))]
    with filter_column.popover("Filter", icon=":material/filter_list:", width="stretch"):
        people = library.people
        names = technique_names.names()
        agent = st.selectbox("Agent", [person.name for person in people.agents()], None, placeholder="Anyone")
        team = st.selectbox("Team", people.teams(), None, placeholder="Any")
        kind = st.selectbox(
            "With a moment", list(texts.KINDS), None, format_func=texts.KINDS.__getitem__, placeholder="Any"
        )
        technique = st.selectbox("Technique", list(names), None, format_func=names.__getitem__, placeholder="Any")
        after = st.selectbox(
            "That was", list(texts.AFTERS), None, format_func=texts.AFTERS.__getitem__, placeholder="Anything"
        )
        outcome = st.selectbox("Outcome", ENDINGS, None, format_func=texts.OUTCOMES.__getitem__, placeholder="Any")
        since = st.date_input("From", None)
        until = st.date_input("Up to", None)
        unreviewed = st.toggle("Only those to review")
    return Filter(
        agent, team, _start(since), _start(until, 1), technique, kind, after, outcome, words, unreviewed
    ), sort


def _start(day: object, later: int = 0) -> datetime | None:
    """When a day begins here, or ``None`` where none was chosen."""
    if day is None:
        return None
    return datetime.combine(day, time()).astimezone(UTC) + timedelta(days=later)  # type: ignore[arg-type]


def show_results(library: Library, call_filter: Filter, sort: Sort) -> None:
    """One page of the calls that are wanted; another question begins at the first page again."""
    query = (call_filter, sort)
    if st.session_state.get("question") != query:
        st.session_state.update(question=query, page=0)
    number = st.session_state.setdefault("page", 0)
    results = library.calls(call_filter, sort, number, SIZE)
    if not results.total:
        st.html(
            '<div class="empty-page"><h2>Nothing matches</h2><p>No call has all of that. Take a word or a filter away.</p></div>'
        )
        return
    chosen = call_list(results.calls, key="list")
    if chosen:
        st.switch_page(pages.page_link("review"), query_params={"call": chosen})
    show_pager(results, number)


def show_pager(results: Page, number: int) -> None:
    """Which of the calls are shown, and the ways back and on; ``number`` of the page counts from 0."""
    first, last = number * SIZE + 1, number * SIZE + len(results.calls)
    caption_column, back_column, next_column = st.columns([8, 1, 1], vertical_alignment="center")
    caption_column.caption(f"{first:,} to {last:,} of {results.total:,} calls" if results.total > 1 else "1 call")
    if results.total <= SIZE:
        return
    if back_column.button("Back", disabled=number == 0, width="stretch"):
        st.session_state["page"] = number - 1
        st.rerun()
    if next_column.button("More", disabled=last >= results.total, width="stretch"):
        st.session_state["page"] = number + 1
        st.rerun()


page()
