"""What a worker does between two jobs, now and then: calls whose term is over, files that could not be removed before, and a note of
the audit's head beside the recordings."""

from __future__ import annotations

import time
from collections.abc import Callable

from library.audit.anchors import keep_anchor
from library.store import Library

INTERVAL = 600.0
"""Seconds between two looks."""


class Housekeeping:
    """Looks after one library; ``monotonic`` gives seconds that only ever grow."""

    def __init__(self, library: Library, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._library, self._monotonic = library, monotonic
        self._next: float | None = None

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
