"""The pattern of this house's file names, kept once for all: what they say of a call (:mod:`library.metadata.file_names`)."""

from __future__ import annotations

from audio.errors import InputError
from library.metadata.file_names import Pattern, parse_pattern
from library.store import Library

SETTING = "file_names"


def written(library: Library) -> tuple[str, int]:
    """The pattern as it was written, empty where there is none, and the version to save over."""
    value, version = library.settings.get(SETTING, "")
    return str(value), version


def pattern(library: Library) -> Pattern | None:
    """The pattern in force, if any."""
    text, _ = written(library)
    try:
        return parse_pattern(text) if text else None
    except InputError:  # of another edition, which had other fields
        return None


def keep(library: Library, text: str, version: int) -> None:
    """Put another pattern in force for recordings that come from now on; an empty one is none.

    Raises :class:`SameSideError` where it is no pattern, or somebody else changed it meanwhile.
    """
    text = parse_pattern(text).written if text.strip() else ""
    library.settings.keep(SETTING, text, version)
