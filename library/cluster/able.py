"""Which workers of a cluster can be sent something: those that it has, but for those with a trouble of their own, for a while or for good."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable


class Able:
    """The workers that a driver has seen, by their addresses, and who of them is left out."""

    def __init__(self) -> None:
        self.here: frozenset[str] = frozenset()
        self._left_out: dict[str, float] = {}

    def see(self, addresses: Iterable[str]) -> None:
        """Take in which workers there are now."""
        self.here = frozenset(addresses)

    def leave_out(self, where: str, seconds: float) -> bool:
        """Leave a worker out for so many seconds (``math.inf``: for good); whether this is the first time."""
        is_first = where not in self._left_out
        self._left_out[where] = time.monotonic() + seconds
        return is_first

    def now(self) -> frozenset[str]:
        """Those that can be sent something."""
        now = time.monotonic()
        return frozenset(each for each in self.here if self._left_out.get(each, 0.0) <= now)

    def among(self) -> frozenset[str] | None:
        """Those to whom an errand has to be narrowed down just now; ``None`` where any may have it, whoever may come too."""
        able = self.now()
        return None if able == self.here else able

    def has_none(self) -> bool:
        """Whether there are workers, and none of them will ever do."""
        return bool(self.here) and all(self._left_out.get(each) == math.inf for each in self.here)
