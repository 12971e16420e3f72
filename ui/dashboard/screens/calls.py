"""Calls: which there are, what is to be reviewed first, and where to upload more."""

from __future__ import annotations

import streamlit as st

from library import current
from library.calls.listing import Filter, Page, Sort
from library.store import Library
from ui.dashboard.components.call_list import call_list
from ui.dashboard.parts import call_filters, missing_words, reanalysis, upload
from ui.dashboard.parts.many import choice, chosen, queue, undo

SIZE = 50


def page() -> None:
    """The whole page."""
    library = current.library()
    empty = library.calls(size=1).total == 0
    st.title("Calls")
    upload.upload_form(library, opened=empty)
    queue.show(library)
    chosen.tell()
    missing_words.library_notice(library)
    if empty:
        if not library.queue.jobs(("queued", "working")):
            welcome(library)
        undo.show(library)
        return
    reanalysis.show_progress(library)
    reanalysis.offer(library)
    call_filter, sort = call_filters.controls(library)
    call_filters.chips()
    show_results(library, call_filter, sort)


def welcome(library: Library) -> None:
    """What stands on the page of a library without a call."""
    st.html('<div class="empty-page"><h2>No calls yet</h2><p>Upload a recording above: a telephone platform\'s stereo file, '
            "agent on one side and customer on the other, is heard best. Or begin with the samples: nine short calls, made "
            "up and spoken by a computer, that show what a push, a partnering and an unanswered escalation look like.</p></div>")  # fmt: skip
    _, middle, _ = st.columns([2, 1, 2])
    if upload.SAMPLES.is_dir() and middle.button("Load the samples", width="stretch"):
        upload.offer_samples(library)
        st.rerun()


def show_results(library: Library, call_filter: Filter, sort: Sort) -> None:
    """One page of the calls that are wanted; another question begins at the first page again."""
    number = _page_in_address()
    query = (call_filter, sort)
    if st.session_state.setdefault("question", query) != query:
        st.session_state["question"] = query
        number = _turn_to(0)
    round_number = choice.current((query, number))
    results = library.calls(call_filter, sort, number, SIZE)
    if not results.total:
        st.html(
            '<div class="empty-page"><h2>Nothing matches</h2><p>No call has all of that. Take a word or a filter away.</p></div>'
        )
        undo.show(library)
        return
    hits = library.hits([call.id for call in results.calls], call_filter.words)
    ticked = call_list(
        results.calls,
        key="list",
        round_number=round_number,
        listed=call_filters.asked(sort),
        words=call_filter.words,
        hits=hits,
    )
    show_pager(results, number)
    with st.container(key="many"):
        undo.show(library)
        chosen.bar(library, results, ticked, call_filter, sort)


def show_pager(results: Page, number: int) -> None:
    """Which of the calls are shown, and the ways back and on; ``number`` of the page counts from 0."""
    first, last = number * SIZE + 1, number * SIZE + len(results.calls)
    caption_column, back_column, next_column = st.columns([8, 1, 1], vertical_alignment="center")
    caption_column.caption(f"{first:,} to {last:,} of {results.total:,} calls" if results.total > 1 else "1 call")
    if results.total <= SIZE:
        return
    if back_column.button("Back", disabled=number == 0, width="stretch"):
        _turn_to(number - 1)
        st.rerun()
    if next_column.button("More", disabled=last >= results.total, width="stretch"):
        _turn_to(number + 1)
        st.rerun()


def _page_in_address() -> int:
    """Which page of the list is asked for, from 0; the address counts from 1, and what is no page is the first."""
    asked = st.query_params.get("page", "1")
    return int(asked) - 1 if asked.isdecimal() and len(asked) < 10 and int(asked) else 0


def _turn_to(number: int) -> int:
    """Put a page of the list, from 0, into the address; the first needs no word there."""
    if number:
        st.query_params["page"] = str(number + 1)
    elif "page" in st.query_params:
        del st.query_params["page"]
    return number


page()
