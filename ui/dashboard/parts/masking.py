"""What is masked: on a call's page how much that is, and a switch that shows and plays the original; on the house rules' whether it stays.

The switch is off whenever a call is opened, and is there only where something is masked. Exports and prints follow it.
"""

from __future__ import annotations

from collections import Counter

import streamlit as st

from audio.errors import SameSideError
from library.house import originals
from library.redaction.kinds import kinds
from library.store import Library
from ui import texts
from ui.dashboard.parts.governance.allowed import settles


def is_lifted(call_id: str) -> bool:
    """Whether the original of this call is asked for on this page."""
    return bool(st.session_state.get(_key(call_id), False))


def switch(library: Library, call_id: str) -> None:
    """The switch, where something is masked and the viewer may have the original; and what that is."""
    if not library.may("hear_original", call_id):
        return
    counts = Counter(kinds()[mask.kind].label for mask in library.masks(call_id))
    if counts:
        what = ", ".join(f"{label} {number}" for label, number in sorted(counts.items()))
        st.toggle(
            "Show masked",
            key=_key(call_id),
            help=f"Masked in the words and silent in the sound: {texts.markdown(what)}. While this is on, they are shown, played and exported as they were said.",
        )


def originals_setting(library: Library) -> None:
    """Which kinds are taken out of calls for good."""
    st.html(
        '<p class="lead">Numbers and addresses are masked wherever a call is shown, and silent where it is played. The original stays, unless '
        "you have it destroyed: recording, words and report then keep no more than what is masked, and the call cannot be heard anew.</p>"
    )
    saved, version = originals.destroyed_kinds(library)
    labels = {name: kind.label for name, kind in kinds().items() if kind.mask}
    with st.form("originals", border=False):
        chosen = st.multiselect(
            "Destroy the originals of calls with",
            list(labels),
            list(saved),
            format_func=lambda name: labels[name],
            placeholder="None are destroyed",
        )
        st.caption(
            "Security codes are always among them: who takes card payments may not keep them (PCI DSS 3.3.1). It holds for the calls that are here too, "
            "and cannot be undone."
        )
        if not st.form_submit_button("Keep", type="primary", **settles(library)):
            return
    try:
        originals.keep_destroyed_kinds(library, chosen, version)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()


def _key(call_id: str) -> str:
    return f"unmasked-{call_id}"
