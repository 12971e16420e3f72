"""Who may read the metrics by a token, while the library's database is away too: it is then that they are read for.

::

    the database answers     it says of each token whether it lets in, and whoever it lets in is remembered: by a hash, in this process
    it is away, or hangs     whoever was let in within the last ten minutes reads on, and sees ``sameside_library_up 0``; nobody else does

It is waited for as long as leaves a scrape the time to be answered: a database that hangs longer is away. A token that the database has once said no to is forgotten at that moment, and so is not let in while the database is away.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from starlette.requests import Request

from audio.errors import LibraryError, UnreachableError
from library.health.bounded import Bounds
from library.tokens.token import Bearer, hash_of
from ui.api.answers import RefusedError
from ui.api.guests import Guests, secret_of

REMEMBERED, MOST = 600.0, 1000
"""Seconds for which a token is let in without the database, and so many tokens at most."""
WITHIN, AT_ONCE = 3.0, 8
"""Seconds in which the database must say who a token is, and so many it is asked about at a time: with those that the figures have
(:mod:`ui.operations.metrics`) less than the ten that Prometheus waits for."""

Value = TypeVar("Value")


class Readers:
    """Lets in whoever may read the metrics, and tells the audit of each; of this process."""

    def __init__(self, guests: Guests, monotonic: Callable[[], float] = time.monotonic, within: float = WITHIN) -> None:
        self._guests, self._monotonic, self._within = guests, monotonic, within
        self._bounds = Bounds(within, AT_ONCE)
        self._let_in: OrderedDict[str, tuple[Bearer, float]] = OrderedDict()
        self._refused: OrderedDict[str, float] = OrderedDict()
        self._changing = threading.Lock()

    def let_in(self, request: Request) -> None:
        """Raises :class:`RefusedError` for whoever may not read them, and :class:`LibraryError` where nobody can tell, or not in time."""
        token, asked = hash_of(secret_of(request)), self._monotonic()
        try:
            self._bounds.ask(lambda: self._ask(request, token, asked))
        except (LibraryError, TimeoutError) as away:
            bearer = self._remembered(token)
            if bearer is None and isinstance(away, TimeoutError):
                raise UnreachableError(f"The library did not say within {self._within:g} s whose a token is.") from None
            if bearer is None:
                raise
            self._guests.count(bearer)

    def _ask(self, request: Request, token: str, asked: float) -> None:
        """Ask the database, however long it takes; an answer that comes too late counts for the next scrape."""
        try:
            guest = self._guests.come_in(request, "metrics")
            self._remember(token, guest.bearer, asked)
            if self._monotonic() - asked <= self._within:  # else nobody waits for it any more
                self._guests.tell(guest, "read the metrics", None, True)
        except RefusedError:
            self._forget(token)
            raise

    def _remember(self, token: str, bearer: Bearer, asked: float) -> None:
        with self._changing:
            if (
                self._refused.get(token, asked - 1) < asked
            ):  # else it was refused meanwhile, by a later answer than ours
                _put(self._let_in, token, (bearer, asked))

    def _forget(self, token: str) -> None:
        with self._changing:
            self._let_in.pop(token, None)
            _put(self._refused, token, self._monotonic())

    def _remembered(self, token: str) -> Bearer | None:
        with self._changing:
            bearer, at = self._let_in.get(token, (None, 0.0))
        if bearer is None or self._monotonic() - at > REMEMBERED or bearer.expires <= datetime.now(UTC):
            return None
        return bearer


def _put(kept: OrderedDict[str, Value], token: str, value: Value) -> None:
    """Keep it, and of all no more than the latest."""
    kept[token] = value
    kept.move_to_end(token)
    while len(kept) > MOST:
        kept.popitem(last=False)
