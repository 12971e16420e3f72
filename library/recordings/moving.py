"""Moving recordings from where they lie to another place, while everybody goes on working.

::

    begin    the library says: new ones go there, those left are still here              (library/recordings/places.py)
    one      read, hashed ──> written there ──> read back, hashed again ──> removed here
    end      nothing is left here: the library says that they lie there, and only there

Killed anywhere, a recording is in one of the two places, or whole in both; whoever gives the same command again goes on with what is left.
Given the place they came from, it moves them back. What is deleted meanwhile is deleted in both places, and is not brought back by a copy
that was on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import PurePosixPath

from sqlalchemy import select

from audio.errors import InputError, LibraryError
from library.access.permits import permit_the_program
from library.audit.recording import record
from library.database.connection import Database
from library.database.schema import Leaving, Recording
from library.recordings.places import Places, Where, change, keep_out, refuse_shared, shown
from library.recordings.recordings import Recordings
from library.stores.store import Entry, Store, Stored, check_digest

AT_A_TIME, TOGETHER = 4, 64
"""So many are moved at a time, and so many are listed before the next are."""

KINDS = ("recordings/", "playable/")

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """How many recordings were moved, in how many bytes with what is played of them, and whether there was anything to be done at all."""

    recordings: int
    size: int
    was_there: bool = False


class Moves:
    """Moves the recordings of one library; it is the program's own."""

    def __init__(self, database: Database, recordings: Recordings) -> None:
        self._database, self._recordings = database, recordings
        self._places: Places = recordings.places

    def move(self, at: str, tell: Tell = lambda _recordings, _size: None) -> Moved:
        """Move all recordings to the address ``at`` (empty: the library's folder), and have new ones kept there from now on.

        ``tell`` is told how many there were so far, and in how many bytes. Raises :class:`SameSideError` where one of the places cannot be
        used; what is moved by then stays moved.
        """
        with self._database.read() as session:
            permit_the_program(session)
        where = self._places.where()
        if where.at == at and where.left is None:
            return Moved(0, 0, was_there=True)
        if where.at != at and where.left not in (None, at):
            raise InputError(
                f"The recordings are being moved from {shown(where.left or '')} to {shown(where.at)}: have that ended first, with the same "
                "command, or go back to where they came from."
            )
        self._places.store(at).check()
        if where.left is None:
            refuse_shared(self._places.store(at))
        where = self._begin(at, where)
        assert where.left is not None
        source, target = self._places.store(where.left), self._places.store(at)
        recordings = size = 0
        while True:
            for entry in self._moved(source, target):
                recordings, size = recordings + entry.key.startswith(KINDS[0]), size + entry.size
                tell(recordings, size)
            if self._end(where, source):
                return Moved(recordings, size)

    def _begin(self, at: str, where: Where) -> Where:
        """Have the library say that they are being moved there, where it does not yet."""
        if where.at == at:
            return where
        with self._database.write() as session:
            keep_out(session)
            change(session, where, at, where.at)
            record(session, "moved_recordings", to=shown(at))
        return self._places.where()

    def _moved(self, source: Store, target: Store) -> Iterator[Entry]:
        """Move what is found in ``source``, some at a time."""

        def one(entry: Entry) -> Entry:
            self._move_one(Stored(source, entry.key, entry.size), target)
            return entry

        entries = (entry for kind in KINDS for entry in source.list(kind))
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            while some := list(islice(entries, TOGETHER)):
                yield from pool.map(one, some)

    def _move_one(self, stored: Stored, target: Store) -> None:
        try:
            self._copy(stored, target)
        except LibraryError:
            if stored.store.size(stored.key) is not None:
                raise
        if not self._is_wanted(PurePosixPath(stored.key).name.partition(".")[0]):
            target.delete([stored.key])
        stored.store.delete([stored.key])

    def _copy(self, stored: Stored, target: Store) -> None:
        """Write to ``target`` what is stored, and read it back."""
        wanted = PurePosixPath(stored.key).stem if stored.key.startswith(KINDS[0]) else None
        digests: list[str] = []
        with self._recordings.files.lent(".part", lambda copy: digests.append(stored.fetch(copy, wanted))) as copy:
            target.put(stored.key, copy, wanted)
        there = Stored(target, stored.key, stored.size)
        check_digest(there.digest(), digests[0], f"{stored.key}, as it came to {target.name},")

    def _is_wanted(self, digest: str) -> bool:
        """Whether a recording is there, or on its way in; what belongs to none was deleted, or left behind."""
        arriving = (Leaving.path.like(f"recordings/{digest[:2]}/{digest}%"), Leaving.due > datetime.now(UTC))
        with self._database.read() as session:  # the note first: it goes as the row comes
            note = session.scalar(select(Leaving.path).where(*arriving).limit(1))
            return note is not None or session.get(Recording, digest) is not None

    def _end(self, where: Where, source: Store) -> bool:
        """Have the library say that they are there and nowhere else, unless something has come to ``source`` meanwhile."""
        with self._database.write() as session:
            keep_out(session)
            if any(True for kind in KINDS for _ in source.list(kind)):
                return False
            change(session, where, where.at, None)
        return True
