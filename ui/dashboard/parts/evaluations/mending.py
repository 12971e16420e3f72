"""After an appeal was upheld: the flag that it was against, what it takes that it is flagged no more, which calls that changes, and the deed."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis.report import Moment
from audio.errors import SameSideError
from library.evaluations.appeals import AppealLine
from library.house import mending
from library.house.team_rules import team_rules
from library.mending.mends import MendedLine
from library.store import Library
from ui import texts
from ui.dashboard.components.call_link import call_link
from ui.dashboard.parts.house.limits import told_changes

LOOKED = "mend-looked"
"""Where the session has what was judged by a rule that is not kept, and what it was judged for."""
MOST_CALLS = 50
"""Calls that are listed."""
LEAD = (
    '<h3>Was a flag wrong?</h3><p class="lead">Then it is the rule that should change, so that nobody has to appeal against it again. Only your '
    "house's own rules change, by this one sentence; nothing does before you have seen which calls.</p>"
)


def mend_part(library: Library, author: str, line: AppealLine) -> None:
    """What was mended after an appeal, and what could be."""
    done = [one for one in library.mends.all() if one.appeal_id == line.id]
    for one in done:
        mended(library, author, one)
    if line.span is not None and any(one.taken_back is None for one in done):
        return  # what lies in the stretch is mended, and the appeal was against nothing else
    try:
        flags = mending.flags(library, line)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    if not flags:
        if not done:
            st.caption("No flag that was read in words is behind this answer, so there is no rule to mend.")
        return
    if not line.may_decide:
        return
    st.html(LEAD)
    for number, moment in enumerate(flags):
        with st.container(border=True, key=f"flag-{line.id}-{number}"):
            flag(library, author, line, moment, f"{line.id}-{moment.span.start:.2f}-{moment.kind}")


def mended(library: Library, author: str, one: MendedLine) -> None:
    """One mending, and how it is taken back."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"mended-{one.id}"):
        if one.taken_back is not None:
            when = texts.format_date(one.taken_back)
            st.markdown(
                texts.markdown(f"Taken back by {one.taken_back_by} on {when}: “{one.sentence}” may be flagged again."),
                width="stretch",
            )
            return
        when = texts.format_date(one.mended)
        st.success(
            texts.markdown(f"Mended by {one.mended_by} on {when}: “{one.sentence}” is flagged no more."),
            icon=":material/build:",
            width="stretch",
        )
        if one.may_change and st.button("Take it back", key=f"take-back-{one.id}", icon=":material/undo:"):
            try:
                mending.take_back(library, one, author)
            except SameSideError as trouble:
                st.error(texts.markdown(str(trouble)))
            else:
                st.session_state.pop(LOOKED, None)
                st.rerun()


def flag(library: Library, author: str, line: AppealLine, moment: Moment, key: str) -> None:
    """One flag; what mending it would change, and the deed."""
    by = "the model, by how alike it is to example sentences" if moment.rule == "model" else "a phrase of the rule book"
    st.markdown(texts.markdown(f"{texts.format_clock(moment.span.start)} “{moment.words}”"))
    st.caption(texts.markdown(f"Flagged as “{moment.headline}” by {by}."))
    asked = (key, team_rules(library)[1])
    looked = st.session_state.get(LOOKED)
    if looked is None or looked[0] != asked:
        if not st.button("Which calls would change?", key=f"look-{key}"):
            return
        try:
            with st.spinner("Judging the calls that hold such words"):
                wanted = mending.proposal(library, line.call_id, moment)
                looked = (asked, wanted, None if wanted is None else mending.changes(library, wanted))
        except SameSideError as trouble:
            st.error(texts.markdown(str(trouble)))
            return
        st.session_state[LOOKED] = looked
    _, wanted, found = looked
    if wanted is None or found is None:
        st.warning(
            "This sentence alone does not undo the flag. Write a rule for it on the page Rule book, under the team's own rules."
        )
        return
    verdict(library, author, line, wanted, found, key)


def verdict(
    library: Library, author: str, line: AppealLine, wanted: mending.Proposal, found: mending.Changes, key: str
) -> None:
    """What would be written, which calls that changes, and whether to do it."""
    near = any(lists.get("exceptions") for lists in wanted.entries.values())
    told = (
        "Nor in nearly the same sentence: one word in five another, names and numbers whatever they be."
        if near
        else "Only where it is said so, word for word."
    )
    sentences = " ".join(f"“{sentence}”" for sentence in wanted.sentences)
    st.markdown(texts.markdown(f"Not to be flagged any more: {sentences} {told}"))
    count = {0: "None of the calls", 1: "1 call"}.get(len(found.calls), f"{len(found.calls):,} calls")
    st.html(f"<h4>{escape(count)} that you see would change</h4>")
    for difference in found.calls[:MOST_CALLS]:
        label = f"{texts.title(difference.name)}: {told_changes(difference.changes) or 'as many moments, elsewhere or of other certainty'}"
        call_link(label, difference.call_id, key=f"would-change-{key}-{difference.call_id}")
    if len(found.calls) > MOST_CALLS:
        st.caption(f"And {len(found.calls) - MOST_CALLS:,} more.")
    with st.container(horizontal=True):
        if st.button("Mend the rule", type="primary", key=f"mend-{key}"):
            try:
                mending.mend(library, line.id, author, wanted)
            except SameSideError as trouble:
                st.error(texts.markdown(str(trouble)))
                return
            st.session_state.pop(LOOKED, None)
            st.rerun()
        if st.button("Leave it", key=f"leave-{key}"):
            st.session_state.pop(LOOKED, None)
            st.rerun()
