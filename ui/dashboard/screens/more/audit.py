"""Audit: who did what with which call, when and from where, in plain sentences; for admins."""

from __future__ import annotations

import streamlit as st

from library.audit.audit import PAGE
from library.store import Library
from ui import texts
from ui.dashboard import viewer
from ui.dashboard.parts.governance import events, lists, told

ADMINS = "The audit is read by an admin, and you are none here."


def page() -> None:
    """The whole page."""
    st.title("Audit")
    library = viewer.library_here()
    if not library.may_in_house("audit"):
        lists.lead(ADMINS)
        return
    told.opened(library, "read_audit", by="dashboard")
    st.html(
        "<p class='lead'>Whatever is done with a call or a setting is written down in the same moment, or not done. No word of a call, a note "
        "or a search is in it. Nothing here can be changed or taken away, and where something was all the same, that shows.</p>"
    )
    if not library.audit.tells_reads():
        st.caption(
            "You are alone with this library, so what is only read, heard or searched is not written down; changes are."
        )
    wanted, unknown = events.controls(library)
    if unknown is not None:
        st.info(
            texts.markdown(
                f"There is no call “{unknown}”, so the events of all calls are shown: give its name, or its whole id."
            )
        )
    number = int(st.session_state.get("audit-number", 0)) if st.session_state.get("audit-wanted") == wanted else 0
    st.session_state["audit-wanted"], st.session_state["audit-number"] = wanted, number
    found = library.audit.events(wanted, number, PAGE)
    if found:
        events.table(found)
        pager(number, len(found))
    else:
        st.html('<div class="empty-page"><h2>Nothing matches</h2><p>Nobody did anything of that kind.</p></div>')
    st.download_button(
        "All of these as CSV",
        lambda: events.as_csv(library, wanted),
        "audit.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    whole(library)


def pager(number: int, shown: int) -> None:
    """The ways to newer and older events; ``number`` of the page counts from 0."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Newer", disabled=number == 0):
            st.session_state["audit-number"] = number - 1
            st.rerun()
        if st.button("Older", disabled=shown < PAGE):
            st.session_state["audit-number"] = number + 1
            st.rerun()


def whole(library: Library) -> None:
    """Whether the chain is whole, when somebody asks."""
    if not st.button("Is it whole?", icon=":material/link:", help="Follows every event from the first to the last"):
        return
    found = library.audit.verify()
    if found.broken is not None:
        st.error(texts.markdown(f"It is broken: {found.broken}. Whole up to event {found.events:,}."))
    elif found.events:
        st.success(f"It is whole: {found.events:,} events, each chained to the one before.")
        st.caption("Note this elsewhere, and give it to `sameside audit verify --head` another time:")
        st.code(str(found.head), language=None)
    else:
        st.success("It is whole: nothing has happened yet.")


page()
