"""What a worker does between two jobs, now and then: calls whose term is over, files that could not be removed before, a note of
the audit's head beside the recordings, and days whose calls are to be counted anew."""

from __future__ import annotations

import time
from collections.abc import Callable

from library.audit.anchors import keep_anchor
from library.store import Library
from library.trends.keeping import count_due, keep_days

INTERVAL = 600.0
"""Seconds between two looks."""
COUNT_INTERVAL = 60.0
"""Seconds between two times that days are counted: what is told meanwhile of a day that is due is counted from its calls."""
COUNT_SECONDS = 5.0
"""Seconds for which days are counted before the next job is looked for."""


class Housekeeping:
    """Looks after one library; ``monotonic`` gives seconds that only ever grow."""

    def __init__(self, library: Library, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._library, self._monotonic = library, monotonic
        self._next: float | None = None
        self._next_count: float | None = None

    def look(self) -> bool:
        """Do what is to be done where it is time for that; whether it was. Raises :class:`SameSideError` where it cannot be."""
        now = self._monotonic()
        if self._next is not None and now < self._next:
            return False
        self._next = now + INTERVAL
        self._library.retention.look()
        self._library.recordings.remove_leaving_files()
        keep_anchor(self._library.database)
        return True

    def count(self, at_once: bool = False) -> None:
        """Count the days that are due where it is time for that, or ``at_once`` all of them. Raises :class:`SameSideError` where it cannot be."""
        start = self._monotonic()
        if self._next_count is None:  # once: two machines in two zones would have it to and fro
            keep_days(self._library.database)
        if at_once:
            count_due(self._library.database)
        elif self._next_count is None or start >= self._next_count:
            count_due(self._library.database, is_over=lambda: self._monotonic() - start >= COUNT_SECONDS)
            now = self._monotonic()
            self._next_count = now if now - start >= COUNT_SECONDS else now + COUNT_INTERVAL
