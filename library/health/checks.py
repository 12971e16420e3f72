"""The checks: the database is there and in the form that this SameSide knows, recordings can be written and read where they lie, the queue moves.

::

    database     it answers, and its tables are those of this version      ┐ what is after one that fails is not looked at:
    recordings   a small file is written there, read and removed           │ it could not be told
    queue        nothing waits for minutes while nobody works              ┘

A check's reason is for anybody who may ask whether a dashboard is up, so it names no host, no path, no number of calls. The sentence beside it
(``detail``) is for whoever sits at the machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from audio.errors import SameSideError, UnreachableError, sentence
from library.database.connection import Database
from library.database.schema import HEAD
from library.health.bounded import Bounded
from library.jobs.queue import Queue
from library.recordings.places import Places

Name = Literal["database", "recordings", "queue"]
NAMES: tuple[Name, ...] = get_args(Name)

WITHIN, KEEP = 4.0, 2.0
"""Seconds in which all checks are answered, and for which an answer is given again."""
WRITTEN = 60.0
"""Seconds for which a place that could be written to is not written to again: object storage is paid by the request."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, whether it is well, and why not, in words for anybody; ``detail`` is the sentence for whoever sits here."""

    name: Name
    is_well: bool
    why: str = ""
    detail: str = ""


class Health:
    """Looks at one library. ``monotonic`` gives seconds that only ever grow."""

    def __init__(
        self,
        database: Database,
        within: float = WITHIN,
        keep: float = KEEP,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._monotonic = database, monotonic
        self._within = within
        self._found: list[Check] = []
        self._written: float | None = None
        self._asking = Bounded(self._look, within, keep)

    def look(self) -> tuple[Check, ...]:
        """All checks, in a bounded time; whatever hangs is one that is not well."""
        answer = self._asking.ask()
        if answer is not None:
            return answer
        found = tuple(self._found)
        hangs = Check(NAMES[min(len(found), len(NAMES) - 1)], False, f"does not answer within {self._within:g} s")
        return _whole((*found[: len(NAMES) - 1], hangs))

    def _look(self) -> tuple[Check, ...]:
        self._found = []
        looks = {"database": self._of_database, "recordings": self._of_recordings, "queue": self._of_queue}
        for name in NAMES:
            try:
                check = looks[name]()
            except UnreachableError as trouble:
                check = Check(name, False, "does not answer", sentence(trouble))
            except SameSideError as trouble:
                check = Check(name, False, "cannot be used", sentence(trouble))
            self._found.append(check)
            if not check.is_well:
                break
        return _whole(tuple(self._found))

    def _of_database(self) -> Check:
        form = self._database.form()
        if form == HEAD:
            return Check("database", True)
        if form is None:
            return Check("database", False, "holds no library", f"There is no library at {self._database.name}.")
        why = f"is of the form {form}, and this SameSide knows {HEAD}"
        return Check("database", False, why, f"The library {self._database.name} {why}: update the one or the other.")

    def _of_recordings(self) -> Check:
        now = self._monotonic()
        if self._written is None or now - self._written > WRITTEN:
            self._written = None
            Places(self._database).check()
            self._written = now
        return Check("recordings", True)

    def _of_queue(self) -> Check:
        figures = Queue(self._database).figures()
        if not figures.is_stuck:
            return Check("queue", True)
        waits = (
            f"{figures.number('waiting', 'lost'):,} jobs wait, the oldest for {figures.oldest_waiting / 60:,.0f} min"
        )
        return Check("queue", False, "something waits, and nobody works", f"{waits}, and nobody works: start a worker.")


def _whole(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """The checks, with those that were not come to."""
    return (*checks, *(Check(name, False, "was not looked at") for name in NAMES[len(checks) :]))


def health_at(url: str | None, files: Path | None = None) -> Health:
    """The health of the library at ``url``, which is neither made nor brought up to date. Raises :class:`SameSideError` where that is no URL."""
    return Health(Database.as_it_is(url, files))
