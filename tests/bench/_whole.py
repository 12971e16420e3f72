"""Whether a library is whole after somebody was killed: what was acknowledged and is not there, what is half there, what is left over."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text

from library.database.schema import HEAD, CallRow, Hearing, JobRow, Leaving, Recording, ReportRow
from library.recordings.files import recording_key
from library.store import Library
from library.worker.worker import Worker
from tests.bench._killed import listened, sound_of

PLACES = ("recordings", "playable", "hearing", "incoming")


@dataclass
class Found:
    """What was found at so many points."""

    points: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def __add__(self, other: Found) -> Found:
        """Both together."""
        return Found(self.points + other.points, self.lost + other.lost, self.half + other.half, self.left + other.left)


def look(kind: str, url: str, files: Path, acknowledged: Sequence[str]) -> Found:
    """Open the library as whoever comes next does, let an hour pass, and look at all of it."""
    library = Library(url, files)
    found = Found(lost=_lost(library, kind, acknowledged), left=_left_at_once(library))
    _take_up(library)
    library.files.sweep(min_age=0)
    library.recordings.remove_leaving_files(datetime.now(UTC) + timedelta(days=1))
    found.half += _half(library)
    found.left += _left(library)
    library.close()
    return found


def _left_at_once(library: Library) -> list[str]:
    """What is still on its way to a process that is gone, folders without anything in them too."""
    library.files.sweep()
    return [f"at once, {path.name}" for path in (library.files.root / "incoming").glob("*")]


def _lost(library: Library, kind: str, acknowledged: Sequence[str]) -> list[str]:
    """What somebody was told is done and is not."""
    if kind == "uploads":
        there = {job.name: job.recording_id for job in library.queue.jobs(newest=100_000)}
        return [f"upload {k}" for k in acknowledged if there.get(f"call {k}.wav") != _digest(int(k))]
    if kind == "reviews":
        done = {job.id for job in library.queue.jobs(["done"], newest=100_000)}
        told = {int(job) for line in acknowledged for job in line.split(",") if job}
        return [f"review {job}" for job in told - done]
    if kind == "notes":
        texts = {note.id: note.text for note in library.notes.of("c1", viewer="Ann")} if acknowledged else {}
        told = dict(line.split() for line in acknowledged)
        return [f"note {note}" for note, written in told.items() if texts.get(note) not in (written, "second")]
    with library.database.read() as session:
        calls = set(session.scalars(select(CallRow.id)))
        jobs = session.scalars(select(JobRow.id)).all()
    if kind == "deletions":
        return [f"call {call} was deleted and is there" for call in acknowledged if call in calls]
    if kind == "migrations":
        return [] if jobs == [7] else ["the job of the library of the first form"]
    return [] if calls else ["the call that was heard"]


def _digest(k: int) -> str:
    return hashlib.sha256(sound_of(k)).hexdigest()


def _take_up(library: Library) -> None:
    """Work off what a dead worker had in hand."""
    with library.database.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE job SET lease = '2000-01-01 00:00:00', attempts = 0 WHERE state = 'working'")
    worker = Worker(library, listened)
    while worker.run_one():
        pass


def _half(library: Library) -> list[str]:
    """What is there without what belongs to it, or not as it was."""
    with library.database.read() as session:
        calls, reports = set(session.scalars(select(CallRow.id))), set(session.scalars(select(ReportRow.call_id)))
        heard = set(session.scalars(select(Hearing.call_id)))
        rows = session.scalars(select(Recording)).all()
        states = session.scalars(select(JobRow.state)).all()
        version = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
        sound = session.execute(text("PRAGMA integrity_check")).scalar() if library.database.is_sqlite else "ok"
    paths = {row.id: library.files.root / recording_key(row.id, row.suffix) for row in rows if row.id != "r1"}
    return [
        *(f"call {call} without facts" for call in calls - heard),
        *(f"call {call} without its report" for call in calls - reports - {"c1"}),  # c1 is made for notes, without any
        *(f"recording {digest} without its file" for digest, path in paths.items() if not path.is_file()),
        *(f"recording {digest} is another" for digest, path in paths.items() if path.is_file() and _of(path) != digest),
        *(f"a job that is {state}" for state in set(states) & {"queued", "working"}),
        *([f"the tables are of form {version}"] if version != HEAD else []),
        *([f"the file is damaged: {sound}"] if sound != "ok" else []),
    ]


def _of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _left(library: Library) -> list[str]:
    """What nobody knows of any more."""
    with library.database.read() as session:
        known, leaving = set(session.scalars(select(Recording.id))), session.scalars(select(Leaving.path)).all()
    files = [path for place in PLACES for path in (library.files.root / place).rglob("*") if path.is_file()]
    astray = [path for path in files if path.parts[-3] not in ("recordings", "playable") or path.stem not in known]
    return [
        *(f"file {path.relative_to(library.files.root)}" for path in astray),
        *(f"a note of {path}" for path in leaving),
    ]
