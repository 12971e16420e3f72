"""The limits as they stand on a page before they are kept: what the sliders began with, what they are at, and what was before.

A slider keeps its value as long as it has its key; so who sets many at once gives all of them new keys, with a *turn* in them, and
other values to begin with.
"""

from __future__ import annotations

from math import isclose

import streamlit as st

from analysis.limits import Limits, change, table

TURN, START, BEFORE, KEPT_BEFORE = "limits-turn", "limits-start", "limits-before", "limits-kept-before"

DIGITS = 6
"""Of a slider's value: it counts steps in binary, and 6 × 0.05 is no 0.3."""


class Moved:
    """What is moved on this page, in this tab."""

    def __init__(self, saved: Limits) -> None:
        """``saved``: the limits in force."""
        self.saved = saved
        self.start: Limits = st.session_state.get(START, saved)
        """What the sliders began with."""
        self.limits = change(self.start, **{row["name"]: self._at(row["name"]) for row in table(self.start)})
        """What they are at."""

    def key(self, name: str) -> str:
        """The key of a limit's slider."""
        return f"{name}-{st.session_state.setdefault(TURN, 0)}"

    def _at(self, name: str) -> float:
        start: float = getattr(self.start, name)
        at = float(st.session_state.get(self.key(name), start))
        return start if isclose(at, start) else round(at, DIGITS)

    def put_to(self, limits: Limits) -> None:
        """Set all sliders, so that it can be undone."""
        if limits != self.limits:
            self._set(limits, [*st.session_state.get(BEFORE, []), self.limits])

    def undo(self) -> None:
        """Set them to what they were at before the last :meth:`put_to`."""
        *earlier, last = st.session_state.get(BEFORE, [self.saved])
        self._set(last, earlier)

    @property
    def can_undo(self) -> bool:
        """Whether there is something that :meth:`undo` would take back."""
        return bool(st.session_state.get(BEFORE))

    def put_back(self) -> None:
        """Set them to the limits in force."""
        self._set(self.saved, [])

    @property
    def kept_before(self) -> Limits | None:
        """The limits that were in force before others were kept on this page; ``None`` where none were."""
        before: Limits | None = st.session_state.get(KEPT_BEFORE)
        return before

    def was_kept(self) -> None:
        """Say that other limits are in force now."""
        st.session_state[KEPT_BEFORE] = self.saved
        st.session_state[BEFORE] = []
        st.session_state.pop(START, None)
        st.session_state[TURN] += 1

    def _set(self, limits: Limits, before: list[Limits]) -> None:
        st.session_state[START], st.session_state[BEFORE] = limits, before
        st.session_state[TURN] += 1
