"""Programs: the tokens by which they come in, and the webhook by which one is told; for admins."""

from __future__ import annotations

import streamlit as st

from ui.dashboard import viewer
from ui.dashboard.parts.governance.lists import lead
from ui.dashboard.parts.programs import said, tokens, webhook
from ui.dashboard.sign_in.present import present_here


def page() -> None:
    """The whole page."""
    st.title("Programs")
    library = viewer.library_here()
    if not (library.may_in_house("people") and library.may_in_house("settle")):
        lead("An admin looks after the programs that come in here, and you are none here.")
        return
    lead(
        "A program brings calls and reads reports at /api of this address by a token, and is told by a webhook when a call is reviewed."
    )
    with st.container():  # whatever is told, what is below stays what it was, and open where it was open
        said.show_said()
    st.header("Tokens")
    kept = library.tokens.all()
    with st.container():
        tokens.show_tokens(kept)
    with st.expander("Make a token"):
        people = None if present_here() is None else [each.entry.email for each in library.persons.all()]
        tokens.add_token(library, people)
    tokens.revoke_token(library, kept)
    st.header("Webhook")
    with st.container():
        webhook.show_webhook(library)
    with st.container():
        webhook.show_deliveries(library)


page()
