"""A call's legal hold and its last day, on its page: said above the timeline, set and lifted with a reason beside what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from audio.errors import SameSideError
from library.calls.listing import CallSummary
from library.store import Library
from ui import texts
from ui.dashboard.parts.governance.allowed import offered, said


def notice(library: Library, call: CallSummary) -> None:
    """Whether the call is held, and else when it goes; nothing where neither is so."""
    hold = library.holds.of([call.id]).get(call.id) if call.held else None
    if hold is not None:
        _say(
            f"Under a legal hold since {texts.format_date(hold.since)} ({hold.reason}; set by {hold.by}): nothing of this call is "
            "deleted until it is lifted."
        )
        return
    day = library.retention.day_of(call.id)
    if day is not None:
        _say(f"This call goes on {day:%A}, {texts.format_day(day)}: its term is over then. A legal hold keeps it.")


def _say(line: str) -> None:
    st.html(f'<p class="doubt">{escape(texts.printable(line))}</p>')


def hold_form(library: Library, call: CallSummary, by: str) -> None:
    """Set a hold, or lift the one there is; either needs a reason."""
    held = call.held
    with st.form(f"hold-{call.id}", border=False):
        st.caption(
            "Nothing of it can be deleted, whoever asks and whatever term is over, until the hold is lifted."
            if not held
            else "Lifted, the call can be deleted again, and goes when its term is over."
        )
        why_not = library.why_not("hold", call.id)
        said(why_not)
        reason = st.text_input("Why", max_chars=200, **offered(why_not, "It stands in the audit."))
        if st.form_submit_button("Lift the hold" if held else "Hold this call", disabled=bool(why_not)):
            _do(lambda: library.holds.lift([call.id], reason) if held else library.holds.set([call.id], reason, by))


def _do(deed: Callable[[], object]) -> None:
    try:
        deed()
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()
