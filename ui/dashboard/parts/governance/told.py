"""What is only read is told to the audit too, once for each time that a page is opened, before anything of it is shown.

::

    Calls ──> call A ──> (fifty runs of its page, while somebody writes) ──> Calls ──> call A
    listed    opened                                                          listed    opened

A page is run again for every click; it is opened anew where it is another page, another call, another search. The way beside the pages (a
sound that a browser fetches in pieces, notes that it looks for every few seconds) knows no pages: there, what goes on without a
pause is one event (:mod:`ui.pauses`). Where an event cannot be kept, the sentence that says so stands in the place of the page.
"""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import suppress
from dataclasses import fields
from typing import Any

import streamlit as st

from audio.errors import SameSideError
from library import current
from library.calls.listing import Filter
from library.store import Library
from ui.pauses import Denials, Ongoing

PAGE, OPENED = "audit-page", "audit-opened"


def turn_to(page: str) -> None:
    """Say which page is run: on another than before, what was opened there is no longer open."""
    if st.session_state.get(PAGE) != page:
        st.session_state[PAGE] = page
        st.session_state.pop(OPENED, None)


def opened(library: Library, act: str, what: Hashable = None, call_id: str | None = None, **detail: Any) -> None:
    """Tell that ``what`` of this page was opened, unless it is open still. Raises :class:`SameSideError` where that cannot be kept."""
    opening = (act, call_id, what)
    if st.session_state.get(OPENED) != opening:
        library.audit.note(act, call_id, **detail)
        st.session_state[OPENED] = opening


def denied(library: Library, call_id: str) -> None:
    """Tell that somebody asked for a call that is there and is not theirs to see; of one that never was nothing is told, and whoever asked
    hears of neither. Once for each call until it pauses, and so many calls a person, so that nobody fills the audit with it."""
    if not library.viewer.is_person:
        return
    with suppress(SameSideError):
        library.summary(call_id)  # seen, and something else was wrong
        return
    with suppress(SameSideError):
        current.library().summary(call_id)
        if denials.is_new(library.viewer.person_id, call_id):
            library.audit.note("denied", call_id)


def asked_by(call_filter: Filter) -> str:
    """By what a list was narrowed, for the audit: names, days and kinds, and not the words that were searched for."""
    given = {field.name: getattr(call_filter, field.name) for field in fields(call_filter)}
    days = {"since", "until"}
    told = (
        f"{name} {value:%Y-%m-%d}" if name in days else name if value is True else f"{name} {value}"
        for name, value in given.items()
        if value and name != "words"
    )
    return ", ".join(told)


ongoing, denials = Ongoing(), Denials()
"""Of this process."""
