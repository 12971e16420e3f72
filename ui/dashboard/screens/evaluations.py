"""Evaluations: what one has to go through, the house's forms, samples drawn and given out, and what came of it all."""

from __future__ import annotations

import streamlit as st

from ui import texts
from ui.dashboard import viewer
from ui.dashboard.parts.evaluations import form_list, queue, results, samples
from ui.dashboard.parts.evaluations.route import ALONE_ONLY
from ui.dashboard.parts.governance import told


def page() -> None:
    """The whole page."""
    st.title("Evaluations")
    library, author = viewer.library_here(), viewer.author()
    if library.viewer.is_person:
        st.info(texts.markdown(ALONE_ONLY))
        return
    told.opened(library, "looked_at_evaluations")
    mine, forms, drawn, figures = st.tabs(["To evaluate", "Forms", "Samples", "Results"], key="evaluations-tab")
    with mine:
        queue.queue_tab(library, author)
    with forms:
        form_list.forms_tab(library, author)
    with drawn:
        samples.samples_tab(library, author)
    with figures:
        results.results_tab(library)


page()
