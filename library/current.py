"""The one library that the dashboard shows, opened once a process: every page, route and worker takes it from here.

Which one: the environment variable ``SAMESIDE_LIBRARY`` (a URL, or the path of an SQLite file), which
``sameside dashboard --library`` sets for itself; where it is not set, the library in the user's data folder.
"""

from __future__ import annotations

import os
from functools import cache

from library.database.connection import VARIABLE
from library.store import Library

__all__ = ["VARIABLE", "library"]


def library() -> Library:
    """The library. Raises :class:`audio.errors.SameSideError` where it cannot be opened, in one sentence."""
    return _opened(os.environ.get(VARIABLE) or None)


@cache
def _opened(url: str | None) -> Library:
    return Library(url)
