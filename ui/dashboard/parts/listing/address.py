"""The list's address and its controls, kept the same: the address is the truth, and a control that is changed changes it.

::

    Back, a bookmark, a head, a view   ──>  address  ──>  controls
    a control that was changed         ──>  controls ──>  address

A browser tells its address with whatever it asks. What it asked just before a change has reached it still comes with the address
of before; were that taken for *Back*, the change would be undone. So an address that was left less than ``UNSETTLED`` seconds
ago does not count at once: it is looked at again (:func:`look_again`), and counts if it is still there then.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st

from ui.dashboard.parts.listing.question import Question

UNSETTLED = 2.0
KEPT, CHANGED = "list-address", "list-changed"
PAGE, VIEW = "page", "view"


@dataclass
class Address:
    """What the list showed last, and the questions that were in its address before and may still come from the browser."""

    shown: Question | None = None
    left: list[Question] = field(default_factory=list)
    since: float = 0.0
    behind: bool = False

    def leads(self, asked: Question, changed: bool, now: float) -> bool:
        """Whether the controls are to show what the address asks; ``changed`` says that a control was.

        Otherwise the controls hold, and the address may be ``behind`` them.
        """
        self.behind = asked in self.left and asked != self.shown and (changed or now - self.since < UNSETTLED)
        if not self.behind:
            self.left.clear()
        return not self.behind and asked != self.shown

    def show(self, question: Question, written: bool, now: float) -> None:
        """The list shows this question; where it was ``written`` into the address, the browser has yet to hear of it."""
        if written and self.shown is not None:
            self.left.append(self.shown)
            self.since = now
        self.shown = question


def of_the_list(fresh: bool) -> Address:
    """The address that this session's list has; another where the page is opened anew (``fresh``)."""
    if fresh or KEPT not in st.session_state:
        st.session_state[KEPT] = Address()
    address: Address = st.session_state[KEPT]
    return address


def changed() -> None:
    """A control was changed by whoever looks at the page: what to call then."""
    st.session_state[CHANGED] = True


def was_changed() -> bool:
    """Whether this run of the page comes of that."""
    return bool(st.session_state.pop(CHANGED, False))


def write(question: Question) -> None:
    """Put a question into the address, as one step of the browser's history."""
    st.query_params.from_dict(_query(question))


def address_of(question: Question) -> str:
    """Where the list answers another question; the view that is open stays so."""
    query = _query(question)
    return f"./?{urlencode(query)}" if query else "./"


def _query(question: Question) -> dict[str, str]:
    view = st.query_params.get(VIEW)
    return question.query() | ({VIEW: view} if view else {})


def look_again(address: Address) -> None:
    """Where the address is behind the controls, see later whether it stays so."""
    if address.behind:
        st.fragment(_looked, run_every=UNSETTLED)(address)


def _looked(address: Address) -> None:
    if time.monotonic() - address.since >= UNSETTLED:
        st.rerun()


def page_number() -> int:
    """Which page of the list is asked for, from 0; the address counts from 1, and what is no page is the first."""
    asked = st.query_params.get(PAGE, "1")
    behind = of_the_list(fresh=False).behind
    return int(asked) - 1 if not behind and asked.isdecimal() and len(asked) < 10 and int(asked) else 0


def turn_to(number: int) -> None:
    """Put a page of the list, from 0, into the address; the first needs no word there."""
    if number:
        st.query_params[PAGE] = str(number + 1)
    elif PAGE in st.query_params:
        del st.query_params[PAGE]
