"""How long calls are kept: days for the house, for a team, for a queue; the narrower holds, and none given is for good.

::

    house 365         everything else
    team North 180    calls of agents in North
    queue Disputes 30 calls on that queue, whoever's they are

A term runs from the day on which a call was held, or from when it came where that is earlier: a date that lies after it is a slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, true

from audio.errors import InputError
from library.database.schema import CallRow, Team
from library.database.text import one_line

SETTING = "retention"
LONGEST = 36500
"""Days of a term; a hundred years."""
_NONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Terms:
    """Days that calls are kept, ``None`` for good: the house's, and by the name of a team or a queue."""

    house: int | None = None
    teams: Mapping[str, int] = field(default_factory=lambda: _NONE)
    queues: Mapping[str, int] = field(default_factory=lambda: _NONE)

    def __bool__(self) -> bool:
        return self.house is not None or bool(self.teams or self.queues)

    def days(self, team: str | None, queue: str | None) -> int | None:
        """The days that a call of this team on this queue is kept."""
        if queue is not None and queue in self.queues:
            return self.queues[queue]
        return self.teams.get(team or "", self.house)

    def sentences(self) -> tuple[str, ...]:
        """The terms as people read them."""
        told = [f"calls on the queue “{name}” are kept {_days(n)}" for name, n in sorted(self.queues.items())]
        told += [f"calls of the team “{name}” are kept {_days(n)}" for name, n in sorted(self.teams.items())]
        others = "all other calls" if told else "all calls"
        told.append(
            f"{others} are kept {_days(self.house) if self.house is not None else 'until somebody deletes them'}"
        )
        return tuple(f"{line[:1].upper()}{line[1:]}." for line in told)

    def ended(self, by: datetime) -> ColumnElement[bool]:
        """Whether a call's term has ended by then, of ``CallRow`` joined with its ``Team``."""
        tests = [and_(group, began() <= by - timedelta(days=days)) for group, days in self._groups()]
        return or_(*tests) if tests else ~true()

    def _groups(self) -> Iterator[tuple[ColumnElement[bool], int]]:
        """Which calls are kept for how many days; no call is in two."""
        yield from ((CallRow.queue == name, days) for name, days in self.queues.items())
        others = or_(CallRow.queue.is_(None), CallRow.queue.not_in(list(self.queues)))
        yield from ((and_(others, Team.name == name), days) for name, days in self.teams.items())
        if self.house is not None:
            no_team = or_(Team.name.is_(None), Team.name.not_in(list(self.teams)))
            yield and_(others, no_team), self.house


def began() -> ColumnElement[datetime]:
    """When a call's term begins."""
    return case((CallRow.date > CallRow.kept, CallRow.kept), else_=CallRow.date)


def terms_of(value: Mapping[str, Any] | None) -> Terms:
    """The terms that a setting holds."""
    value = value or {}
    return Terms(value.get("house"), dict(value.get("teams", {})), dict(value.get("queues", {})))


def value_of(terms: Terms) -> dict[str, Any]:
    """The terms as a setting holds them. Raises :class:`InputError` where one of them cannot be."""
    named = {
        **{f"the team “{name}”": n for name, n in terms.teams.items()},
        **{f"the queue “{name}”": n for name, n in terms.queues.items()},
    }
    for whose, days in {"the house": terms.house, **named}.items():
        if days is not None and not 1 <= days <= LONGEST:
            raise InputError(
                f"Calls cannot be kept {days} days ({whose}): give 1 to {LONGEST:,} days, or none to keep them for good."
            )
    groups = ({one_line(name): days for name, days in group.items()} for group in (terms.teams, terms.queues))
    teams, queues = groups
    if "" in teams or "" in queues:
        raise InputError("A term is for the house, or for a team or a queue by its name, and this name is empty.")
    return {"house": terms.house, "teams": teams, "queues": queues}


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"
