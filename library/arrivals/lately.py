"""Where in a bucket something has come lately, so that not all of it need be listed to see what is new.

A bucket is one long list, in the order of the keys; it is asked for what comes after a key, a thousand at a time::

    2026/11/27/…            2026/11/28/…            2026/11/29/09-12.wav  09-14.wav  09-15.wav  |  (2026/11/30/…)
    not listed again        not listed again         ^ from what came within the last hour, on beyond the end of the folder

    a small folder     from its beginning, whatever its names
    a big one          from the lowest key of what came there within the last hour: one key ago where names tell the time,
                       nearly the whole folder where they tell nothing

So days and hours in the names of folders or files cost a request or two a look. What sorts before all that is found by a look through the
whole bucket, now and then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from library.stores.objects import Seen

FOLDERS = 32
"""Folders of a bucket that are looked at each time: those in which something came last."""
LIVE = 2 * 86_400.0
"""Seconds before the newest object within which something came in each of these."""
LATE = 3600.0
"""Seconds for which what has come is come back to."""
SMALL = 5000
"""Objects in a folder that is always listed from its beginning."""


@dataclass(slots=True)
class _Folder:
    newest: float
    number: int = 0
    before_number: int = 0
    highest: str = ""
    lowest_late: str | None = None


class Lately:
    """The folders of a bucket in which something came last, as one look has seen them; ``now`` is the Unix clock's at its beginning."""

    def __init__(self, now: float, before: Lately | None = None) -> None:
        self._late, self._before = now - LATE, before
        self.folders: dict[str, _Folder] = {}
        self.number = 0
        self.whole: int = before.whole if before else 0
        """Objects of the bucket, when all of it was listed."""

    def note(self, page: Iterable[Seen]) -> None:
        """Objects were seen, in the order of their keys."""
        for seen in page:
            self.number += 1
            name = folder_of(seen.key)
            folder = self.folders.get(name)
            if folder is None:
                folder = self.folders[name] = self._begun(name, seen)
            folder.newest, folder.highest = max(folder.newest, seen.modified), seen.key
            folder.number += 1
            if seen.modified >= self._late and folder.lowest_late is None:
                folder.lowest_late = seen.key
        if len(self.folders) > 4 * FOLDERS:
            self.folders = dict(self._newest())

    def settled(self) -> Lately:
        """The same, with what the look before had seen where this one did not look."""
        self.folders, self._before = dict(self._newest()), None
        return self

    def is_late(self, seen: Seen) -> bool:
        """Whether it came within the last hour."""
        return seen.modified >= self._late

    def marks(self) -> list[tuple[str, str]]:
        """After which key to list, and in which folder that is, in the order of the keys."""
        return sorted((self._mark(name, folder), name) for name, folder in self._newest())

    def _newest(self) -> Iterator[tuple[str, _Folder]]:
        folders = {**(self._before.folders if self._before else {}), **self.folders}
        by_time = sorted(folders.items(), key=lambda each: each[1].newest, reverse=True)
        live = by_time[0][1].newest - LIVE if by_time else 0.0
        yield from ((name, folder) for name, folder in by_time[:FOLDERS] if folder.newest >= live)

    @staticmethod
    def _mark(name: str, folder: _Folder) -> str:
        if max(folder.number, folder.before_number) <= SMALL:
            return name
        return (folder.lowest_late or folder.highest)[:-1]  # just before it

    def _begun(self, name: str, seen: Seen) -> _Folder:
        before = self._before.folders.get(name) if self._before else None
        return (
            _Folder(seen.modified)
            if before is None
            else _Folder(before.newest, before_number=max(before.number, before.before_number))
        )


def folder_of(key: str) -> str:
    """The folder of an object, without its last slash; empty for those that lie in none."""
    return key.rpartition("/")[0]
