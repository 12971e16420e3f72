"""Saved views, above the list: opened with a click, shown as where one is, kept, renamed, shared, deleted and had back.

A view's link holds all that it asks, and its id beside that (``view=…``): the address stays the truth, and the id only says whose
name stands over it. What is asked otherwise afterwards is shown as a change of the view, which can be kept in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from audio.errors import SameSideError
from library.store import Library
from library.views.saved_views import MAX_NAME, View
from ui import texts
from ui.dashboard import viewer
from ui.dashboard.components.view_links import ViewLink, view_links
from ui.dashboard.parts.listing import columns
from ui.dashboard.parts.listing.address import VIEW
from ui.dashboard.parts.listing.question import Known, Question, read

DELETED, TROUBLE, DONE = "view-deleted", "view-trouble", "views-done"


def show(library: Library, question: Question, known: Known, row: DeltaGenerator, button: DeltaGenerator) -> None:
    """The views that may be opened, in ``row``; what can be done with the one that is open, and another made of it, under ``button``."""
    asked = replace(question, columns=columns.shown(question))
    views = library.views.of(viewer.author())
    opened = _opened(views, asked, known)
    changed = opened is not None and read(opened.question, known) != asked
    with row:
        if views:
            links = [_all(opened, question), *(_link(view, opened, changed, known) for view in views)]
            view_links(links, key="view-links")
        _undo(library)
        if trouble := st.session_state.pop(TROUBLE, None):
            st.error(texts.markdown(trouble))
    key = f"views-{st.session_state.get(DONE, 0)}"
    with button, st.popover("Views", icon=":material/bookmark:", width="stretch", key=key):
        if opened is not None and opened.owner == viewer.author():
            _own(library, opened, asked, changed)
        _save(library, asked)


def view_address(view: View, known: Known) -> str:
    """Where a view leads."""
    return f"./?{urlencode(read(view.question, known).query() | {VIEW: view.id})}"


def _opened(views: Sequence[View], asked: Question, known: Known) -> View | None:
    """The view that the address names, or else one that asks just this."""
    named = st.query_params.get(VIEW)
    same = (view for view in views if read(view.question, known) == asked)
    return next((view for view in views if view.id == named), None) or next(same, None)


def _all(opened: View | None, question: Question) -> ViewLink:
    everything = opened is None and replace(question, columns=None) == Question()
    return ViewLink("All calls", "./", "All calls, those to review first", everything)


def _link(view: View, opened: View | None, changed: bool, known: Known) -> ViewLink:
    whose = "" if view.owner == viewer.author() else f" ({view.owner}'s)"
    return ViewLink(view.name, view_address(view, known), f"{view.name}{whose}", view == opened, changed)


def _own(library: Library, view: View, asked: Question, changed: bool) -> None:
    """What its owner does with the view that is open."""
    author = viewer.author()
    if changed:
        st.button(
            texts.markdown(f"Keep the list as it is now in “{view.name}”"),
            on_click=_keep,
            args=(library, view, asked),
            type="primary",
            key="keep-in-view",
        )
    name = st.text_input("Its name", view.name, max_chars=MAX_NAME, key=f"view-name-{view.id}")
    shared = st.toggle("For everybody", view.shared, key=f"view-shared-{view.id}")
    if (name, shared) != (view.name, view.shared):
        _try(lambda: library.views.change(view.id, author, name=name, shared=shared))
        st.rerun()
    st.button("Delete this view", icon=":material/delete:", on_click=_delete, args=(library, view), key="delete-view")
    st.divider()


def _save(library: Library, asked: Question) -> None:
    """The list as it is now, under a name."""
    with st.form("save-view", border=False, clear_on_submit=True):
        name = st.text_input("Save the list as it is now, as", max_chars=MAX_NAME, placeholder="To review, North")
        shared = st.toggle("For everybody", help="Everybody sees it in their list; only you change it")
        st.caption("Search, filters, order and columns are saved; the calls are those that match when it is opened.")
        if not st.form_submit_button("Save view"):
            return
    kept = _try(lambda: library.views.keep(viewer.author(), name, asked.text(), shared))
    if kept is not None:
        st.query_params.from_dict(asked.query() | {VIEW: kept.id})
    st.rerun()


def _keep(library: Library, view: View, asked: Question) -> None:
    _try(lambda: library.views.change(view.id, viewer.author(), question=asked.text()))


def _delete(library: Library, view: View) -> None:
    if _try(lambda: library.views.delete(view.id, viewer.author())) is not None:
        st.session_state[DELETED] = view


def _undo(library: Library) -> None:
    """The view that was deleted last, for as long as one stays here."""
    view: View | None = st.session_state.get(DELETED)
    if view is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(texts.markdown(f"The view “{view.name}” is deleted."), width="content")
        st.button("Undo", icon=":material/undo:", on_click=_restore, args=(library, view), key="undo-view")
        st.button("Close", type="tertiary", on_click=_forget, key="close-view")


def _restore(library: Library, view: View) -> None:
    _try(lambda: library.views.restore(view.id, viewer.author()))
    _forget()


def _forget() -> None:
    st.session_state.pop(DELETED, None)


def _try(deed: Callable[[], View]) -> View | None:
    """Do it, after which what is under the button is another and closed; why it could not be done is said on the page."""
    st.session_state[DONE] = st.session_state.get(DONE, 0) + 1
    try:
        return deed()
    except SameSideError as trouble:
        st.session_state[TROUBLE] = str(trouble)
        return None
