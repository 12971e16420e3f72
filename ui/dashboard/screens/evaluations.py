"""Evaluations: what one has to go through, one's own, appeals, the house's forms, samples drawn and given out, calibrations, and what came of
it all.

Each sees the parts that are theirs; whoever works alone sees all but their own, since no call is anybody's there. Only the tab that is open is
made: the figures of thousands of evaluations keep nobody waiting who wants their queue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from library.evaluations.appeals import AppealLine
from library.store import Library
from ui import texts
from ui.dashboard import viewer
from ui.dashboard.parts.calibration import calibrations
from ui.dashboard.parts.evaluations import appeals, form_list, own, queue, results, samples
from ui.dashboard.parts.governance import told

Part = Callable[[], None]
APPEALS = "Appeals"


def page() -> None:
    """The whole page."""
    st.title("Evaluations")
    library, author = viewer.library_here(), viewer.author()
    told.opened(library, "looked_at_evaluations")
    listed = library.appeals.listed(author)
    appeals.news(library, listed)
    parts = parts_of(library, author, listed)
    if not parts:
        st.info(
            "Evaluations are for who reviews, coaches or is an agent; an admin says on the page People who is what."
        )
        return
    if APPEALS in parts and (wait := len(appeals.waiting(listed))):
        st.caption(
            f"{'1 appeal waits' if wait == 1 else f'{wait:,} appeals wait'} for your decision, under *{APPEALS}*."
        )
    default = APPEALS if APPEALS in parts and "appeal" in st.query_params else None
    names = [texts.markdown(name) for name in parts]
    tabs = st.tabs(names, key="tab", default=default, on_change="rerun", bind="query-params")
    for tab, part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                part()


def parts_of(library: Library, author: str, listed: Sequence[AppealLine]) -> dict[str, Part]:
    """The parts of the page that are the viewer's, by their names."""
    who = library.viewer
    parts: dict[str, Part] = {}
    if not who.is_person or who.roles & {"reviewer", "coach", "admin"}:
        parts["To evaluate"] = lambda: queue.queue_tab(library, author, listed)
    if who.is_person and "agent" in who.roles:
        parts["Your own calls"] = lambda: own.own_tab(library, listed)
    if not who.is_person or who.roles & {"coach", "admin"}:
        parts[APPEALS] = lambda: appeals.appeals_tab(library, author, listed)
    if library.may_in_house("forms"):
        parts["Forms"] = lambda: form_list.forms_tab(library, author)
    if library.may_in_house("draw"):
        parts["Samples"] = lambda: samples.samples_tab(library, author)
    if not who.is_person or who.roles & {"reviewer", "coach", "admin"}:
        parts["Calibration"] = lambda: calibrations.calibrations_tab(library, author)
        parts["Results"] = lambda: results.results_tab(library)
    return parts


page()
