"""Watching a folder or a bucket: look through it, take what is whole, wait, look again.

::

    look ──> a recording that is not known ──> still, with what lies beside it? ── no ──> next look
                                                     │ yes
                                                     v
                                     described (list, sidecar, name) ──> taken ──> a job of the queue

What is killed at any point is found again by the next look: what was taken is known by its row, and all else is as if it had just come. A
file that cannot be taken costs a sentence, once for as long as it stays as it is, and the rest goes on. Where the library or the bucket is away or the
disk full, nothing is any file's fault: that is said once, and it is tried again, less and less often.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from pathlib import Path, PurePath
from threading import Event
from typing import Any, NamedTuple

from audio.containers.opening import check_file
from audio.errors import LibraryError, SameSideError, UnreachableError, sentence
from audio.given_file import read_given
from library.arrivals.arrivals import Arrivals, ChangedError
from library.arrivals.settling import State
from library.arrivals.source import Found, Source

LONGEST_WAIT = 60.0
"""Seconds after which it is tried again at the latest, where something is away."""


class Taken(NamedTuple):
    """A recording whose turn it was: its file, and its job; ``None`` where the same recording had been there before."""

    path: PurePath
    job: int | None


class Watch:
    """One folder or bucket, watched for one library.

    describe  what is known of a recording and how it is to be heard, as options of its job; raises :class:`SameSideError`
    say       is told, in a sentence, what could not be taken
    taken     is told of each recording whose turn it was
    """

    def __init__(
        self,
        source: Source,
        arrivals: Arrivals,
        describe: Callable[[Path], Mapping[str, Any]],
        say: Callable[[str], None],
        taken: Callable[[Taken], None],
        stop: Event,
    ) -> None:
        self._source, self._arrivals, self._describe, self._say, self._taken = source, arrivals, describe, say, taken
        self._stop, self._looked = stop, 0.0
        self._known: dict[PurePath, State] = {}
        self._refused: dict[PurePath, Hashable] = {}

    def run(self, interval: float, until_taken: bool = False) -> None:
        """Watch until told to stop, with ``interval`` seconds between two looks; or ``until_taken``, until all that lies there is.

        Raises :class:`LibraryError` and ``OSError`` where that is not to be had; else it is said, and tried again.
        """
        trouble, told, wait = "", "", interval
        while not self._stop.is_set():
            try:
                waiting, trouble = self.look(), ""
                if until_taken and not waiting:
                    return
            except UnreachableError as away:
                trouble = sentence(away)
            except (LibraryError, OSError) as refused:
                if until_taken:
                    raise
                trouble = sentence(refused)
            if trouble and trouble != told:
                self._say(trouble)
            told = trouble
            wait = min(2 * wait, max(interval, LONGEST_WAIT)) if trouble else interval
            self._stop.wait(max(wait, self._source.pause(self._looked)))

    def look(self) -> int:
        """Look through it once and take what is whole; how many recordings wait for the next look.

        Raises :class:`LibraryError` where the library cannot take anything now or the bucket does not answer, and ``OSError`` where the folder
        cannot be read.
        """
        waiting, there = 0, set[PurePath]()
        for found in self._timed(self._source.look()):
            if self._source.remembers:
                there.update(found.folder / name for name in found.files)
            waiting += self._look_at(found)
            if self._stop.is_set():
                return waiting
        if self._source.remembers:
            for path in (set(self._known) | set(self._refused)) - there:
                self._known.pop(path, None)
                self._refused.pop(path, None)
        return waiting

    def _timed(self, look: Iterator[Found]) -> Iterator[Found]:
        """What is found, and noted for how many seconds that was waited for."""
        self._looked = 0.0
        while True:
            began = time.monotonic()
            found = next(look, None)
            self._looked += time.monotonic() - began
            if found is None:
                return
            yield found

    def _look_at(self, found: Found) -> int:
        """Take what is whole of one folder; how many recordings of it are not."""
        new = {name: found.files[name] for name in found.recordings()}
        new = {name: state for name, state in new.items() if self._known.get(found.folder / name) != state}
        places = {name: self._source.place(found.folder / name) for name in new}
        known = self._arrivals.known({places[name]: state for name, state in new.items()}) if new else set[str]()
        if self._source.remembers:
            self._known.update((found.folder / name, new[name]) for name, place in places.items() if place in known)
        new = {name: state for name, state in new.items() if places[name] not in known}
        if not new:
            return 0
        together, waiting = found.together(), 0
        for name in new:
            if self._stop.is_set():
                break
            waiting += not self._try(found, name, together.belonging(name))
        return waiting

    def _try(self, found: Found, name: str, beside: list[str]) -> bool:
        """Take a recording if it is whole, with what lies ``beside`` it; whether nothing is to be waited for any more. Raises
        :class:`LibraryError`."""
        path, state = found.folder / name, found.files[name]
        states = (state, *((each, found.files[each]) for each in beside))
        if self._refused.get(path) == states:
            return True
        if not self._source.is_still(found, name, beside):
            return False
        try:
            job = self._take(found, name, beside)
        except ChangedError:
            return False
        except LibraryError:
            raise
        except (SameSideError, OSError) as trouble:
            self._refused[path] = states
            self._say(f"{name}: {sentence(trouble)}" if name not in str(trouble) else sentence(trouble))
            return True
        self._source.forget(path)
        if self._source.remembers:
            self._known[path] = state
        self._refused.pop(path, None)
        self._taken(Taken(path, job))
        return True

    def _take(self, found: Found, name: str, beside: list[str]) -> int | None:
        with self._source.here(found, name, beside) as lying:
            check_file(lying.path)
            files = [(file.name, read_given(file)) for file in lying.beside]
            return self._arrivals.take(lying, found.files[name], self._describe(lying.path), files)
