"""What is only read is told to the audit too, once for each time that a page is opened, before anything of it is shown.

::

    Calls ──> call A ──> (fifty runs of its page, while somebody writes) ──> Calls ──> call A
    listed    opened                                                          listed    opened

A page is run again for every click; it is opened anew where it is another page, another call, another search. The way beside the pages (a
sound that a browser fetches in pieces, notes that it looks for every few seconds) knows no pages: there, what goes on without a pause
of ``PAUSE`` is one event. Where an event cannot be kept, the sentence that says so stands in the place of the page.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import fields
from typing import Any

import streamlit as st

from audio.errors import SameSideError
from library import current
from library.calls.listing import Filter
from library.store import Library

PAGE, OPENED = "audit-page", "audit-opened"
PAUSE = 600.0
"""Seconds without a request after which the next one is told again."""
MOST_DENIED = 30
"""Calls of which it is told within a pause's length that one person was denied them."""
REMEMBERED = 10_000
"""So many people with a call each are remembered; whoever is forgotten is told once more."""


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


class Ongoing:
    """What goes on in many requests: told at the first, and again after a pause."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._latest: OrderedDict[Hashable, float] = OrderedDict()
        self._changing = threading.Lock()

    def tell(self, library: Library, who: Hashable, act: str, call_id: str) -> None:
        """Tell it where it was not told already. Raises :class:`SameSideError` where that cannot be kept."""
        key = (who, act, call_id)
        with self._changing:
            latest, now = self._latest.get(key), self._monotonic()
        if latest is None or now - latest > PAUSE:
            library.audit.note(act, call_id)
        self._remember(key)

    def is_told(self, who: Hashable, act: str, call_id: str) -> None:
        """Say that it was told by other means: a call's page that is opened tells of its notes too."""
        self._remember((who, act, call_id))

    def _remember(self, key: Hashable) -> None:
        with self._changing:
            self._latest[key] = self._monotonic()
            self._latest.move_to_end(key)
            while len(self._latest) > REMEMBERED:
                self._latest.popitem(last=False)


class Denials:
    """What people were denied, as far as it was told already: at most ``MOST_DENIED`` calls a person without a pause."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._told: OrderedDict[Hashable, dict[str, float]] = OrderedDict()
        self._changing = threading.Lock()

    def is_new(self, who: Hashable, call_id: str) -> bool:
        """Whether this is to be told; it is remembered that it was."""
        with self._changing:
            now = self._monotonic()
            recent = {call: at for call, at in self._told.pop(who, {}).items() if now - at <= PAUSE}
            new = call_id not in recent and len(recent) < MOST_DENIED
            self._told[who] = recent | {call_id: now} if new else recent
            while len(self._told) > REMEMBERED:
                self._told.popitem(last=False)
        return new


ongoing, denials = Ongoing(), Denials()
"""Of this process."""
