"""What was done, or could not be, told above the page that is drawn anew after it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from audio.errors import SameSideError
from library.people.person_table import TableError
from ui import texts

SAID, TURN = "people-said", "people-turn"


def turn() -> int:
    """How often the page's forms were emptied: it stands in their keys."""
    return int(st.session_state.get(TURN, 0))


def try_to(do: Callable[[], str]) -> None:
    """Do it, tell what was done and draw the page anew; or say why it cannot be done, and leave the form as it is."""
    try:
        done = do()
    except TableError as wrong:
        lines = "\n".join(f"- {texts.markdown(sentence)}" for sentence in wrong.sentences)
        st.error(f"Nothing was changed.\n\n{lines}")
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.session_state[SAID] = done
        st.session_state[TURN] = turn() + 1
        st.rerun()


def show_said() -> None:
    """What was last done, once."""
    if done := st.session_state.pop(SAID, ""):
        st.success(texts.markdown(done))
