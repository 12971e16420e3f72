"""Whether anything is measured of agents' voices: the house says it once for all calls.

Switched off, the reports at hand are shown without it at once (:meth:`library.store.Library.report`), and every call is judged anew; switched on
again, likewise: what was heard is kept as it was heard.
"""

from __future__ import annotations

from library.database.settings import AGENT_VOICE
from library.store import Library


def is_measured(library: Library) -> tuple[bool, int]:
    """Whether agents' voices are measured, which they are until somebody switches it off, and the version to save over."""
    measured, version = library.settings.get(AGENT_VOICE, True)
    return bool(measured), version


def keep_measured(library: Library, measured: bool, version: int) -> None:
    """Switch it on or off. Raises :class:`audio.errors.SameSideError` where somebody else did meanwhile."""
    library.settings.keep(AGENT_VOICE, measured, version)
