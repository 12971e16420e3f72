"""What was deleted since a backup was made, deleted again in the library that came out of it.

A backup brings back every call that was deleted after it. That they went is in the audit, which came back as it was too; so the record of it has to
come from elsewhere: the table that ``sameside audit export`` writes, of the library that was lost, copied away now and then (docs/deploy.md). It holds
ids and times, nothing of a call.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from audio.errors import InputError
from library.database.connection import in_batches
from library.database.schema import CallRow, Recording
from library.store import Library

COLUMNS = {"time", "act", "call"}


@dataclass(frozen=True, slots=True)
class Again:
    """How many calls went again, of how many originals were destroyed again, and which calls stay, by their ids: they are under a legal hold
    that the backup knows."""

    deleted: int
    destroyed: int
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """The calls that an audit tells the deletion of, and those of whose originals it tells the destruction, each with when."""

    calls: tuple[tuple[str, datetime], ...]
    originals: tuple[tuple[str, datetime], ...]


def read_gone(table: Path) -> Gone:
    """What an audit's ``table`` says has gone, all of it read. Raises :class:`InputError` where it is none."""
    by_act: dict[str, list[tuple[str, datetime]]] = {"deleted": [], "destroyed_original": []}
    for act, call_id, at in _events(table):
        if act in by_act and call_id:
            by_act[act].append((call_id, at))
    return Gone(tuple(by_act["deleted"]), tuple(by_act["destroyed_original"]))


def delete_again(library: Library, table: Gone, made: datetime) -> Again:
    """Delete for good the calls that have gone since ``made``, and destroy the originals that were. What is not there any more is passed over,
    so the same can be asked again. Raises :class:`SameSideError`."""
    gone, destroyed = _since(table.calls, made), _since(table.originals, made)
    held = {hold.call_id for hold in library.holds.all()} & (gone | destroyed)
    there = _there(library, sorted(gone | destroyed))
    numbers = {"deleted": 0, "destroyed": 0}
    for call_id in sorted((gone - held) & there):
        library.deletions.now(call_id)
        numbers["deleted"] += 1
    for call_id in sorted((destroyed - gone - held) & there):
        library.originals.destroy(call_id)
        numbers["destroyed"] += 1
    return Again(numbers["deleted"], numbers["destroyed"], tuple(sorted(held)))


def without_sound(library: Library) -> int:
    """How many recordings are not where the library says that they lie."""
    places = library.recordings.places
    there = {Path(key).stem for key in places.list("recordings/")}
    with library.database.read() as session:
        return sum(digest not in there for digest in session.scalars(select(Recording.id)))


def _there(library: Library, call_ids: Sequence[str]) -> set[str]:
    with library.database.read() as session:
        found = [session.scalars(select(CallRow.id).where(CallRow.id.in_(ids))) for ids in in_batches(call_ids)]
        return {call_id for ids in found for call_id in ids}


def _since(events: Sequence[tuple[str, datetime]], made: datetime) -> set[str]:
    return {call_id for call_id, at in events if at >= made}


def _events(table: Path) -> Iterator[tuple[str, str, datetime]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(reader.fieldnames or ()) >= COLUMNS:
                raise InputError(
                    f"{table} is no table of an audit: it has to have the columns time, act and call, as `sameside audit export` writes them."
                )
            for row in reader:
                yield row["act"], (row["call"] or "").removeprefix("'"), _time(table, row["time"])
    except (OSError, UnicodeDecodeError, csv.Error, ValueError, TypeError) as slip:
        why = slip.strerror if isinstance(slip, OSError) else "a line of it is not as `sameside audit export` writes it"
        raise InputError(f"{table} could not be read: {why}.") from None


def _time(table: Path, told: str) -> datetime:
    """When it was. Raises :class:`InputError` where it is not said in which time zone, :class:`ValueError` where it is no time."""
    at = datetime.fromisoformat(told)
    if at.tzinfo is None:
        raise InputError(
            f"{table} says {told} without a time zone: leave the times as `sameside audit export` writes them (a spreadsheet may change them)."
        )
    return at
