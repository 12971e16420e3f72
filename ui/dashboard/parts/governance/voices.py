"""The switch for agents' voices, among the house's rules (:mod:`library.house.agent_voice`)."""

from __future__ import annotations

import streamlit as st

from audio.errors import SameSideError
from library.house import agent_voice
from library.store import Library
from ui import texts
from ui.dashboard.parts import reanalysis
from ui.dashboard.parts.governance.allowed import settles


def voice_setting(library: Library) -> None:
    """Whether anything is measured of agents' voices, to be switched."""
    measured, version = agent_voice.is_measured(library)
    st.html(
        "<h2>Agents' voices</h2><p class='lead'>An agent's pitch, loudness and pace are compared with that agent's own calm speech in the same "
        "call, so that a raised voice and one that stays calm can be told. Nothing is said of what anybody feels, and no voice is compared "
        "with another person's. A house that does not want it, or a works council that has not agreed to it, switches it off: who "
        "speaks when, every word, the customer's voice and what followed go on as ever.</p>"
    )
    wanted = st.toggle("Measure agents' voices", measured, key=f"agent-voice-{version}", **settles(library))
    if wanted != measured:
        try:
            agent_voice.keep_measured(library, wanted, version)
            reanalysis.request(library)
        except SameSideError as trouble:
            st.error(texts.markdown(str(trouble)))
        else:
            st.rerun()
    st.caption(
        "Out of sight at once, wherever a report is shown, printed or exported; every call is then judged anew in the background."
        if measured
        else "The house has switched this off. What is left out of a report says so in its place."
    )
