"""A part of a bucket that is watched: what is listed is whole, and is fetched once.

An object is there whole or not at all: half an upload is listed by no store. What belongs to a recording may come after it, so it is waited for
as in a folder, by the time at which the store says that each came. Nothing in the bucket is changed.

All of it is listed at the start and then once an hour, or more seldom where that takes over six minutes; in between only where something has come
lately (:mod:`library.arrivals.lately`). What is known is in the library, and nothing of it in memory: a million objects cost no more than ten.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath, PurePosixPath

from audio.errors import InputError, LibraryError, UnreachableError
from audio.given_file import LONGEST
from library.arrivals.arrivals import ChangedError
from library.arrivals.folder import SHARE
from library.arrivals.lately import Lately, folder_of
from library.arrivals.settling import Settling, State
from library.arrivals.source import Found, Lying
from library.metadata.gathering import LIST
from library.recordings.fetched import Fetched
from library.recordings.files import Files
from library.stores.objects import Objects, Seen
from library.stores.store import Stored

EVERY = 3600.0
"""Seconds between two looks through all of it."""
FEW = 10_000
"""Objects of a bucket that is looked through from end to end each time."""
BEYOND = 1000
"""Objects after the end of a folder among which the next one is looked for."""
LONGEST_NAME = 240
TOGETHER, MOST_TOGETHER = 1000, 20_000
"""Objects of one folder that are handed on at a time, and at most where their names begin alike."""


class Bucket:
    """The objects below a store's address; ``files`` is where they are fetched to, ``settle`` for how many seconds nothing may have come."""

    remembers = False

    def __init__(
        self, store: Objects, files: Files, settle: float, clock: Callable[[], float] = time.time, every: float = EVERY
    ) -> None:
        self._store, self._files, self._settle, self._clock, self._every = store, files, settle, clock, every
        self._settling = Settling(settle)
        self._lately: Lately | None = None
        self._is_whole, self._is_done, self._whole_due = True, False, 0.0
        self._list: tuple[str, bytes | None] = ("", None)

    def look(self) -> Iterator[Found]:
        """All of it, or, for an hour after that, where something has come lately."""
        now, before, self._is_done = self._clock(), self._lately, False
        self._is_whole = before is None or now >= self._whole_due or self._is_small(before)
        lately = Lately(now, None if self._is_whole else before)
        pages = self._all(lately) if self._is_whole or before is None else self._late(before.marks(), lately)
        for folder, seen in _grouped(pages):
            self._list = ("", None)
            files = {_name(each.key): State(each.size, each.tag) for each in seen}
            yield Found(PurePosixPath(folder), files, {_name(each.key): each.modified for each in seen})
        self._lately, self._is_done = lately.settled(), True

    def pause(self, seconds: float) -> float:
        """Ten times as long as the listing took; after a look through all of it that is the time to the next of these."""
        if self._lately is None or not self._is_done:
            return 0.0
        if not self._is_whole or self._is_small(self._lately):
            return SHARE * seconds
        self._whole_due = self._clock() + max(self._every, SHARE * seconds)
        return 0.0

    def place(self, file: PurePath) -> str:
        """The hash of its address."""
        return hashlib.sha256(f"{self._store.name}/{file.as_posix()}".encode()).hexdigest()

    def is_still(self, found: Found, name: str, beside: Sequence[str]) -> bool:
        """Whether nothing of it has come for long enough, by the store's clock, or by ours since it was seen first."""
        names = (name, *beside)
        if self._clock() - max(found.times[each] for each in names) >= self._settle:
            return True
        states = tuple((each, found.files[each]) for each in names)
        return self._settling.is_still((found.folder / name).as_posix(), states)

    def forget(self, file: PurePath) -> None:
        """It was taken."""
        self._settling.forget(file.as_posix())

    @contextmanager
    def here(self, found: Found, name: str, beside: Sequence[str]) -> Iterator[Lying]:
        """A copy, among the library's files on their way, with what belongs to it. Raises :class:`InputError` where one of these is too big."""
        key, state = (found.folder / name).as_posix(), found.files[name]
        if len(name.encode()) > LONGEST_NAME:
            raise InputError(
                f"{name[:60]}… has a name of over {LONGEST_NAME} bytes, which no file of this machine can have"
            )
        with self._files.arriving_folder() as folder:
            try:
                others = [self._fetch(found, each, folder, LONGEST) for each in beside]
                for list_name, content in self._tables(found, name, beside):
                    (folder / list_name).write_bytes(content)
                path, digest = self._fetch(found, name, folder)
            except UnreachableError:
                raise
            except LibraryError:
                if self._state(key) != state:
                    raise ChangedError(f"{name} has changed while it was read.") from None
                raise
            fetched = Fetched(path, digest, path.stat().st_size, Stored(self._store, key, state.size), state.modified)
            beside_it = [path for path, _ in others]
            yield Lying(path, self.place(PurePosixPath(key)), lambda: self._state(key), beside_it, fetched)

    def _state(self, key: str) -> State | None:
        seen = self._store.seen(key)
        return None if seen is None else State(seen.size, seen.tag)

    def _fetch(self, found: Found, name: str, folder: Path, most: int | None = None) -> tuple[Path, str]:
        """A file of that name in ``folder``, and its SHA-256."""
        key, path, size = (found.folder / name).as_posix(), folder / name, found.files[name].size
        if most is not None and size > most:
            raise InputError(f"{name} has over {most // 1000:,} kB; is it the right file?")
        self._files.make(path)
        return path, Stored(self._store, key, size).fetch(path)

    def _tables(self, found: Found, name: str, beside: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Name and content of the lists that say something of a recording: one of its own name, and the one of its folder."""
        own = PurePosixPath(name).with_suffix(".csv").name
        if own in found.files and own not in (LIST, *beside):
            yield own, self._content((found.folder / own).as_posix()) or b""
        key = (found.folder / LIST).as_posix()
        if self._list[0] != key:
            self._list = (key, self._content(key))
        if self._list[1] is not None:
            yield LIST, self._list[1]

    def _content(self, key: str) -> bytes | None:
        size = self._store.size(key)
        return None if size is None or size > LONGEST else b"".join(self._store.read(key, 0, size))

    def _is_small(self, lately: Lately) -> bool:
        return self._store.kind == "az" or lately.whole <= FEW  # Azure's lists begin where they begin

    def _all(self, lately: Lately) -> Iterator[Sequence[Seen]]:
        for page in self._store.pages():
            lately.note(page)
            yield page
        lately.whole = lately.number

    def _late(self, marks: Sequence[tuple[str, str]], lately: Lately) -> Iterator[Sequence[Seen]]:
        """What lies after each of the marks, up to the end of its folder and somewhat on: the next day's may begin there."""
        mark_of, upto = {folder: mark for mark, folder in marks}, ""
        for mark, _ in marks:
            beyond = 0
            for page in self._store.pages(max(mark, upto)):
                kept = list[Seen]()
                for seen in page:
                    folder = folder_of(seen.key)
                    if mark_of.get(folder, "") > seen.key:  # which is begun at its own mark
                        beyond = BEYOND
                        break
                    beyond = 0 if folder in mark_of or lately.is_late(seen) else beyond + 1
                    kept.append(seen)
                    upto = seen.key
                lately.note(kept)
                yield kept
                if beyond >= BEYOND:
                    break


def _grouped(pages: Iterable[Sequence[Seen]]) -> Iterator[tuple[str, list[Seen]]]:
    """Objects folder by folder, those of a big one a part at a time, which never ends between names that begin alike; nothing hidden."""
    folder, group, stem = "", list[Seen](), ""
    for page in pages:
        for seen in page:
            if any(part.startswith(".") for part in seen.key.split("/")):
                continue
            name, its = _name(seen.key), folder_of(seen.key)
            if its != folder or not name.startswith(stem):
                if group and (its != folder or len(group) >= TOGETHER):
                    yield folder, group
                    group = []
                folder, stem = its, PurePosixPath(name).stem
            elif len(group) >= MOST_TOGETHER:
                yield folder, group
                group = []
            group.append(seen)
    if group:
        yield folder, group


def _name(key: str) -> str:
    return key.rpartition("/")[2]
