"""Everybody as a table: on the page, and as a file, in and out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from audio.errors import InputError
from library.people.person_table import take, written
from library.people.persons import Known
from library.store import Library
from ui import texts
from ui.dashboard.parts.persons.said import try_to, turn
from ui.dashboard.uploads import MB, TABLE, content

SHOWN = 200
"""Persons on the page at once; the field above finds the others."""
HEAD = ("Name", "Roles", "Team", "Coaches or reviews for", "Other names", "Last signed in")


def show_persons(persons: Sequence[Known]) -> None:
    """Everybody, or those who are looked for."""
    sought = st.text_input(
        "Find somebody", key="people-find", placeholder="Name, e-mail, role or team", label_visibility="collapsed"
    )
    found = [person for person in persons if all(word in _words(person) for word in sought.casefold().split())]
    if not found:
        st.caption("Nobody of that name, e-mail, role or team." if sought else "Nobody yet.")
        return
    labels = [f'<td data-head="{escape(cell)}">' for cell in HEAD]
    body = "".join(
        f"<tr>{''.join(f'{label}{cell}</td>' for label, cell in zip(labels, _cells(person), strict=True))}</tr>"
        for person in found[:SHOWN]
    )
    head = "".join(f"<th>{escape(cell)}</th>" for cell in HEAD)
    st.html(f'<table class="grid persons"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
    if len(found) > SHOWN:
        st.caption(f"{SHOWN:,} of {len(found):,}: write a name above to find the others.")


def _words(person: Known) -> str:
    entry = person.entry
    return " ".join([entry.email, entry.name, *entry.roles, entry.team or "", *entry.coaches, *entry.agents]).casefold()


def _cells(person: Known) -> list[str]:
    entry = person.entry
    plain = [", ".join(entry.roles), entry.team or "", ", ".join(entry.coaches), ", ".join(entry.agents)]
    last = texts.format_moment(person.last_sign_in) if person.last_sign_in else "never"
    return [
        f"<b>{escape(entry.name)}</b> <small>{escape(entry.email)}</small>",
        *(escape(cell) or "–" for cell in plain),
        escape(last),
    ]


def table_in_and_out(library: Library, persons: Sequence[Known]) -> None:
    """Everybody as a CSV, and a CSV in: every line of it, or none."""
    st.html(
        "<p class='lead'>One line a person, with the columns email, name, roles, team, coaches and other names. Who is here is changed to what the "
        "line says, who is not is added, and nobody else is touched. Where a line is wrong, nothing is changed.</p>"
    )
    st.download_button(
        "Everybody as a table (CSV)",
        written(tuple(persons)).encode("utf-8-sig"),
        "people.csv",
        "text/csv",
        on_click="ignore",
    )
    file = st.file_uploader(
        "A table of people (CSV)", ["csv", "tsv"], key=f"people-table-{turn()}", max_upload_size=TABLE // MB
    )
    if file is not None and st.button("Take this table", type="primary"):
        try_to(lambda: _taken(library, content(file)))


def _taken(library: Library, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("The table is no UTF-8: save it as “CSV UTF-8”.") from None
    taken = take(library.database, text)
    return f"{taken.added:,} added, {taken.changed:,} changed."
