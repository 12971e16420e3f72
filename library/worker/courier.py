"""Sends webhooks while a worker works: in a thread of its own, since who is told may take its time, and a call should not wait for that."""

from __future__ import annotations

import logging
import threading

from audio.errors import SameSideError
from library.logs.events import about
from library.store import Library

log = logging.getLogger(__name__)

INTERVAL = 2.0
"""Seconds between two looks."""
LAST = 5.0
"""Seconds that a delivery has to come to its end when the worker does; it is sent again else."""


class Courier:
    """Sends what is due for as long as the block lasts."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sends webhooks", daemon=True)

    def __enter__(self) -> Courier:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(LAST)

    def _run(self) -> None:
        while not self._over.wait(INTERVAL):
            try:
                self._library.webhooks.send_due()
            except SameSideError as trouble:  # the database is away: it may come back
                log.warning("%s", trouble, extra=about("library_away", kind=type(trouble).__name__))
            except Exception:
                log.exception("a webhook was not sent", extra=about("webhook_not_sent"))
