"""What goes on in many requests without a pause, told to the audit once: a sound that is fetched in pieces, a state that is asked for again
and again, a call that somebody is denied however often they ask."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from library.store import Library

PAUSE = 600.0
"""Seconds without a request after which the next one is told again."""
MOST_DENIED = 30
"""Calls of which it is told within a pause's length that one person was denied them."""
REMEMBERED = 10_000
"""So many people with a call each are remembered; whoever is forgotten is told once more."""


class Ongoing:
    """What goes on in many requests: told at the first, and again after a pause."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._latest: OrderedDict[Hashable, float] = OrderedDict()
        self._changing = threading.Lock()

    def tell(self, library: Library, who: Hashable, act: str, call_id: str | None, **detail: Any) -> None:
        """Tell it, with details, where it was not told already. Raises :class:`SameSideError` where that cannot be kept."""
        key = (who, act, call_id)
        with self._changing:
            latest, now = self._latest.get(key), self._monotonic()
        if latest is None or now - latest > PAUSE:
            library.audit.note(act, call_id, **detail)
        self._remember(key)

    def is_told(self, who: Hashable, act: str, call_id: str) -> None:
        """Say that it was told by other means: a call's page that is opened tells of its notes too."""
        self._remember((who, act, call_id))

    def _remember(self, key: Hashable) -> None:
        with self._changing:
            self._latest[key] = self._monotonic()
            self._latest.move_to_end(key)
            while len(self._latest) > REMEMBERED:
                self._latest.popitem(last=False)


class Denials:
    """What people were denied, as far as it was told already: at most ``MOST_DENIED`` calls a person without a pause."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._told: OrderedDict[Hashable, dict[str, float]] = OrderedDict()
        self._changing = threading.Lock()

    def is_new(self, who: Hashable, call_id: str) -> bool:
        """Whether this is to be told; it is remembered that it was."""
        with self._changing:
            now = self._monotonic()
            recent = {call: at for call, at in self._told.pop(who, {}).items() if now - at <= PAUSE}
            new = call_id not in recent and len(recent) < MOST_DENIED
            self._told[who] = recent | {call_id: now} if new else recent
            while len(self._told) > REMEMBERED:
                self._told.popitem(last=False)
        return new
