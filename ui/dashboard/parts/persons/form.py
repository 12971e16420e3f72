"""The form about a person: somebody new, or one who is here; and their leaving."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from library.access.viewer import ROLES
from library.people.persons import Entry, FormerPersonError, Known
from library.store import Library
from ui import texts
from ui.dashboard.parts.persons.said import try_to, turn

HELP = {
    "agent": "own calls, what is shared with them, own practice",
    "coach": "the calls of their teams",
    "reviewer": "the calls that they are given, or of their teams",
    "admin": "people, settings, what is kept and for how long",
}
"""What each role may see, or look after."""
ROLES_TOLD = "  \n".join(f"**{role}**: {what}" for role, what in HELP.items())


def add_somebody(library: Library) -> None:
    """The form for somebody new; where they have left before, whether they are back."""
    entry, pressed = _fields("add", None, library.people.teams())
    left = [
        person
        for person in library.persons.all(with_left=True)
        if person.left and person.entry.email == entry.email.strip().lower()
    ]
    if left:
        former = left[0].entry
        st.info(
            texts.markdown(f"{former.email} was {former.name}, who has left. Are they back, or is this somebody else?")
        )
        back, other = st.columns(2)
        if back.button("They are back", width="stretch"):
            try_to(lambda: _back(library, former, entry))
        if other.button("It is somebody else", width="stretch"):
            try_to(lambda: _added(library, entry, anew=True))
    elif pressed:
        try_to(lambda: _added(library, entry))


def change_somebody(library: Library, persons: Sequence[Known]) -> None:
    """Somebody who is here: chosen, changed, given another account, removed."""
    by_email = {person.entry.email: person.entry for person in persons}
    chosen = st.selectbox(
        "Who", list(by_email), None, placeholder="Choose somebody", key=f"person-{turn()}",
        format_func=lambda email: f"{by_email[email].name}, {email}",
    )  # fmt: skip
    if chosen is None:
        return
    entry, pressed = _fields(f"change-{chosen}", by_email[chosen], library.people.teams())
    if pressed:
        try_to(lambda: _changed(library, chosen, entry))
    with st.container(horizontal=True):
        account = st.button(
            "Let a new account in", help="Who next signs in with this address is this person, with whatever account."
        )
        leaving = st.button("Remove")
    if account:
        try_to(lambda: _new_account(library, chosen))
    if leaving:
        try_to(lambda: _removed(library, by_email[chosen]))


def _fields(key: str, was: Entry | None, teams: Sequence[str]) -> tuple[Entry, bool]:
    """The form's fields as they are filled in, and whether they are to be kept."""
    key = f"{key}-{turn()}"
    given = was or Entry("", "", ())
    with st.form(key, border=False):
        left, right = st.columns(2)
        email = left.text_input("E-mail", given.email, key=f"{key}-email", max_chars=254)
        name = right.text_input("Name", given.name, key=f"{key}-name", max_chars=200)
        roles = left.pills(
            "Roles", ROLES, selection_mode="multi", default=given.roles, key=f"{key}-roles", help=ROLES_TOLD
        )
        coaches = right.multiselect(
            "Coaches or reviews for", [*teams, *(each for each in given.coaches if each not in teams)], given.coaches,
            key=f"{key}-coaches", placeholder="Choose teams, or write a new one", accept_new_options=True,
        )  # fmt: skip
        team = left.selectbox(
            "Team, of an agent", [*teams], teams.index(given.team) if given.team in teams else None, key=f"{key}-team",
            placeholder="Choose a team, or write a new one", accept_new_options=True,
        )  # fmt: skip
        agents = right.text_input(
            "Other names or extension numbers, of an agent",
            ", ".join(given.agents),
            key=f"{key}-agents",
            placeholder="with commas between them",
        )
        pressed = st.form_submit_button("Add" if was is None else "Keep", type="primary")
    names = tuple(part for each in re.split(r"[,;]", agents) if (part := each.strip()))
    return Entry(email, name, tuple(roles), team, tuple(coaches), names), pressed


def _added(library: Library, entry: Entry, anew: bool = False) -> str:
    try:
        library.persons.add(entry, anew)
    except FormerPersonError:
        st.rerun()
    return f"{entry.name or entry.email} can sign in."


def _back(library: Library, former: Entry, entry: Entry) -> str:
    library.persons.bring_back(former.email, entry.roles, entry)
    return f"{entry.name or former.name} is back."


def _changed(library: Library, email: str, entry: Entry) -> str:
    library.persons.change(email, entry)
    return f"{entry.name} is changed."


def _new_account(library: Library, email: str) -> str:
    library.persons.forget_account(email)
    return f"Who next signs in as {email} is let in, with whatever account."


def _removed(library: Library, entry: Entry) -> str:
    library.persons.remove(entry.email)
    return f"{entry.name} has left: signed out everywhere, and not let in again."
