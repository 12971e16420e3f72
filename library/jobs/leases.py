"""Which leases have run out, whatever becomes of the clock.

A lease is kept as the time at which it ends, so a clock that is set back by a day, with the worker killed before it, would hold the job
for a day. So whoever looks for work also watches, by a clock of their own that nobody sets::

    the lease's end is past, by the wall clock           -> run out       (the usual case: at once, also after a restart)
    its end has not been put off for as long as a lease  -> run out       (the wall clock was set back)
    its end is put off again and again                   -> held, whatever the wall clock says of a renewal to come
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta


class LeaseWatch:
    """What one onlooker has seen of the leases of others; ``monotonic`` gives seconds that only ever grow."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._seen: dict[int, tuple[datetime, float]] = {}

    def run_out(self, ends: Mapping[int, datetime], now: datetime, lease: timedelta) -> dict[int, datetime]:
        """Those of the leases, by job, that nobody holds any more; ``lease`` is how long one may go without being put off."""
        moment = self._monotonic()
        self._seen = {job: self._since(job, end, moment) for job, end in ends.items()}
        return {
            job: end for job, (end, since) in self._seen.items() if end < now or moment - since > lease.total_seconds()
        }

    def _since(self, job: int, end: datetime, moment: float) -> tuple[datetime, float]:
        """The lease's end, and since when we have seen it there."""
        seen = self._seen.get(job)
        return seen if seen is not None and seen[0] == end else (end, moment)
