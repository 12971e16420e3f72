"""What is done with the calls that are ticked in the list: say whose they are, analyse them again, give them to a reviewer, export, delete.

Every deed is one transaction over all of them; those that somebody else has deleted meanwhile are left out, and that is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from audio.errors import SameSideError
from library.calls.listing import Filter, Page
from library.calls.ordering import Sort
from library.exchange.exports import FORMS
from library.store import Library
from ui import texts
from ui.dashboard.parts.governance.allowed import offered
from ui.dashboard.parts.many import choice, undo, zipped

MAX_NAMED = 12
"""So many of the calls that are to be deleted are named."""
TOLD, DELETING = "many-told", "deleting-chosen"
ANALYSE = "By the limits and rules in force, and heard anew where the model has changed"


def _not_now() -> None:
    st.session_state.pop(DELETING, None)


def tell() -> None:
    """Say what the last deed has done."""
    if told := st.session_state.pop(TOLD, None):
        st.toast(texts.markdown(told))


def bar(library: Library, results: Page, ticked: Mapping[str, str], call_filter: Filter, sort: Sort) -> None:
    """The deeds, as long as something is chosen. ``ticked``: names by id, of calls on this page of the list."""
    whole_page = len(ticked) == len(results.calls)
    names = library.call_names(call_filter, sort) if choice.is_all(whole_page) else ticked
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="chosen"):
        st.markdown(f"**{texts.markdown(_calls(len(names)))} chosen**", width="content")
        if whole_page and results.total > len(names):
            st.button(f"Choose all {results.total:,}", type="tertiary", on_click=choice.choose_all)
        ids = tuple(names)
        with st.popover("Agent, team, date", icon=":material/edit:", **offered(library.why_not("change", *ids))):
            assign(library, names)
        if st.button(
            "Analyse again",
            icon=":material/refresh:",
            **offered(library.why_not("correct", *ids), ANALYSE),
        ):
            analyse(library, names)
        if library.viewer.is_person:
            why_not = library.why_not("give", *ids)
            with st.popover("Give to review", icon=":material/assignment_ind:", key="give-chosen", **offered(why_not)):
                give(library, names)
        with st.popover("Export", icon=":material/download:"):
            export(library, names)
        why_not = library.why_not("delete", *ids)
        if st.button("Delete", icon=":material/delete:", key="delete-chosen", **offered(why_not)):
            st.session_state[DELETING] = dict(names)
        st.button("Choose none", type="tertiary", on_click=choice.forget)
    if DELETING in st.session_state:  # asked until it is answered, however often the page runs meanwhile
        delete(library, st.session_state[DELETING])


def assign(library: Library, names: Mapping[str, str]) -> None:
    """Whose calls they are and when they were held; what is left empty stays as it is."""
    agents, teams = list(library.people.agent_ids()), list(library.people.teams())
    with st.form("assign-chosen", border=False):
        agent = st.selectbox("Agent", agents, None, accept_new_options=True, placeholder="As it is")
        team = st.selectbox("Team", teams, None, accept_new_options=True, placeholder="As it is")
        date = st.date_input("Held on", None)
        st.caption("A team is the agent's: all calls of whoever is put into it go along.")
        if not st.form_submit_button("Keep", type="primary") or not (agent or team or date):
            return
    try:
        kept = library.assign(tuple(names), agent, team, texts.noon_of(date) if date else None)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    _done(f"{_calls(kept)} changed.{_gone(len(names) - kept)}")


def analyse(library: Library, names: Mapping[str, str]) -> None:
    """Put them into the queue again, with the recording that they were heard in."""
    try:
        added = library.rehearing.hear_together(names)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    left = len(names) - added
    others = f" {_calls(left)} stay as they are: without a recording, in the queue already, or deleted." if left else ""
    _done(f"{_calls(added)} in the queue.{others}")


def give(library: Library, names: Mapping[str, str]) -> None:
    """To whom they are given to be reviewed; for a minute they can be had back at the foot of the list."""
    reviewers = {one.person_id: one.name for one in library.sharing.colleagues("reviewer")}
    with st.form("give-chosen-to", border=False):
        whom = st.selectbox(
            "Reviewer", list(reviewers), None, format_func=lambda key: reviewers[key], placeholder="Nobody else reviews here" if not reviewers else "Whom?"
        )  # fmt: skip
        st.caption(
            "They see these calls from then on. One that they have already stays as it is; nobody is given their own."
        )
        if not st.form_submit_button("Give them", type="primary", disabled=not reviewers) or whom is None:
            return
    try:
        given = library.giving.give(tuple(names), whom)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    undo.remember_given(given)
    left = len(names) - given.calls
    others = (
        f" {_calls(left)} stay as they are: with them already, their own, not yours to give, or deleted."
        if left
        else ""
    )
    _done(f"{_calls(given.calls)} given to {given.name} to review.{others}")


def export(library: Library, names: Mapping[str, str]) -> None:
    """All of them in one file, in the form that is chosen; made when it is asked for."""
    for form in FORMS:
        st.download_button(
            zipped.FORM_NAMES[form],
            partial(zipped.zipped, library, form, tuple(names)),
            f"{len(names)} calls ({form}).zip",
            "application/zip",
            width="stretch",
            key=f"export-chosen-{form}",
            on_click="ignore",
        )
    st.caption("One file with a file for each call. Shared notes go with it; private ones stay here.")


@st.dialog("Delete these calls?", on_dismiss=_not_now)
def delete(library: Library, names: Mapping[str, str]) -> None:
    """Ask once, by number and names."""
    st.markdown(
        f"**{texts.markdown(_calls(len(names)))}**, with recording, everything heard, report and all notes. For a minute "
        "that can be undone at the foot of the list; then they are gone from this computer for good."
    )
    lines = [f"* {texts.markdown(texts.title(name))}" for name in list(names.values())[:MAX_NAMED]]
    if len(names) > MAX_NAMED:
        lines.append(f"* and {len(names) - MAX_NAMED:,} more")
    st.markdown("\n".join(lines))
    keep, go = st.columns(2)
    if keep.button("Keep them", type="primary", width="stretch"):
        _not_now()
        st.rerun()
    if go.button(f"Delete {texts.markdown(_calls(len(names)))}", width="stretch"):
        try:
            pending = library.deletions.later(tuple(names))
        except SameSideError as trouble:
            st.error(texts.markdown(str(trouble)))
            return
        _not_now()
        held = f"{_calls(pending.held)} stayed: under a legal hold." if pending.held else ""
        _done(f"{held}{_gone(len(names) - pending.calls - pending.held)}".strip())


def _done(told: str) -> None:
    """Begin another round, on a page that shows what has changed."""
    choice.forget()
    st.session_state[TOLD] = told
    st.rerun()


def _calls(number: int) -> str:
    return "1 call" if number == 1 else f"{number:,} calls"


def _gone(number: int) -> str:
    return f" {_calls(number)} had been deleted by somebody meanwhile." if number else ""
