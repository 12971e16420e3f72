"""Names from before there was a sign-in, each given to a person once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from library.people.persons import Known
from library.people.typed_names import Unclaimed
from library.store import Library
from ui import texts
from ui.dashboard.parts.persons.said import try_to, turn

SHOWN = 25
"""Names on the page at once."""


def names_to_give(library: Library, unclaimed: Sequence[Unclaimed], persons: Sequence[Known]) -> None:
    """Every name that is nobody's yet, and whose it may be."""
    st.html(
        "<p class='lead'>Calls under a name that is nobody's are seen by admins alone, and private notes under one by nobody. Say whose a name is: "
        "of notes that is done once, for good.</p>"
    )
    names = {person.entry.email: person.entry.name for person in persons}
    for k, name in enumerate(unclaimed[:SHOWN]):
        with st.container(horizontal=True, vertical_alignment="center", key=f"nobodys-{k}-{turn()}"):
            what = "call" if name.is_agent else "note"
            st.markdown(f"**{texts.markdown(name.name)}**  \n{name.count:,} {what}{'' if name.count == 1 else 's'}")
            whose = st.selectbox(
                f"Whose {what}s these are", list(names), _same(name.name, names), key=f"whose-{k}-{turn()}", placeholder="Nobody's yet",
                format_func=lambda email: f"{names[email]}, {email}", label_visibility="collapsed", width=360,
            )  # fmt: skip
            if st.button("Give", key=f"give-{k}-{turn()}", disabled=whose is None) and whose is not None:
                try_to(lambda name=name, whose=whose: _given(library, name, whose, names[whose]))  # type: ignore[misc]
    if len(unclaimed) > SHOWN:
        st.caption(f"{SHOWN:,} of {len(unclaimed):,}; the others come when these are given.")


def _same(name: str, names: dict[str, str]) -> int | None:
    """The person who has that very name, if one has."""
    same = [k for k, each in enumerate(names.values()) if each.casefold() == name.casefold()]
    return same[0] if len(same) == 1 else None


def _given(library: Library, name: Unclaimed, email: str, whose: str) -> str:
    if name.is_agent:
        library.typed_names.give_calls(name.name, email)
        return f"Calls under “{name.name}” are {whose}'s."
    notes = library.typed_names.give_notes(name.name, email)
    return f"{notes:,} {'note' if notes == 1 else 'notes'} under “{name.name}” are {whose}'s."
