"""How a viewer stands to the calls of a page, remembered for as long as a page takes to draw.

::

    a page offers    Reviewed   About   Show to   Evaluate …    each by a right with the call, and all of them by one standing
    a person does    one of these                               which is asked anew, in the transaction in which it is done

So what is offered may be a second old where another process has taken somebody's role meanwhile, and what is done never is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from library.access.conditions import Standing
from library.access.permits import standings_to
from library.database.connection import Database
from library.database.walls import STILL


class KnownStandings:
    """How the viewer of a database, a person, stands to calls; asked of each call once, until this process has written something or
    :data:`library.database.walls.STILL` seconds are over. ``monotonic`` gives seconds that only ever grow."""

    def __init__(self, database: Database, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._database, self._monotonic = database, monotonic
        self._asked: tuple[float, int] = (monotonic(), -1)
        self._known: dict[str, tuple[Standing, ...]] = {}

    def of(self, call_ids: Sequence[str]) -> dict[str, tuple[Standing, ...]]:
        """How the viewer stands to each of these calls that they may see, the nearest first."""
        at, writes = self._asked
        if writes != self._database.writes or self._monotonic() - at > STILL:
            self._asked, self._known = (self._monotonic(), self._database.writes), {}
        unknown = [call_id for call_id in call_ids if call_id not in self._known]
        if unknown:
            with self._database.read() as session:
                found = standings_to(session, unknown)
            self._known |= {call_id: found.get(call_id, ()) for call_id in unknown}
        return {call_id: ways for call_id in call_ids if (ways := self._known[call_id])}
