"""Tokens on the page Programs: which there are, another, and one that is revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import streamlit as st

from library.store import Library
from library.tokens.token import MOST_PER_MINUTE, PER_MINUTE, SCOPES, USUAL_LIFE, Token
from ui import texts
from ui.dashboard.parts.governance.lists import grid
from ui.dashboard.parts.programs.said import Done, to_the_minute, try_to, turn

HEADS = ("Name", "May", "As", "Teams", "Last used", "Ends")
ANYBODY = "whoever has it"
SCOPES_TOLD = "  \n".join(
    (
        "**calls:write**: bring calls, and ask how far they are",
        "**reports:read**: read reports, and ask how far calls are",
        "**metrics**: read the figures of operations, for Prometheus; they name no call and nobody",
    )
)


def show_tokens(tokens: Sequence[Token]) -> None:
    """All that let somebody in, and what became of the others."""
    now = datetime.now(UTC)
    live = [token for token in tokens if token.revoked is None and token.expires > now]
    if live:
        grid(HEADS, [_cells(token) for token in live], "tokens")
    else:
        st.caption("No token lets a program in.")
    if len(live) < len(tokens):
        with st.expander(f"Ended ({len(tokens) - len(live):,})"):
            grid(HEADS, [_cells(token) for token in tokens if token not in live], "tokens")


def _cells(token: Token) -> Sequence[str]:
    teams = "all that they see" if token.teams is None else ", ".join(token.teams) or "none any more"
    used = to_the_minute(token.used) if token.used else "never"
    ends = f"revoked {to_the_minute(token.revoked)}" if token.revoked else texts.format_date(token.expires)
    return (token.name, ", ".join(token.scopes), token.person or ANYBODY, teams, used, ends)


def add_token(library: Library, people: Sequence[str] | None) -> None:
    """The form for another; ``people`` are the e-mails of those who may sign in, ``None`` where nobody does."""
    key = f"token-{turn()}"
    with st.form(key, border=False):
        left, right = st.columns(2)
        name = left.text_input("Name", key=f"{key}-name", max_chars=60, placeholder="wallboard")
        scopes = right.pills("May", SCOPES, selection_mode="multi", key=f"{key}-scopes", help=SCOPES_TOLD)
        person, teams = (None, []) if people is None else _whose(library, people, key)
        left, right = st.columns(2)  # anew for each row: fields beside each other begin at one height
        days = left.number_input("Days until it ends", 1, 366, USUAL_LIFE.days, key=f"{key}-days")
        rate = right.number_input("Requests a minute", 1, MOST_PER_MINUTE, PER_MINUTE, key=f"{key}-rate")
        pressed = st.form_submit_button("Make the token", type="primary")
    if pressed:
        ends = datetime.now(UTC) + timedelta(days=int(days))
        try_to(
            lambda: _made(
                library, name.strip(), library.tokens.add(name.strip(), scopes, person, teams or None, ends, int(rate))
            )
        )


def _whose(library: Library, people: Sequence[str], key: str) -> tuple[str | None, list[str]]:
    """The e-mail of whose the token is to be, and the teams that it is narrowed to."""
    left, right = st.columns(2)
    person = left.selectbox(
        "As", people, None, key=f"{key}-person", placeholder="Choose somebody",
        help="It sees and may do what they see and may do, at any time, and no more.",
    )  # fmt: skip
    teams = right.multiselect(
        "Of these teams alone", library.people.teams(), key=f"{key}-teams", placeholder="All that they see"
    )
    return person, teams


def _made(library: Library, name: str, secret: str) -> Done:
    return Done(
        f"The token {name} is shown this once: give it to the program now.", secret, lambda: _gone(library, name)
    )


def _gone(library: Library, name: str) -> str:
    library.tokens.revoke(name)
    return f"{name} lets nobody in."


def revoke_token(library: Library, tokens: Sequence[Token]) -> None:
    """One chosen, and revoked."""
    names = [token.name for token in tokens if token.revoked is None]
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("A token to revoke", names, None, key=f"revoke-{turn()}", placeholder="Choose a token")
        pressed = st.button("Revoke", disabled=chosen is None, help=None if chosen else "Choose a token first.")
    if pressed and chosen is not None:
        try_to(lambda: _revoked(library, chosen))


def _revoked(library: Library, name: str) -> Done:
    return Done(_gone(library, name), undo=lambda: _back(library, name))


def _back(library: Library, name: str) -> str:
    library.tokens.restore(name)
    return f"{name} lets its program in again."
