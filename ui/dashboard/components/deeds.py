"""What a browser is answered to a deed: what came of it, or why it could not be done, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from audio.errors import SameSideError

TOKEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
"""A name that a browser gives to something new, so that a deed sent twice is done once: a UUID."""
NOT_UNDERSTOOD = "The page sent something that could not be understood; reload it and try again."


def answered(do: Callable[[], Mapping[str, Any]], **echo: Any) -> dict[str, Any]:
    """What ``do`` comes to, or its trouble, beside the ``echo`` by which the browser knows its deed; never raises for what a browser or a person
    did."""
    try:
        return {**echo, **do()}
    except SameSideError as trouble:
        return {**echo, "trouble": str(trouble)}
    except (KeyError, TypeError, ValueError, OverflowError):
        return {**echo, "trouble": NOT_UNDERSTOOD}


def text_in(value: Any) -> str:
    """What a deed gives as text. Raises ``TypeError`` where it is none."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value
