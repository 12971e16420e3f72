"""How long this library has been watched over, in seconds by a clock that nobody sets; so that no jump of the other one deletes anything.

The wall clock says on which day a call's term ends, and it may be set forward by a year, by hand or by a battery that is empty. So what is
announced goes only when the time between the announcement and that day *has been watched*, too, as a lease is watched in
:mod:`library.jobs.leases`, but kept in the database, since these are days and not seconds::

    worker runs          its monotonic clock counts, and no more than the wall clock did      ├──────┤        ├───┤
    no worker runs       what the wall clock says has passed counts, up to ``NIGHT``                 ├╌╌╌╌╌╌╌╌┤
    clock set forward    nothing of the jump counts; of a jump while no worker ran at most ``NIGHT``
    clock set back       nothing counts in that look; whatever was announced “later than now” is announced anew

So a machine that is off over a weekend deletes a day or two late, and none deletes early.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from library.database.connection import put
from library.database.tables.accountability import RetentionWatch

NIGHT = timedelta(hours=12)
"""How much of a time in which no worker looked is believed to have passed."""


class Watch:
    """One worker's part in watching over a library; ``monotonic`` gives seconds that only ever grow."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._last: float | None = None

    def look(self, session: Session, now: datetime) -> float:
        """Note that somebody looks ``now``; the seconds that the library has been watched over in all."""
        put(session, RetentionWatch, {"id": 1, "seconds": 0.0, "looked": now}, key=("id",), replace=False)
        row = session.get_one(RetentionWatch, 1, with_for_update=True, populate_existing=True)
        passed = max(0.0, (now - row.looked).total_seconds())
        moment = self._monotonic()
        own = NIGHT.total_seconds() if self._last is None else moment - self._last
        row.seconds, row.looked, self._last = row.seconds + min(passed, own), now, moment
        session.flush()
        return row.seconds


def watched(session: Session) -> float:
    """The seconds that the library has been watched over, as of the last look."""
    row = session.get(RetentionWatch, 1)
    return 0.0 if row is None else row.seconds
