"""The webhook on the page Programs: where it goes, what was sent and what was answered, a test, and switching it off."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from library.store import Library
from library.webhooks.webhooks import Delivery
from ui import texts
from ui.dashboard.parts.governance.lists import grid
from ui.dashboard.parts.programs.said import Done, to_the_minute, try_to, turn

SHOWN = 20
HEADS = ("When", "What", "Call", "What became of it", "Answer")


def show_webhook(library: Library) -> None:
    """Where it goes, with what can be done with it; or the form for one."""
    url = library.webhooks.url()
    if url is None:
        st.caption("No program is told of reviewed calls.")
    else:
        st.markdown(f"Sent to **{texts.markdown(url)}** when a call is reviewed or has failed.")
        _failed(library.webhooks.deliveries(SHOWN))
        with st.container(horizontal=True):
            tested = st.button("Send a test", icon=":material/send:")
            off = st.button("Switch it off")
        if tested:
            try_to(lambda: _tested(library))
        if off:
            try_to(lambda: _off(library))
    with st.expander("Send it elsewhere" if url else "Have a program told", expanded=url is None):
        _address(library)


def _address(library: Library) -> None:
    with st.form(f"webhook-{turn()}", border=False):
        url = st.text_input(
            "Address", key=f"webhook-url-{turn()}", max_chars=2000, placeholder="https://desk.example/sameside",
            help="By https, and of no machine within a network. The secret that it was signed with until now ends.",
        )  # fmt: skip
        pressed = st.form_submit_button("Send webhooks there", type="primary")
    if pressed:
        try_to(lambda: _set(library, url.strip()))


def _set(library: Library, url: str) -> Done:
    secret = library.webhooks.set(url)
    return Done("The secret that webhooks are signed with is shown this once: give it to the program now.", secret)


def _tested(library: Library) -> Done:
    sent = library.webhooks.try_out()
    if sent.delivered:
        return Done(f"The test was taken ({sent.answer}).")
    return Done(f"The test was not taken: {_answer(sent)}", is_well=False)


def _off(library: Library) -> Done:
    forgotten = library.webhooks.forget()
    if forgotten is None:
        return Done("No webhook is sent.")

    def back() -> str:
        library.webhooks.take_back(forgotten)
        return "Webhooks are sent as before, under the same secret."

    return Done("No webhook is sent from now on, and what waited is not sent.", undo=back)


def show_deliveries(library: Library) -> None:
    """What was sent, or is to be, the newest first."""
    deliveries = library.webhooks.deliveries(SHOWN)
    if not deliveries:
        st.caption("Nothing was sent yet.")
        return
    grid(HEADS, [_cells(each) for each in deliveries], "events deliveries")


def _failed(deliveries: Sequence[Delivery]) -> None:
    """Why the last one that was answered was not taken; nothing where it was."""
    last = next((each for each in deliveries if each.answer), None)
    if last is not None and not last.delivered:
        st.warning(texts.markdown(f"The last one was not taken: {_answer(last)}"))


def _answer(delivery: Delivery) -> str:
    """What was answered, as a sentence's end: a status says so."""
    return (
        f"it was answered with {delivery.answer}." if delivery.answer.isdecimal() else delivery.answer or "no answer."
    )


def _cells(delivery: Delivery) -> Sequence[str]:
    tries = "1 try" if delivery.attempts == 1 else f"{delivery.attempts:,} tries"
    if delivery.delivered:
        became = "taken"
    elif delivery.due is None:
        became = f"not taken, {tries}"
    else:
        became = f"again at {to_the_minute(delivery.due)}, {tries}" if delivery.attempts else "waits"
    call = (delivery.call_id or "–")[:12]
    return (to_the_minute(delivery.at), delivery.event, call, became, delivery.answer or "–")
