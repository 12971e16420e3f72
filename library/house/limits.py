"""The limits in force: what is measured against them is judged, and a house may move each of them.

Only what differs from the shipped limits is kept, so that a limit nobody touched follows a newer SameSide.
"""

from __future__ import annotations

from analysis.limits import Limits, change, table
from library.database.settings import LIMITS
from library.store import Library


def limits_in_force(library: Library) -> Limits:
    """The limits in force. Raises :class:`analysis.limits.LimitError` where what was kept no longer makes sense."""
    return limits_and_version(library)[0]


def limits_and_version(library: Library) -> tuple[Limits, int]:
    """The limits in force, and the version of the setting, to save over."""
    values, version = library.settings.get(LIMITS, {})
    return change(Limits(), **values), version


def keep_limits(library: Library, changed: Limits, version: int) -> None:
    """Put other limits in force. Raises :class:`audio.errors.SameSideError` where somebody else did meanwhile."""
    library.settings.keep(LIMITS, changed_limits(changed), version)


def changed_limits(changed: Limits) -> dict[str, float]:
    """The limits that are not as shipped, by name."""
    return {row["name"]: row["value"] for row in table(changed) if row["value"] != row["default"]}
