"""The audit as a table for other programs: CSV, an event a line, the oldest first, with the hashes by which others can verify it.

A field that a spreadsheet would take for a formula begins with an apostrophe, as everything that others wrote may hold one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from library.audit.acts import ACTS
from library.audit.event import Event, detail_text

HEADINGS = (
    "number", "time", "kind", "person", "name", "group", "act", "call", "source", "right", "detail", "hash_before", "hash",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(events: Iterable[Event]) -> Iterator[str]:
    """The lines of the table, its headings first."""
    yield _line(HEADINGS)
    for event in events:
        group = ACTS[event.act].group if event.act in ACTS else ""
        yield _line((
            event.n, event.at.isoformat(), event.kind, event.person_id if event.person_id is not None else "", event.who, group,
            event.act, event.call_id or "", event.source, event.right, detail_text(event.detail), event.before, event.hash,
        ))  # fmt: skip


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(_harmless(str(cell)) for cell in cells)
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
