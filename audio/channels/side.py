"""A side of a recording, as people name it: a channel, or of one channel the voice that speaks first or second."""

from __future__ import annotations

from typing import Literal, get_args

Side = Literal["left", "right", "first", "second"]
"""Whose channel is the agent's; on one channel, which voice: the one that speaks first or second."""


def side_of(agent: str | None) -> Side | None:
    """The side that ``agent`` names, however it is written; ``None`` where it is a name, or nothing."""
    name = (agent or "").strip().casefold()
    return next((side for side in get_args(Side) if side == name), None)
