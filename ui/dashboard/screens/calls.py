"""Calls: what has been brought, what is to be reviewed first, and where to bring more."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import streamlit as st

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


def page() -> None:
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
    wanted, sort = controls(library)
    shown(library, wanted, sort)


def welcome(library: Library) -> None:
    st.html('<div class="empty-page"><h2>No calls yet</h2><p>Bring a recording above: a telephone platform\'s stereo file, '
            "agent on one side and customer on the other, is heard best. Or begin with the samples: nine short calls, made "
            "up and spoken by a computer, that show what a push, a partnering and an unanswered escalation look like.</p></div>")  # fmt: skip
    _, middle, _ = st.columns([2, 1, 2])
    if upload.SAMPLES.is_dir() and middle.button("Load the samples", width="stretch"):
        upload.offer_samples(library)
        st.rerun()


def controls(library: Library) -> tuple[Filter, Sort]:
    search, order, more = st.columns([5, 2, 1], vertical_alignment="bottom")
    words = search.text_input("Search the words and names", placeholder='refund, or "speak to a manager"')
    sort = SORTS[order.selectbox("Order", list(SORTS))]
    with more.popover("Filter", icon=":material/filter_list:", width="stretch"):
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
        outcome = st.selectbox(
            "Outcome", list(texts.OUTCOMES), None, format_func=texts.OUTCOMES.__getitem__, placeholder="Any"
        )
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


def shown(library: Library, wanted: Filter, sort: Sort) -> None:
    question = (wanted, sort)
    if st.session_state.get("question") != question:
        st.session_state.update(question=question, page=0)
    number = st.session_state.setdefault("page", 0)
    found = library.calls(wanted, sort, number, SIZE)
    if not found.total:
        st.html(
            '<div class="empty-page"><h2>Nothing matches</h2><p>No call has all of that. Take a word or a filter away.</p></div>'
        )
        return
    chosen = call_list(found.calls, key="list")
    if chosen:
        st.switch_page(pages.page_link("review"), query_params={"call": chosen})
    turn(found, number)


def turn(found: Page, number: int) -> None:
    first, last = number * SIZE + 1, number * SIZE + len(found.calls)
    words, back, on = st.columns([8, 1, 1], vertical_alignment="center")
    words.caption(f"{first:,} to {last:,} of {found.total:,} calls" if found.total > 1 else "1 call")
    if found.total <= SIZE:
        return
    if back.button("Back", disabled=number == 0, width="stretch"):
        st.session_state["page"] = number - 1
        st.rerun()
    if on.button("More", disabled=last >= found.total, width="stretch"):
        st.session_state["page"] = number + 1
        st.rerun()


page()
