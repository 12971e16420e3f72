"""What a call's page asks of the agent's side that was assumed, and the house's rules of it (:mod:`library.house.agent_side`)."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from audio.call import REMEDY, Call
from audio.errors import SameSideError
from library.house import agent_side as sides
from library.house import judging
from library.store import Library
from ui import texts
from ui.dashboard.parts.governance.allowed import offered, settles


def side_notice(library: Library, call: Call) -> None:
    """What was assumed of a call's sides, and the two answers to it: it is so, or the other way round."""
    allowed = offered(library.why_not("correct", call.id))
    for doubt in (doubt for doubt in call.doubts if doubt.assumes):
        with st.container(horizontal=True, vertical_alignment="center", key="assumed"):
            st.html(f'<p class="doubt">{escape(doubt.why.removesuffix(REMEDY))}</p>', width="content")
            if st.button("Swap agent and customer", icon=":material/swap_horiz:", key="swap-assumed", **allowed):
                _do(lambda: judging.swap(library, call.id))
            if st.button("It is right", icon=":material/check:", **allowed):
                _do(lambda: library.confirm_sides(call.id))


def _do(action: Callable[[], object]) -> None:
    try:
        action()
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()


def side_settings(library: Library) -> None:
    """The rules, to be read and changed."""
    rules, version = sides.rules(library)
    st.html(
        "<h2>The agent's side</h2><p class='lead'>Where your recorder always puts the agent on the same side, say on which: a "
        "pattern of the files' names and <b>left</b> or <b>right</b>, one a line; the first that fits a name holds. For recordings with "
        "both voices in one channel say <b>first</b> or <b>second</b>: who speaks first. <code>* right</code> is for all files.</p>"
    )
    text = st.text_area(
        "The agent's side", "\n".join(f"{pattern} {side}" for pattern, side in rules), height=180,
        placeholder="connect-* right\n* left", label_visibility="collapsed", key=f"sides-{version}",
    )  # fmt: skip
    if st.button("Keep the sides", type="primary", **settles(library)):
        _do(lambda: sides.keep_rules(library, text, version))
    st.caption(
        "For calls heard from now on. Where nothing is said here, the words tell who is the agent; where they do not, a side "
        "is assumed, and the call says so."
    )
