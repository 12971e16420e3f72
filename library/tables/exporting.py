"""The tables in a folder, kept like the library: what has changed is written anew, what is gone goes.

::

    FOLDER/calls/2026-11-29.parquet          a day's calls, by when they were held, in UTC
    FOLDER/moments/2026-11-29.parquet        and what hangs on them
    FOLDER/measures/…  FOLDER/evaluations/…
    FOLDER/export.json                       the mark of each day that is written, and for whom

A day's mark is kept after its files, so whoever is killed leaves at worst a day that is written again the next time. A call that was
deleted is gone from its day with the next export, and a day without calls with all of its files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from audio.errors import InputError, SameSideError
from library.store import Library
from library.tables.columns import TABLES, VERSION, Name
from library.tables.days import Days
from library.tables.rows import Row, rows_of
from library.tables.writing import write

STATE = "export.json"
_DAY = re.compile(r"\.?(\d{4}-\d\d-\d\d)\.parquet(\.part)?")


@dataclass
class Exported:
    """What an export did: calls and days written, days that were as before, days taken away; what could not be read, in sentences."""

    calls: int = 0
    days: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: list[str] = field(default_factory=list)


def export_tables(
    library: Library, folder: Path, progress: Callable[[date, float], None] = lambda *_: None
) -> Exported:
    """Bring the tables in ``folder`` up to the library, as its viewer sees it, and tell the audit which calls went out.

    progress  is told which day is written, and how much is done, from 0 to 1
    Raises :class:`InputError` where the folder cannot be written to, or holds something else; and :class:`SameSideError`.
    """
    whose, done = f"{VERSION} {library.viewer.kind} {library.viewer.person_id}", Exported()
    marks, days = Days(library.database).marks(), Days(library.database)
    written = _State(folder, whose)
    _take_away(folder, written, marks, done)
    for place, (day, mark) in enumerate(marks.items()):
        if written.marks.get(day.isoformat()) == mark:
            done.unchanged += 1
            continue
        progress(day, place / len(marks))
        _write_day(library, folder, day, days.calls(day), done)
        written.keep(day, mark)
    return done


def _write_day(library: Library, folder: Path, day: date, calls: tuple[str, ...], done: Exported) -> None:
    tables: dict[Name, list[Row]] = {table: [] for table in TABLES}
    told = []
    for call_id in calls:
        try:
            rows = rows_of(library, call_id)
        except SameSideError as gone:  # meanwhile: the next export finds the day changed
            done.left_out.append(str(gone))
            continue
        told.append(call_id)
        for table in TABLES:
            tables[table] += rows[table]
    library.audit.note("exported", told, form="parquet")  # before anything is out of the house
    for table in TABLES:
        write(table, tables[table], _path(folder, table, day.isoformat()))
    done.days += 1
    done.calls += len(told)


def _take_away(folder: Path, written: _State, marks: Mapping[date, str], done: Exported) -> None:
    """Remove the files of days on which there are no calls any more, and what a killed export has left."""
    there = {day.isoformat() for day in marks}
    gone = set(written.marks) - there
    try:
        for table in TABLES:
            for path in (folder / table).glob("*"):
                named = _DAY.fullmatch(path.name)
                if named and (named[2] or named[1] not in there):
                    path.unlink()
                    gone |= set() if named[2] else {named[1]}
    except OSError as slip:
        raise InputError(
            f"what is no longer in the library could not be removed from {folder}: {slip.strerror or slip}"
        ) from None
    written.drop(gone)
    done.removed = len(gone)


def _path(folder: Path, table: Name, day: str) -> Path:
    return folder / table / f"{day}.parquet"


class _State:
    """What is written in a folder; nothing where it was written for somebody else, or another version of the tables."""

    def __init__(self, folder: Path, whose: str) -> None:
        self._path, self._whose = folder / STATE, whose
        try:
            folder.mkdir(parents=True, exist_ok=True)
            kept = self._read()
        except OSError as slip:
            raise InputError(f"nothing can be exported to {folder}: {slip.strerror or slip}") from None
        self.marks: dict[str, str] = {}
        if kept.get("whose") == whose:
            self.marks = {
                day: mark
                for day, mark in kept["days"].items()
                if all(_path(folder, table, day).exists() for table in TABLES)
            }

    def _read(self) -> dict[str, Any]:
        if not self._path.exists():
            return {}
        with suppress(ValueError):
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(kept, dict) and isinstance(kept.get("days"), dict):
                return kept
        raise InputError(
            f"{self._path} is no account of an export of ours: name an empty folder, or one that was exported to before"
        )

    def keep(self, day: date, mark: str) -> None:
        """A day is written."""
        self._put({**self.marks, day.isoformat(): mark})

    def drop(self, days: set[str]) -> None:
        """Days are gone."""
        self._put({day: mark for day, mark in self.marks.items() if day not in days})

    def _put(self, marks: dict[str, str]) -> None:
        part = self._path.with_name(f".{STATE}.part")
        try:
            part.write_text(json.dumps({"whose": self._whose, "days": marks}, indent=1) + "\n", encoding="utf-8")
            part.replace(self._path)
        except OSError as slip:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise InputError(f"nothing can be exported to {self._path.parent}: {slip.strerror or slip}") from None
        self.marks = marks
