"""What was done, or could not be, told above the page that is drawn anew after it: with a secret that is shown this once, or a way back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import streamlit as st

from audio.errors import SameSideError
from ui import texts

SAID, TURN = "programs-said", "programs-turn"
FOR = 600.0
"""Seconds for which a secret is shown, or a way back."""


class Done(NamedTuple):
    """What was done: its sentence, a secret that came of it, and what takes it back."""

    sentence: str
    secret: str = ""
    undo: Callable[[], str] | None = None
    is_well: bool = True


def to_the_minute(when: datetime) -> str:
    """When something happened, here."""
    return f"{texts.format_date(when)}, {when.astimezone():%H:%M}"


def turn() -> int:
    """How often the page's forms were emptied: it stands in their keys."""
    return int(st.session_state.get(TURN, 0))


def try_to(do: Callable[[], Done]) -> None:
    """Do it, tell what was done and draw the page anew; or say why it cannot be done, and leave the form as it is."""
    try:
        done = do()
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    st.session_state[SAID] = done, time.monotonic()
    st.session_state[TURN] = turn() + 1
    st.rerun()


def show_said() -> None:
    """What was last done. A secret, or a way back, is there for ten minutes, until something else is done, or until it is put away."""
    said: tuple[Done, float] | None = st.session_state.get(SAID)
    if said is None:
        return
    done, at = said
    undo = done.undo
    if time.monotonic() - at > FOR or not (done.secret or undo):
        del st.session_state[SAID]
    if time.monotonic() - at > FOR:
        return
    (st.success if done.is_well else st.warning)(texts.markdown(done.sentence))
    if done.secret:
        st.code(done.secret, language=None, wrap_lines=True)
    with st.container(horizontal=True):
        if done.secret and st.button("I have it", key=f"programs-away-{turn()}"):
            del st.session_state[SAID]
            st.rerun()
        if undo is not None and st.button("Undo", icon=":material/undo:", key=f"programs-undo-{turn()}"):
            try_to(lambda: Done(undo()))
