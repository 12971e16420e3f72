"""Events as people read them: what is asked for, a table of sentences, a file of all of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from library.audit.acts import GROUPS
from library.audit.audit import Told
from library.audit.event import Wanted
from library.audit.table import csv_lines
from library.audit.wording import sentence
from library.store import Library
from ui import texts
from ui.dashboard.parts.governance import lists
from ui.dashboard.parts.listing.question import start_of

NOBODY = "SameSide itself"
"""Who it is called that has no name: a worker, the command line."""


def controls(library: Library) -> tuple[Wanted, str | None]:
    """Which events are wanted; and what was written for a call, where there is no such call."""
    with st.container(key="audit-controls"):
        person_column, group_column, call_column, from_column, to_column = st.columns([2, 1.6, 2, 1.3, 1.3])
    names = {name or NOBODY: name for name in library.audit.people()}
    person = person_column.selectbox("Person", list(names), None, placeholder="Everybody")
    group = group_column.selectbox("What", GROUPS, None, placeholder="Everything", format_func=str.capitalize)
    call = call_column.text_input("Call", placeholder="Its name, or its id").strip()
    since = from_column.date_input("From", None)
    until = to_column.date_input("Up to", None)
    call_id = None if not call else library.audit.call_named(call)
    wanted = Wanted(
        None if person is None else names[person], None, call_id, group, None, start_of(since),
        start_of(until, 1),
    )  # fmt: skip
    return wanted, call if call and call_id is None else None


def table(events: Sequence[Told], with_right: bool = True) -> None:
    """One event a line, the newest first."""
    heads = ("When", "What happened", "From where", *(["Why they may"] if with_right else []))
    lists.grid(heads, [_cells(told, with_right) for told in events], "events")


def _cells(told: Told, with_right: bool) -> list[str]:
    event = told.event
    when = event.at.astimezone()
    cells = [
        f"{texts.format_date(when)}, {when:%H:%M:%S}",
        texts.printable(sentence(event, told.call)),
        texts.printable(event.source) or "–",
    ]
    return [*cells, texts.printable(event.right) or "–"] if with_right else cells


def as_csv(library: Library, wanted: Wanted) -> bytes:
    """All events that are wanted as a table, once it is told that somebody takes them."""
    events = list(library.audit.walk(wanted))
    library.audit.note("exported_audit", events=len(events), by="dashboard")
    return "".join(csv_lines(events)).encode("utf-8")
