"""Waiting for what is to happen: always for a state, never for a time.

``PATIENCE`` bounds a wait that would otherwise go on for ever, so that a test of something broken ends. It is no measure of
speed: what is waited for comes in a fraction of it on a machine busy with other things too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PATIENCE = 180.0
"""Seconds before a wait is given up."""

LOOK = 0.02
"""Seconds between two looks."""


def soon(true: Callable[[], object]) -> None:
    """Wait until something is true, and fail where it never is."""
    given_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < given_up, "it did not happen"
        time.sleep(LOOK)


def over(thread: threading.Thread) -> None:
    """Wait until a thread has come to its end, and fail where it never does."""
    thread.join(PATIENCE)
    assert not thread.is_alive(), "it did not end"
