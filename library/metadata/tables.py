"""A list of calls as a back office exports it: CSV, a line a call, its headings in any sensible wording and order.

::

    Recording;Agent name;Team;Queue;Call date;Time;Direction;Outcome;Customer ref
    a.wav;Ama Osei;North;Repairs;03.02.2026;10:15;in;resolved;C-4711

Parted by ``;``, tabs, commas or ``|``, whichever parts the headings best; lines above the headings are passed over. Dates are read by column,
day first unless one of them can only be month first. A line that cannot be used is left out, or its date is, and said.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath, PureWindowsPath

from audio.errors import InputError
from audio.transcripts.recorder_data import field_of
from library.database.text import one_line
from library.metadata.call_metadata import Metadata, direction_of
from library.metadata.dates import month_first, read_moment

LONGEST = 32 * 2**20
"""Bytes; a hundred thousand calls are some ten million."""
HEADINGS_WITHIN = 20
"""Lines from the top among which the headings are."""
TOLD = 5
"""Lines that could not be used which are told one by one."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a list says by the name of the file; ``remarks``: what of it could not be used, in sentences."""

    calls: Mapping[str, Metadata]
    remarks: tuple[str, ...] = ()

    def of(self, name: str) -> Metadata | None:
        """What it says of the recording of that name, whatever its capitals, with its ending or without."""
        key = PurePath(name).name.casefold()
        return self.calls.get(key) or self.calls.get(PurePath(key).stem)


def read_table(name: str, data: bytes) -> Table:
    """The calls in a CSV file called ``name``. Raises :class:`SameSideError` where it is no list of recordings."""
    text = _text(name, data)
    columns, rows = _rows(name, text)
    american = month_first(row[columns["date"]] for _, row in rows if "date" in columns)
    calls: dict[str, Metadata] = {}
    remarks: list[str] = []
    for number, row in rows:
        values = {field: one_line(row[k]) for field, k in columns.items()}
        file = PureWindowsPath(values["file"]).name.casefold()  # which takes either slash
        if not file:
            remarks.append(f"line {number} names no file")
        elif file in calls:
            remarks.append(f"line {number} is of “{file}” again, and the first is kept")
        else:
            calls[file] = _metadata(values, american, number, remarks)
    if not calls:
        raise InputError(f"“{name}” has headings and no line that names a recording.")
    more = [f"and so for {len(remarks) - TOLD:,} more"] if len(remarks) > TOLD else []
    told = [f"In “{name}”, {'; '.join([*remarks[:TOLD], *more])}."] if remarks else []
    return Table(calls, tuple(told))


def _metadata(values: Mapping[str, str], american: bool, number: int, remarks: list[str]) -> Metadata:
    said = {field: values.get(field) or None for field in ("agent", "team", "queue", "disposition", "reference")}
    direction, moment = values.get("direction", ""), _moment(values, american)
    if values.get("date") and moment is None:
        remarks.append(
            f"line {number} has “{' '.join((values['date'], values.get('time', ''))).strip()[:40]}”, which is no date"
        )
    return Metadata(**said, direction=direction_of(direction) or None, date=moment)


def _moment(values: Mapping[str, str], american: bool) -> datetime | None:
    return read_moment(values.get("date", ""), values.get("time", ""), american)


def _text(name: str, data: bytes) -> str:
    if len(data) > LONGEST:
        raise InputError(f"“{name}” is over {LONGEST >> 20} MB, too big for a list of calls.")
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise InputError(f"“{name}” is not text; a list of calls is CSV (in a spreadsheet: save as CSV).")
    return text


def _rows(name: str, text: str) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """The column of each field, and the lines below the headings with their numbers."""
    best: tuple[int, dict[str, int], list[tuple[int, list[str]]]] = (0, {}, [])
    for delimiter in (";", "\t", ",", "|"):
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
        except csv.Error:
            continue
        for k, (_, headings) in enumerate(rows[:HEADINGS_WITHIN]):
            columns = _columns(headings)
            if "file" in columns and len(columns) > best[0]:
                width = len(headings)
                below = [(number, [*row, *[""] * (width - len(row))]) for number, row in rows[k + 1 :]]
                best = (len(columns), columns, below)
    if best[0] < 2:
        first = next((line for line in text.splitlines() if line.strip()), "")[:80]
        raise InputError(
            f"“{name}” is no list of recordings: it needs a line of headings with one for the file (“File”, “Recording”) and others "
            f"such as Agent, Queue or Date, and begins “{first}”."
        )
    return best[1], best[2]


def _columns(headings: list[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for k, heading in enumerate(headings):
        if (field := field_of(heading)) is not None and field != "other":
            columns.setdefault(field, k)
    return columns
