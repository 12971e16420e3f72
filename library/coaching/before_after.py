"""What followed a coaching session: the agent before and after it, against peers who were not coached on the same in these weeks.

::

    <── as long as it is until one looks again ──>│ the day │<── until the day to look again, or now: “so far” ──>
                     before                       │ of it   │                     after

As long is four weeks at the least and twelve at the most. Every agent of the house is a peer but for those who were coached on the same technique in
these weeks; the figures are the same whoever asks, and the agent is told nothing of their peers, who are compared with nobody but
themselves (:mod:`library.coaching.own_page`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.access.permits import viewer_in
from library.coaching.change import Change, Unit, change
from library.coaching.opportunities import Windows, opportunities, person_keys
from library.coaching.session import Agreed, session_row
from library.coaching.sessions import same_person
from library.database.connection import Database
from library.database.schema import Agent
from library.database.tables.coaching import CoachingSessionRow
from library.database.walls import unwalled
from library.trends.trends import period_of

LEAST, MOST = timedelta(weeks=4), timedelta(weeks=12)
"""How long before, and after."""


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """What followed a session: the windows that are compared, and the change; ``so_far`` before the day to look again, ``own`` where whoever
    asks is told of the agent alone."""

    agreed: Agreed
    windows: Windows
    so_far: bool
    change: Change
    own: bool


class Changes:
    """Before and after of the coaching sessions of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, session_id: int, now: datetime | None = None) -> BeforeAfter | None:
        """What followed a session until ``now``; ``None`` for a draft, or where nothing was agreed, or its agent was forgotten.

        Raises :class:`InputError` where there is no such session that the viewer may see.
        """
        now = now or datetime.now(UTC)
        with self._database.read() as session:
            row = session_row(session, session_id)
            if row.held is None or row.agent_id is None or row.technique is None:
                return None
            viewer = viewer_in(session)
            mine = select(Agent.id).where(Agent.id == row.agent_id, Agent.person_id == viewer.person_id)
            with unwalled(session):
                own = viewer.is_person and session.scalar(mine) is not None
                windows = windows_of(row.held, row.look_again, now)
                found = _change(session, row, windows)
            agreed = Agreed(row.technique, "less" if row.direction == "less" else "more")
            look = row.look_again or windows.after + LEAST
            return BeforeAfter(agreed, windows, now < look, _alone(found) if own else found, own)


def windows_of(held: datetime, look_again: datetime | None, now: datetime) -> Windows:
    """The calls that are compared for a session held then, looked at again then, as it stands ``now``."""
    day = period_of(held, "day")
    after = period_of(day + timedelta(hours=36), "day")
    length = min(MOST, max(LEAST, (look_again or held) - held))
    return Windows(
        period_of(day - length + timedelta(hours=12), "day"), day, after, max(after, min(now, after + length))
    )


def _change(session: Session, row: CoachingSessionRow, windows: Windows) -> Change:
    keys = person_keys(session)
    agent = keys[same_person(session, row.agent_id)[0]]
    coached = select(CoachingSessionRow.agent_id).where(
        CoachingSessionRow.technique == row.technique, CoachingSessionRow.held.is_not(None),
        CoachingSessionRow.held >= windows.before, CoachingSessionRow.held < windows.end, CoachingSessionRow.agent_id.is_not(None),
    )  # fmt: skip
    others = {keys[each] for each in session.scalars(coached) if each is not None} - {agent}

    def by(unit: Unit) -> Change:
        rows = opportunities(session, row.technique or "", windows, unit, keys)
        return change((each for each in rows if each.agent not in others), agent, unit)

    found = by("stretch")
    return by("call") if found.why_not else found


def _alone(found: Change) -> Change:
    """The change as the agent is told it: nothing of the others."""
    sides = (replace(side, peers=None, band=None) for side in (found.before, found.after))
    before, after = sides
    return Change(found.unit, before, after, 0)
