"""Watching a folder: look through it, take what is whole, wait, look again.

::

    look ──> a recording that is not known ──> still, with what lies beside it? ── no ──> next look
                                                     │ yes
                                                     v
                                     described (list, sidecar, name) ──> taken ──> a job of the queue

What is killed at any point is found again by the next look: what was taken is known by its row, and all else is as if it had just come. A
file that cannot be taken costs a sentence, once for as long as it stays as it is, and the rest goes on. Where the library is away or its
disk full, nothing is any file's fault: that is said once, and it is tried again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

from audio.containers.opening import check_file
from audio.errors import LibraryError, SameSideError, UnreachableError, sentence
from audio.given_file import read_given
from library.arrivals.arrivals import Arrivals, ChangedError
from library.arrivals.folder import Found, look_through
from library.arrivals.settling import Settling, State, is_open_for_writing

SHARE = 10.0
"""A look that takes long is followed by a pause of so many times its length: no share is kept busy by being watched."""


class Taken(NamedTuple):
    """A recording whose turn it was: its file, and its job; ``None`` where the same recording had been there before."""

    path: Path
    job: int | None


class Watch:
    """One folder, watched for one library.

    describe  what is known of a recording and how it is to be heard, as options of its job; raises :class:`SameSideError`
    say       is told, in a sentence, what could not be taken
    taken     is told of each recording whose turn it was
    settle    seconds for which a recording, and what lies beside it, must have been still
    """

    def __init__(
        self,
        root: Path,
        arrivals: Arrivals,
        describe: Callable[[Path], Mapping[str, Any]],
        say: Callable[[str], None],
        taken: Callable[[Taken], None],
        settle: float,
        stop: Event,
    ) -> None:
        self._root, self._arrivals, self._describe, self._say, self._taken = root, arrivals, describe, say, taken
        self._settling, self._stop = Settling(settle), stop
        self._known: dict[Path, State] = {}
        self._refused: dict[Path, Hashable] = {}

    def run(self, interval: float, until_taken: bool = False) -> None:
        """Watch until told to stop, with ``interval`` seconds between two looks; or ``until_taken``, until all that lies there is.

        Raises :class:`LibraryError` and ``OSError`` where that is not to be had; else it is said, and tried again.
        """
        trouble, told = "", ""
        while not self._stop.is_set():
            began = time.monotonic()
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
            self._stop.wait(max(interval, SHARE * (time.monotonic() - began)))

    def look(self) -> int:
        """Look through the folder once and take what is whole; how many recordings wait for the next look.

        Raises :class:`LibraryError` where the library cannot take anything now, and ``OSError`` where the folder cannot be read.
        """
        waiting, there = 0, set[Path]()
        for found in look_through(self._root):
            there.update(found.folder / name for name in found.files)
            waiting += self._look_at(found)
            if self._stop.is_set():
                return waiting
        self._forget(set(self._known) | set(self._refused), there)
        return waiting

    def _forget(self, seen: Iterable[Path], there: set[Path]) -> None:
        for path in seen:
            if path not in there:
                self._known.pop(path, None)
                self._refused.pop(path, None)

    def _look_at(self, found: Found) -> int:
        """Take what is whole of one folder; how many recordings of it are not."""
        new = {path: found.files[name] for name in found.recordings() if (path := found.folder / name)}
        new = {path: state for path, state in new.items() if self._known.get(path) != state}
        known = self._arrivals.known(new) if new else set[Path]()
        self._known.update((path, new[path]) for path in known)
        new = {path: state for path, state in new.items() if path not in known}
        if not new:
            return 0
        together, waiting = found.together(), 0
        for path, state in new.items():
            if self._stop.is_set():
                break
            beside = together.belonging(path.name)
            states = (state, *((name, *found.files[name]) for name in beside))
            if self._refused.get(path) != states:
                waiting += not self._try(path, state, states, [found.folder / name for name in beside])
        return waiting

    def _try(self, path: Path, state: State, states: Hashable, beside: list[Path]) -> bool:
        """Take a recording if it is whole; whether nothing is to be waited for any more. Raises :class:`LibraryError`.

        states  of the recording, and of what lies beside it
        """
        if not self._settling.is_still(str(path), states) or any(map(is_open_for_writing, (path, *beside))):
            return False
        try:
            check_file(path)
            files = [(file.name, read_given(file)) for file in beside]
            job = self._arrivals.take(path, state, self._describe(path), files)
        except ChangedError:
            return False
        except LibraryError:
            raise
        except (SameSideError, OSError) as trouble:
            self._refused[path] = states
            self._say(f"{path.name}: {sentence(trouble)}" if path.name not in str(trouble) else sentence(trouble))
            return True
        self._settling.forget(str(path))
        self._known[path] = state
        self._refused.pop(path, None)
        self._taken(Taken(path, job))
        return True
