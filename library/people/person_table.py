"""Persons as a table, in and out: one line a person, all of the lines or none.

::

    email;name;roles;team;coaches;other names
    ama@house.example;Ama Osei;agent;Repairs;;4711, A. Osei
    ben@house.example;Ben Carr;coach, reviewer;;Repairs, Billing;

Separated by semicolons, commas or tabs; several values in a cell by commas (or, in a table of commas, by ``|`` or ``;``). A person who is
here is changed to what the line says, one who is not is added, and nobody who is not in the table is touched. Every line that cannot be
taken is told, each in a sentence, and then nothing is changed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import permit_in_house
from library.access.viewer import Role
from library.audit.recording import record
from library.database.connection import Database
from library.database.schema import Agent, Person
from library.database.text import one_line
from library.people.persons import Entry, Known, add_person, change_person, checked
from library.people.rows import keeping_an_admin

COLUMNS = ("email", "name", "roles", "team", "coaches", "other names")
HEADINGS = {
    "e-mail": "email", "mail": "email", "e-mail address": "email", "email address": "email", "role": "roles", "full name": "name",
    "coaches teams": "coaches", "teams": "coaches", "coach of": "coaches", "names": "other names", "extension": "other names",
    "extensions": "other names", "agent names": "other names",
}  # fmt: skip
"""Headings in other wordings."""
MOST = 20_000
"""Lines."""


class TableError(InputError):
    """What cannot be taken of a table: a sentence a line."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Taken:
    """How many persons of a table were new, and how many were changed."""

    added: int
    changed: int


def written(persons: tuple[Known, ...]) -> str:
    """Persons as a table that can be read back; cells that a spreadsheet would take for a formula begin with an apostrophe."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for person in persons:
        entry = person.entry
        cells = (
            entry.email,
            entry.name,
            ", ".join(entry.roles),
            entry.team or "",
            ", ".join(entry.coaches),
            ", ".join(entry.agents),
        )
        table.writerow([f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "'")) else cell for cell in cells])
    return out.getvalue()


def read(text: str) -> tuple[tuple[int, Entry], ...]:
    """The persons of a table, each with its line. Raises :class:`TableError` with a sentence for every line that is none."""
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";\t,", key=first.count)
    rows = list(_rows(text, separator))
    if not rows:
        raise TableError(
            ("The table is empty: its first line names the columns, email;name;roles;team;coaches;other names.",)
        )
    headings = [HEADINGS.get(cell.strip().lower(), cell.strip().lower()) for cell in rows[0][1]]
    if "email" not in headings or "roles" not in headings:
        raise TableError(("The first line of the table has to name the columns, and “email” and “roles” among them.",))
    if strange := [heading for heading in headings if heading not in (*COLUMNS, "")]:
        raise TableError((f"The table has a column “{one_line(strange[0])}”; there are {', '.join(COLUMNS)}.",))
    if len(rows) > MOST:
        raise TableError((f"The table has more than {MOST:,} lines.",))
    return _entries(rows[1:], headings, separator)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise TableError((f"Line {reader.line_num} is no line of a table: is a quotation mark open?",)) from None
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _entries(rows: list[tuple[int, list[str]]], headings: list[str], separator: str) -> tuple[tuple[int, Entry], ...]:
    found, wrong, lines = [], [], dict[str, int]()
    for line, row in rows:
        cells = {heading: _plain(cell) for heading, cell in zip(headings, row, strict=False)}
        try:
            if len(row) > len(headings) and any(cell.strip() for cell in row[len(headings) :]):
                raise InputError("It has more cells than there are columns.")
            entry = checked(_entry(cells, separator))
            if entry.email in lines:
                raise InputError(f"{entry.email} is on line {lines[entry.email]} already.")
            lines[entry.email] = line
            found.append((line, entry))
        except InputError as slip:
            wrong.append(f"Line {line}: {slip}")
    if wrong:
        raise TableError(tuple(wrong))
    return tuple(found)


def _entry(cells: dict[str, str], separator: str) -> Entry:
    def several(heading: str) -> tuple[str, ...]:
        cut = r"[,|]" if separator == ";" else r"[,;|]"
        return tuple(part for each in re.split(cut, cells.get(heading, "")) if (part := each.strip()))

    roles = cast("tuple[Role, ...]", tuple(role.lower() for role in several("roles")))
    return Entry(
        cells.get("email", ""),
        cells.get("name", ""),
        roles,
        cells.get("team") or None,
        several("coaches"),
        several("other names"),
    )


def _plain(cell: str) -> str:
    """A cell as it was before :func:`written` made it harmless."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "'") else cell


def take(database: Database, text: str) -> Taken:
    """Add and change the persons of a table, all or none. Raises :class:`TableError`."""
    entries = read(text)
    added, wrong = 0, []
    with database.unwalled.write() as session:
        permit_in_house(session, "people")
        with keeping_an_admin(session, "Whom the table makes something else"):
            persons = select(Person.email, Person.id).where(Person.left.is_(None), Person.email.is_not(None))
            here = dict(session.execute(persons).all())
            _let_go(session, entries, here)
            for line, entry in entries:
                try:
                    with session.begin_nested():
                        if entry.email in here:
                            change_person(session, entry.email, entry)
                            record(
                                session,
                                "changed_person",
                                person=entry.email,
                                what="by a table",
                                roles=", ".join(entry.roles),
                            )
                        else:
                            add_person(session, entry)
                            record(session, "added_person", person=entry.email, roles=", ".join(entry.roles))
                            added += 1
                except InputError as slip:
                    wrong.append(f"Line {line}: {slip}")
            if wrong:
                raise TableError(tuple(wrong))
    return Taken(added, len(entries) - added)


def _let_go(session: Session, entries: tuple[tuple[int, Entry], ...], here: Mapping[str | None, int]) -> None:
    """Take from persons the names that they no longer have, so that another line may have them, wherever it stands."""
    for _, entry in entries:
        if entry.email in here:
            kept = (entry.name, *entry.agents)
            session.execute(
                update(Agent)
                .where(Agent.person_id == here[entry.email], Agent.name.not_in(kept))
                .values(person_id=None)
            )
