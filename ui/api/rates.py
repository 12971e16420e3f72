"""How often somebody may ask: a bucket that a minute fills, from which each request takes one.

::

    120 a minute:  full ▮▮▮▮▮▮  120 at once, then two a second
    empty          429, with the seconds until there is one again

Kept in this process: who serves from several has as many buckets.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

REMEMBERED = 10_000
"""Buckets at most; the one that was longest not asked for goes, and is full when it comes again."""


class Rates:
    """The buckets of everybody; ``monotonic`` gives seconds that only ever grow."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._changing = threading.Lock()

    def wait(self, who: Hashable, per_minute: int) -> int:
        """Take one of ``who``'s, if there is one; whole seconds until there is, 0 where there was."""
        with self._changing:
            now = self._monotonic()
            left, at = self._buckets.pop(who, (float(per_minute), now))
            left = min(float(per_minute), left + (now - at) * per_minute / 60.0)
            allowed = left >= 1.0
            self._buckets[who] = (left - 1.0 if allowed else left, now)
            while len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1.0 - left) * 60.0 / per_minute))
