"""Calls: which there are, what is to be reviewed first, and where to upload more."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from library.calls.listing import Filter, Page
from library.calls.ordering import Sort
from library.database.text import search_terms
from library.store import Library
from ui.dashboard import viewer
from ui.dashboard.components.call_list import call_list
from ui.dashboard.parts import missing_words, reanalysis, sharing, upload
from ui.dashboard.parts.governance import told
from ui.dashboard.parts.governance.allowed import offered
from ui.dashboard.parts.listing import address, columns, filters, saved_views
from ui.dashboard.parts.listing.question import Known, Question
from ui.dashboard.parts.many import choice, chosen, queue, undo

SIZE = 50
NOTICE = "notice-above"


def page() -> None:
    """The whole page."""
    library = viewer.library_here()
    empty, known = library.is_empty(), Known.of(library)
    st.title("Calls")
    upload.upload_form(library, known, opened=empty)
    queue.show(library)
    chosen.tell()
    if empty:
        missing_words.library_notice(library)
        if not library.queue.jobs(("queued", "working")):
            welcome(library)
        undo.show(library)
        return
    above = notice_above(library)
    reanalysis.offer(library, reanalysis.show_progress(library))
    practice = sharing.in_practice_room(library)
    views = st.container(key="views")
    question, beside = filters.controls(known)
    saved_views.show(library, question, known, views, beside)
    filters.chips(question, known)
    show_results(library, question, known, practice)
    if not above:
        missing_words.library_notice(library)


def notice_above(library: Library) -> bool:
    """What is to be said of calls without words, above the list, and whether it may stand there: not where it would come up while
    recordings are heard, and push the list away from under the pointer."""
    if queue.is_shown() and not st.session_state.get(NOTICE, True):
        return False
    st.session_state[NOTICE] = missing_words.library_notice(library)
    return True


def welcome(library: Library) -> None:
    """What stands on the page of a library without a call."""
    st.html('<div class="empty-page"><h2>No calls yet</h2><p>Upload a recording above: a telephone platform\'s stereo file, '
            "agent on one side and customer on the other, is heard best. Or begin with the samples: nine short calls, made "
            "up and spoken by a computer, that show what a push, a partnering and an unanswered escalation look like.</p></div>")  # fmt: skip
    _, middle, _ = st.columns([2, 1, 2])
    allowed = offered(library.why_not_in_house("bring"))
    if upload.SAMPLES.is_dir() and middle.button("Load the samples", width="stretch", **allowed):
        upload.offer_samples(library)
        st.rerun()


def show_results(library: Library, question: Question, known: Known, practice: bool) -> None:
    """One page of the calls that are wanted; another question begins at the first page again."""
    call_filter, sort = replace(question.filters(known), practice=practice), question.order
    number = address.page_number()
    results = library.calls(call_filter, sort, number, SIZE)
    if results.total and not results.calls:  # fewer than there were: the last of them
        number = (results.total - 1) // SIZE
        results = library.calls(call_filter, sort, number, SIZE)
    round_number = choice.current((replace(question, columns=None), number))
    tell(library, call_filter, number, results.total)
    if not results.total:
        st.html(
            '<div class="empty-page"><h2>Nothing matches</h2><p>No call has all of that. Take a word or a filter away.</p></div>'
        )
        undo.show(library)
        return

    def sorted_address(other: Sort) -> str:
        return address.address_of(replace(question, order=other))

    ticked = call_list(
        results.calls,
        key="list",
        round_number=round_number,
        columns=columns.shown(question),
        sort=sort,
        sorted_address=sorted_address,
        listed=replace(question, columns=None).text(),
        words=question.search,
        hits=library.hits([call.id for call in results.calls], question.search),
        remember=columns.remembered(),
    )
    show_pager(results, number)
    with st.container(key="many"):
        undo.show(library)
        chosen.bar(library, results, ticked, call_filter, sort)


def tell(library: Library, call_filter: Filter, number: int, found: int) -> None:
    """Tell that the list was looked at, or searched: by what, and how many calls that found; not for which words."""
    by = told.asked_by(call_filter)
    words = len(search_terms(call_filter.words))
    if words:
        told.opened(library, "searched", (call_filter, number), words=words, found=found, by=by)
    else:
        told.opened(library, "listed", (call_filter, number), found=found, by=by)


def show_pager(results: Page, number: int) -> None:
    """Which of the calls are shown, and the ways back and on; ``number`` of the page counts from 0."""
    first, last = number * SIZE + 1, number * SIZE + len(results.calls)
    caption_column, back_column, next_column = st.columns([8, 1, 1], vertical_alignment="center")
    caption_column.caption(f"{first:,} to {last:,} of {results.total:,} calls" if results.total > 1 else "1 call")
    if results.total <= SIZE:
        return
    if back_column.button("Back", disabled=number == 0, width="stretch"):
        address.turn_to(number - 1)
        st.rerun()
    if next_column.button("More", disabled=last >= results.total, width="stretch"):
        address.turn_to(number + 1)
        st.rerun()


page()
