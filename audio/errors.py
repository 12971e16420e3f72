"""The one exception that the hearing raises for a person: its message is a sentence fit to be shown."""

from __future__ import annotations


class SameSideError(Exception):
    """What was found, what is needed and the likely slip, in one sentence; never shown with a traceback."""
