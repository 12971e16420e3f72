"""Recordings: each kept once, found again, and let go without a trace.

A file and its row cannot change in one step, so the database says beforehand what is to become of a file::

    adding      note the path as leaving  ->  the file takes its place  ->  row written and note crossed out, in one
    letting go  row removed and path noted as leaving, in one           ->  file removed, note crossed out

Killed anywhere, whoever opens the library later reads the notes that are due: a file whose recording has a row stays, any other goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from audio.errors import LibraryError
from library.access.permits import permit, permit_in_house, permit_the_program
from library.access.rights import HouseRight
from library.database.connection import Database, put
from library.database.private import make_folder
from library.database.schema import Hearing, JobRow, Leaving, Recording
from library.database.text import one_line
from library.recordings.files import Files, suffix_of

ARRIVAL_TIMEOUT = timedelta(hours=1)
"""How long a file may take from its note to its row before it counts as left behind; it takes far less than a second."""

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""When a file is due that is to go now: past by every clock, also by one that is set back before it has gone."""

UNHEARD_EXPIRY = timedelta(days=1)
"""How long a recording is kept that nobody has listened to and that is in no queue."""


class Recordings:
    """The recordings of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.files = Files(database.files, database.is_shared)

    @contextmanager
    def add(
        self, source: Path | BinaryIO, name: str | None, right: HouseRight = "bring"
    ) -> Iterator[tuple[Session, Recording]]:
        """A recording put in its place, and the transaction, still open, in which it got its row.

        Its path is noted as leaving before the file takes it: if we are killed in between, the next to open the
        library removes the file, and nothing is there that nobody knows of. The transaction looks past any wall; ``right`` is what
        the viewer needs, or :class:`SameSideError` is raised.
        """
        display_name, database = name_of(source, name), self._database.unwalled
        with database.read() as session:
            permit_in_house(session, right)
        with self.files.copy(source) as (part_file, digest, size):
            with database.write() as session:
                existing = session.get(Recording, digest)
                path = self.files.recording(digest, existing.suffix if existing else suffix_of(display_name))
                leaving = {"path": self.files.relative(path), "due": datetime.now(UTC) + ARRIVAL_TIMEOUT}
                put(session, Leaving, leaving, key=("path",))
            self.files.settle(part_file, path)
            with database.write() as session:
                session.execute(delete(Leaving).where(Leaving.path == leaving["path"]))
                row = {
                    "id": digest,
                    "suffix": path.suffix,
                    "name": display_name,
                    "size": size,
                    "kept": datetime.now(UTC),
                }
                put(session, Recording, row, key=("id",), replace=False)
                if not path.exists():
                    raise LibraryError(
                        f"{display_name} was being deleted from the library while it was brought: bring it again."
                    )
                yield session, session.get_one(Recording, digest)

    def check(self, recording: str) -> Recording:
        """The row of a recording. Raises :class:`SameSideError` where it is unknown."""
        with self._database.read() as session:
            row = session.get(Recording, recording)
        if row is None:
            raise LibraryError(f"There is no recording {recording} in the library; it may have been deleted.")
        return row

    def path(self, recording: str) -> Path:
        """Where a recording lies, as it was brought. Raises :class:`SameSideError` where it is unknown, where its file is gone from the disk, or
        where the viewer may not hear what is masked in the calls that were heard in it; one still to be heard is its bringer's."""
        row = self.check(recording)
        if self._database.viewer is not None:  # the program hears all
            with self._database.read() as session:
                heard = select(Hearing.call_id).where(Hearing.recording_id == recording).distinct()
                permit(session, "hear_original", session.scalars(heard).all())
        path = self.files.recording(row.id, row.suffix)
        if not path.exists():
            raise LibraryError(
                f"The recording “{row.name}” is no longer on the disk (it was {path}): what was heard, the report and "
                "the notes are still here; bring the same recording again and it plays as before."
            )
        return path

    def place(self, recording: str) -> Path:
        """Where a recording lies, whether it is there or not. Raises :class:`SameSideError` where it is unknown."""
        with self._database.read() as session:
            permit_the_program(session)
        row = self.check(recording)
        return self.files.recording(row.id, row.suffix)

    def remove_leaving_files(self, now: datetime | None = None) -> None:
        """Unlink the files that are due to leave: those of a delete, and those that a killed process left behind."""
        due = select(Leaving.path).where(Leaving.due <= (now or datetime.now(UTC)))
        with self._database.read() as session:
            permit_the_program(session)
            if session.scalar(due.limit(1)) is None:
                return
        with self._database.write() as session:
            for path in session.scalars(due.with_for_update()).all():
                with suppress(OSError):  # in use on Windows, say: it leaves another time
                    if session.get(Recording, Path(path).stem) is None:
                        self.files.remove(path)
                    session.execute(delete(Leaving).where(Leaving.path == path))

    def tidy(self) -> None:
        """What is done when a library is opened: let go of everything that a killed process left half-way."""
        with self._database.read() as session:
            permit_the_program(session)
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
            playables = {self.files.playable(row.id), *self.files.playables(row.id)}
            for path in (self.files.recording(row.id, row.suffix), *playables):
                put(session, Leaving, {"path": self.files.relative(path), "due": AT_ONCE}, key=("path",))
            session.execute(delete(Recording).where(Recording.id == row.id))


def name_of(source: Path | BinaryIO, name: str | None) -> str:
    """What people call a recording: ``name``, or the file's own."""
    return one_line(name or (source.name if isinstance(source, Path) else "")) or "recording"
