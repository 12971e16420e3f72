"""Rights as data: what somebody may do with a call, by how they stand to it, and with the house, by what they are.

::

              practice  own  coach  reviewer  assigned  brought  shown  admin
    see           x      x     x       x         x         x       x      x
    note          x      x     x       x         x         x       x      x
    verdict       x            x       x         x                        x
    …

Every standing has a reason that is told to whoever asks why they see a call; every right the words for whoever has it not.
"""

from __future__ import annotations

from typing import Literal

from library.access.conditions import EVALUATED, Standing
from library.access.viewer import Role

Right = Literal[
    "see", "note", "verdict", "mark", "correct", "change", "delete", "show", "give", "hear_original", "hold",
    "evaluate", "evaluation", "respond", "decide", "coach", "clip", "cut",
]  # fmt: skip
HouseRight = Literal[
    "bring",
    "practise",
    "settle",
    "people",
    "agents",
    "judge",
    "audit",
    "forms",
    "draw",
    "calibrate",
    "views",
    "coach",
    "clips",
    "share_playlists",
]

REASONS: dict[Standing, str] = {
    "practice": "you brought this call for practice",
    "own": "this is your own call",
    "coach": "you coach this agent",
    "reviewer": "you review for this agent’s team",
    "assigned": "this call was given to you to review",
    "brought": "you brought this call, and nobody has said yet whose it is",
    "shown": "this call was shown to you",
    "admin": "you are an admin",
}

_ALL = frozenset[Standing](REASONS)
_WORK = frozenset[Standing]({"practice", "coach", "reviewer", "assigned", "admin"})
_KEEP = frozenset[Standing]({"practice", "coach", "brought", "admin"})

BY_STANDING: dict[Right, frozenset[Standing]] = {
    "see": _ALL,
    "note": _ALL,
    "verdict": _WORK,
    "mark": _WORK,
    "correct": _WORK | {"brought"},
    "change": _KEEP,
    "delete": frozenset({"practice", "brought", "admin"}),
    "show": frozenset({"practice", "coach", "admin"}),
    "give": frozenset({"coach", "admin"}),
    "hear_original": frozenset({"practice", "coach", "admin"}),
    "hold": frozenset({"admin"}),
    "evaluate": frozenset({"coach", "reviewer", "assigned", "admin"}),
    "evaluation": EVALUATED,
    "respond": frozenset({"own"}),
    "decide": frozenset({"coach", "admin"}),
    "coach": frozenset({"coach", "admin"}),
    "clip": _ALL,
    "cut": _WORK | {"brought"},
}

DEEDS: dict[Right, str] = {
    "see": "see it",
    "note": "write notes on it",
    "verdict": "give verdicts on its moments",
    "mark": "mark it as reviewed",
    "correct": "correct what was heard in it",
    "change": "change what is known of it",
    "delete": "delete it",
    "show": "show it to somebody",
    "give": "give it to a reviewer",
    "hear_original": "hear or read what is masked in it",
    "hold": "put it under a legal hold, or lift that",
    "evaluate": "evaluate it",
    "evaluation": "read its evaluations",
    "respond": "acknowledge or appeal an evaluation of it",
    "decide": "decide an appeal on it",
    "coach": "put it on the agenda of a coaching session",
    "clip": "keep clips of it",
    "cut": "take its sound out as a file",
}
"""What each right allows, as the end of “… may”."""

WHO: dict[Standing, str] = {
    "practice": "whoever brought it for practice",
    "own": "its agent",
    "coach": "whoever coaches its agent",
    "reviewer": "whoever reviews for its team",
    "assigned": "whoever it was given to",
    "brought": "whoever brought it (until it is somebody’s)",
    "shown": "whoever it was shown to",
    "admin": "an admin",
}

OF_ROLES: dict[HouseRight, frozenset[Role]] = {
    "bring": frozenset({"coach", "reviewer", "admin"}),
    "practise": frozenset({"agent", "coach", "reviewer", "admin"}),
    "settle": frozenset({"admin"}),
    "people": frozenset({"admin"}),
    "agents": frozenset({"admin"}),
    "judge": frozenset({"admin"}),
    "audit": frozenset({"admin"}),
    "forms": frozenset({"admin"}),
    "draw": frozenset({"coach", "admin"}),
    "calibrate": frozenset({"coach", "admin"}),
    "views": frozenset({"agent", "coach", "reviewer", "admin"}),
    "coach": frozenset({"coach", "admin"}),
    "clips": frozenset({"agent", "coach", "reviewer", "admin"}),
    "share_playlists": frozenset({"admin"}),
}

HOUSE_DEEDS: dict[HouseRight, str] = {
    "bring": "bring calls for the house; an agent brings them for practice",
    "practise": "bring calls for practice",
    "settle": "change what the house has settled",
    "people": "say who may sign in, and as what",
    "agents": "rename or remove agents, or move them to another team",
    "judge": "have all calls judged again, or a model fetched",
    "audit": "read who has done what",
    "forms": "make forms, change them or offer them no more",
    "draw": "draw calls for review",
    "calibrate": "have several reviewers calibrate on a call",
    "views": "keep views of the list of calls",
    "coach": "hold coaching sessions",
    "clips": "keep clips and playlists",
    "share_playlists": "give a playlist to a team, or to everybody",
}
