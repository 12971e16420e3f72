"""What a house has settled for its evaluations: how long an answer can be appealed, and what drafts have to show before they prefill.

Kept under one name among the settings; what nobody has changed follows a newer SameSide.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from audio.errors import InputError
from library.database.schema import Setting
from library.database.settings import Settings
from library.evaluations.earned import FEWEST, LATEST, LIMIT

SETTING = "evaluations"
APPEAL_DAYS = 14
"""Two working weeks, so that whoever is away for one still has one; longer, and nobody remembers the call."""
LABELS = {
    "appeal_days": "Days for an appeal",
    "lower_bound": "Lower bound of agreement (AC1)",
    "fewest": "Answers before drafts fill in",
}
"""What each value is called where people read it."""
BOUNDS: dict[str, tuple[float, float]] = {"appeal_days": (1, 90), "lower_bound": (0.0, 0.95), "fewest": (10, LATEST)}
"""Of each value the least and the most. Under ten answers an interval of agreement says nothing; more than the latest that count never come."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the house has settled.

    appeal_days  days after an evaluation is finished on which its answers can be appealed
    lower_bound  what the lower bound of AC1 has to pass for a question's drafts to prefill
    fewest       answers under which nothing prefills
    """

    appeal_days: int = APPEAL_DAYS
    lower_bound: float = LIMIT
    fewest: int = FEWEST

    @property
    def appeal_time(self) -> timedelta:
        """How long an answer can be appealed."""
        return timedelta(days=self.appeal_days)


def settled_in(session: Session) -> Settled:
    """What holds now, read in a transaction."""
    row = session.get(Setting, SETTING)
    return _settled({} if row is None else json.loads(row.value))


def settled(settings: Settings) -> tuple[Settled, int]:
    """What holds now, and the version to save over."""
    kept, version = settings.get(SETTING, {})
    return _settled(kept), version


def keep_settled(settings: Settings, wanted: Settled, version: int) -> None:
    """Put something else in force. Raises :class:`InputError` naming a value that is none, :class:`SameSideError` where it has changed
    meanwhile or is not the viewer's to change."""
    shipped, chosen = asdict(Settled()), asdict(wanted)
    for name, value in chosen.items():
        low, high = BOUNDS[name]
        if not low <= value <= high:
            raise InputError(f"“{LABELS[name]}” lies between {low:g} and {high:g}, and {value:g} does not.")
    settings.keep(SETTING, {name: value for name, value in chosen.items() if value != shipped[name]}, version)


def _settled(kept: dict[str, Any]) -> Settled:
    return Settled(**{name: value for name, value in kept.items() if name in BOUNDS})
