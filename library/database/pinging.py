"""Whether a connection is still there, asked where it has rested: the database may have been started again meanwhile.

::

    used again within a second    not asked: most transactions of a worker follow one another, and each question is a journey
    after a longer rest           asked; one that is gone is made anew, with all that are as old

One that breaks off within that second is told as a database that is away, as if it had broken off in the middle of the transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

RESTED = 1.0
"""Seconds after which a connection is asked."""
RETURNED = "returned"


def ask_after_a_rest(engine: Engine, monotonic: Callable[[], float] = time.monotonic) -> None:
    """Have an engine's connections asked when they are taken up after a rest; ``monotonic`` gives seconds that only ever grow."""

    @event.listens_for(engine, "checkin")
    def _note(_connection: Any, record: Any) -> None:
        record.info[RETURNED] = monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(connection: Any, record: Any, _proxy: Any) -> None:
        returned = record.info.get(RETURNED)
        if returned is None or monotonic() - returned < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None
