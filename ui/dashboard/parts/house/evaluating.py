"""What the house settles for its evaluations, each with its reason: how long an answer can be appealed, and when drafts prefill."""

from __future__ import annotations

import streamlit as st

from audio.errors import SameSideError
from library.evaluations.settled import BOUNDS, LABELS, Settled, keep_settled, settled
from library.store import Library
from ui import texts

SHIPPED = Settled()


def evaluations_setting(library: Library) -> None:
    """The three values, to be read by everybody and changed by who settles things for the house."""
    kept, version = settled(library.settings)
    may_change = library.may_in_house("settle")
    st.html(
        "<h2>Evaluations</h2><p class='lead'>How long an agent can contradict an answer, and what the machine's drafts have to show before they "
        "fill a form in.</p>"
    )
    days = setting(
        "appeal_days", kept.appeal_days, may_change, version,
        "Counted from when the evaluation was finished. Two weeks leave one to whoever is away for the other; after longer nobody remembers the call.",
    )  # fmt: skip
    bound = setting(
        "lower_bound", kept.lower_bound, may_change, version,
        "Of the interval of 95 % of how far drafts agree with reviewers beyond luck. From 0.61 on one speaks of substantial agreement (Landis and "
        "Koch 1977); held from below, so that it is so even where luck was on the drafts' side. A higher one has fewer drafts filled in.",
    )  # fmt: skip
    fewest = setting(
        "fewest", kept.fewest, may_change, version,
        "At 30 answers of which 29 agree, agreement is 83 % at least. With fewer a lucky run looks like skill.",
    )  # fmt: skip
    if not may_change:
        st.caption("An admin changes these.")
        return
    wanted = Settled(int(days), float(bound), int(fewest))
    with st.container(horizontal=True):
        if st.button("Keep these", type="primary", disabled=wanted == kept):
            keep(library, wanted, version)
        if kept != SHIPPED and st.button("Back to the shipped ones"):
            keep(library, SHIPPED, version)


def setting(name: str, value: float, may_change: bool, version: int, why: str) -> float:
    """One value with its reason."""
    (low, high), label = BOUNDS[name], LABELS[name]
    shipped = getattr(SHIPPED, name)
    whole = isinstance(shipped, int)
    with st.container(border=True):
        text_column, value_column = st.columns([3, 1], gap="medium")
        text_column.markdown(f"**{texts.markdown(label)}**  \n{texts.markdown(why)}")
        text_column.caption(f"Shipped: {shipped:g}.")
        kind = int if whole else float
        chosen = value_column.number_input(
            texts.markdown(label), kind(low), kind(high), kind(value), step=1 if whole else 0.05, disabled=not may_change,
            key=f"{name}-{version}", label_visibility="collapsed",
        )  # fmt: skip
    return float(chosen)


def keep(library: Library, wanted: Settled, version: int) -> None:
    """Keep the values and run the page again; or say why not."""
    try:
        keep_settled(library.settings, wanted, version)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()
