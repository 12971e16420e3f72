"""Recordings: each kept once, found again, and let go without a trace.

A file and its row cannot change in one step, so the database says beforehand what is to become of a file::

    adding      note the path as leaving  ->  the file takes its place  ->  row written and note crossed out, in one
    letting go  row removed and path noted as leaving, in one           ->  file removed, note crossed out

Killed anywhere, whoever opens the library later reads the notes that are due: a file whose recording has a row stays, any other goes,
with all forms of it that a browser plays. Where the place it lies in does not answer, its note stays, and it goes another time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from audio.errors import LibraryError
from library.access.permits import permit, permit_in_house, permit_the_program
from library.access.rights import HouseRight
from library.database.connection import Database, put
from library.database.private import make_folder
from library.database.schema import Hearing, JobRow, Leaving, Recording
from library.database.text import one_line
from library.logs.events import about
from library.recordings.fetched import Fetched
from library.recordings.files import Files, playables_of, recording_key, suffix_of
from library.recordings.places import Places, Where
from library.stores.store import Store, Stored

log = logging.getLogger(__name__)

ARRIVAL_TIMEOUT = timedelta(hours=1)
"""How long a file may take from its note to its row before it counts as left behind; it takes far less than a second."""

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""When a file is due that is to go now: past by every clock, also by one that is set back before it has gone."""

AT_A_TIME = 20
"""So many recordings are removed in one transaction, which others wait for on SQLite."""

UNHEARD_EXPIRY = timedelta(days=1)
"""How long a recording is kept that nobody has listened to and that is in no queue."""


class Recordings:
    """The recordings of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.files = Files(database.files, database.is_shared)
        self.places = Places(database)

    @contextmanager
    def add(
        self, source: Path | BinaryIO | Fetched, name: str | None, right: HouseRight = "bring"
    ) -> Iterator[tuple[Session, Recording]]:
        """A recording put in its place, and the transaction, still open, in which it got its row.

        Its path is noted as leaving before the file takes it: if we are killed in between, the next to open the
        library removes the file, and nothing is there that nobody knows of. The transaction looks past any wall; ``right`` is what
        the viewer needs, or :class:`SameSideError` is raised.
        """
        display_name, database = name_of(source, name), self._database.unwalled
        with database.read() as session:
            permit_in_house(session, right)
        database.rest()
        with self.files.copy(source) as (part_file, digest, size):
            with database.write() as session:
                existing = session.get(Recording, digest)
                suffix = existing.suffix if existing else suffix_of(display_name)
                key = recording_key(digest, suffix)
                put(session, Leaving, {"path": key, "due": datetime.now(UTC) + ARRIVAL_TIMEOUT}, key=("path",))
            self._keep(key, part_file, digest, source if isinstance(source, Fetched) else None)
            with database.write() as session:
                session.execute(delete(Leaving).where(Leaving.path == key))
                row = {
                    "id": digest,
                    "suffix": suffix,
                    "name": display_name,
                    "size": size,
                    "kept": datetime.now(UTC),
                }
                put(session, Recording, row, key=("id",), replace=False)
                if self.places.find(key, self.places.where(session)) is None:
                    raise LibraryError(
                        f"{display_name} was being deleted or moved in the library while it was brought: bring it again."
                    )
                yield session, session.get_one(Recording, digest)

    def _keep(self, key: str, part_file: Path, digest: str | None, fetched: Fetched | None = None) -> Store:
        """Give what was written its place under ``key``; the store that has it now. Raises :class:`SameSideError`.

        fetched  what it was fetched from, which the store may copy by itself
        """
        store = self.places.stores()[0]
        if fetched is not None and store.adopt(key, fetched.lies, fetched.tag):
            return store
        try:
            store.put(key, part_file, digest)
        except OSError as error:
            raise self.files.refused(error) from None
        return store

    def keep_playable(self, recording: str, key: str, part_file: Path) -> Stored:
        """Keep a playable form of a recording that was written; it goes with the recording. Raises :class:`SameSideError`, also where that has
        been deleted since."""
        with self._database.read() as session:
            permit_the_program(session)
        size = part_file.stat().st_size
        store = self._keep(key, part_file, None)
        try:
            self.check(recording)
        except LibraryError:
            store.delete([key])
            raise
        return Stored(store, key, size)

    def check(self, recording: str) -> Recording:
        """The row of a recording. Raises :class:`SameSideError` where it is unknown."""
        with self._database.read() as session:
            return _row(session, recording)

    def stored(self, recording: str) -> Stored:
        """What is kept of a recording, as it was brought. Raises :class:`SameSideError` where it is unknown, where its file is gone from where it
        lay, or where the viewer may not hear what is masked in the calls that were heard in it; one still to be heard is its bringer's."""
        if self._database.viewer is None:  # the program hears all
            row, where = self._known(recording)
        else:
            row = self.check(recording)
            with self._database.read() as session:
                heard = select(Hearing.call_id).where(Hearing.recording_id == recording).distinct()
                permit(session, "hear_original", session.scalars(heard).all())
            where = self.places.where()
        stored = self.places.find(recording_key(row.id, row.suffix), where)
        if stored is None:
            raise LibraryError(
                f"The recording “{row.name}” is no longer {self._told(recording_key(row.id, row.suffix), where)}: what was heard, the report "
                "and the notes are still here; bring the same recording again and it plays as before."
            )
        return stored

    def _told(self, key: str, where: Where) -> str:
        store = self.places.store(where.at)
        path = store.path(key)
        return f"on the disk (it was {path})" if path else f"in {store.name}"

    @contextmanager
    def here(self, recording: str) -> Iterator[Path]:
        """A recording as a file of this machine, for as long as the block lasts: its own, or a copy whose content is compared with its name.
        Raises as :meth:`stored` does."""
        stored = self.stored(recording)
        if stored.path is not None:
            yield stored.path
            return
        suffix = Path(stored.key).suffix
        with self.files.lent(suffix, lambda copy: stored.fetch(copy, digest=recording)) as path:
            yield path

    def is_there(self, recording: str) -> bool:
        """Whether a recording is to be had from here. Raises :class:`SameSideError` where it is unknown."""
        row, where = self._known(recording)
        return self.places.find(recording_key(row.id, row.suffix), where) is not None

    def _known(self, recording: str) -> tuple[Recording, Where]:
        """The row of a recording and where recordings lie, asked at once for the program, which asks for each call."""
        with self._database.read() as session:
            permit_the_program(session)
            return _row(session, recording), self.places.where(session)

    def remove_leaving_files(self, now: datetime | None = None) -> None:
        """Remove the files that are due to leave: those of a delete, and those that a killed process left behind. Those of which it is not
        certain that they are gone keep their notes, and are removed another time."""
        with self._database.read() as session:
            permit_the_program(session)
        try:
            while self._remove_some(now or datetime.now(UTC)):
                pass
        except LibraryError as trouble:
            log.warning("%s What is to be deleted there is tried again.", trouble, extra=about("deletion_put_off"))

    def _remove_some(self, now: datetime) -> bool:
        """Remove some of the files that are due; whether there may be more. Their notes are locked meanwhile: nobody brings them back."""
        due = select(Leaving.path).where(Leaving.due <= now).order_by(Leaving.due, Leaving.path)
        with self._database.read() as session:
            paths = session.scalars(due.limit(AT_A_TIME)).all()
        keys = {path: self._leaving_with(path) for path in paths}  # where they do not answer, nobody is kept waiting
        if not keys:
            return False
        with self._database.write() as session:
            locked = session.scalars(due.where(Leaving.path.in_(paths)).with_for_update()).all()
            go = {path: keys[path] for path in locked if session.get(Recording, Path(path).stem) is None}
            gone = self.places.delete([key for of_one in go.values() for key in of_one])
            done = [path for path in locked if gone.issuperset(go.get(path, ()))]
            session.execute(delete(Leaving).where(Leaving.path.in_(done)))
        return len(done) == AT_A_TIME

    def _leaving_with(self, path: str) -> Sequence[str]:
        """A recording's file, and all forms of it that a browser plays."""
        return [path, *self.places.list(playables_of(Path(path).stem))] if path.startswith("recordings/") else [path]

    def total(self) -> tuple[int, int]:
        """How many recordings there are, and of how many bytes."""
        with self._database.read() as session:
            permit_the_program(session)
            number, size = session.execute(select(func.count(), func.sum(Recording.size)).select_from(Recording)).one()
            return number, size or 0

    def leaving(self) -> int:
        """How many recordings are to be removed from where they lie, and are not yet."""
        with self._database.read() as session:
            permit_the_program(session)
            due = select(func.count()).select_from(Leaving).where(Leaving.due <= datetime.now(UTC))
            return session.scalar(due) or 0

    def tidy(self) -> None:
        """What is done when a library is opened: let go of everything that a killed process left half-way."""
        with self._database.read() as session:
            permit_the_program(session)
        self.places.settle()
        make_folder(self.files.root / "hearing", self._database.is_shared)  # which the hearing itself would make open
        self.files.sweep()
        self._date_anew()
        self._forget_unheard()
        self.remove_leaving_files()

    def _date_anew(self) -> None:
        """No file has longer than ``ARRIVAL_TIMEOUT`` from now: a note that says so was written before the clock was set back."""
        latest = datetime.now(UTC) + ARRIVAL_TIMEOUT
        with self._database.write() as session:
            session.execute(update(Leaving).where(Leaving.due > latest).values(due=latest))

    def _forget_unheard(self) -> None:
        """Let go the recordings that a killed review kept and nobody has come back for."""
        with_hearing = select(Hearing.recording_id).where(Hearing.recording_id.is_not(None))
        in_queue = select(JobRow.recording_id).where(JobRow.recording_id.is_not(None))
        with self._database.write() as session:
            rows = session.scalars(
                select(Recording).where(
                    Recording.kept < datetime.now(UTC) - UNHEARD_EXPIRY,
                    Recording.id.not_in(with_hearing),
                    Recording.id.not_in(in_queue),
                )
            ).all()
            self.release(session, rows)

    def release(self, session: Session, recordings: Sequence[Recording]) -> None:
        """Remove recordings within a transaction of the caller's, who has asked whether they may go; their files go with
        :meth:`remove_leaving_files`, after it."""
        for row in recordings:
            path = recording_key(row.id, row.suffix)
            put(session, Leaving, {"path": path, "due": AT_ONCE}, key=("path",))
            session.execute(delete(Recording).where(Recording.id == row.id))


def _row(session: Session, recording: str) -> Recording:
    row = session.get(Recording, recording)
    if row is None:
        raise LibraryError(f"There is no recording {recording} in the library; it may have been deleted.")
    return row


def name_of(source: Path | BinaryIO | Fetched, name: str | None) -> str:
    """What people call a recording: ``name``, or the file's own."""
    return one_line(name or (source.name if isinstance(source, Path) else "")) or "recording"
