"""The wall of one viewer: what :mod:`library.access.conditions` says, for the sessions of whoever looks."""

from __future__ import annotations

from functools import lru_cache

from library.access.conditions import OF_A_CALL, conditions, terms_of
from library.access.viewer import Viewer
from library.database.connection import VIEWER
from library.database.walls import Wall

MAY_ADD = frozenset({"note", "note_version"})
"""The tables to which a person may add rows that are theirs. What else is kept goes by code that asks first."""

ROLE = "sameside_viewer"
"""The role of PostgreSQL under which persons read: it may log in nowhere and owns nothing."""
HANGS_ON = dict.fromkeys(OF_A_CALL, ("call_id", "call"))
PERSON = "sameside.person"
"""PostgreSQL's setting that says which person reads."""


@lru_cache(maxsize=256)  # with a wall are kept the statements that were compiled for it
def wall_of(viewer: Viewer) -> Wall:
    """The wall of a person."""
    settings = {VIEWER: "person", PERSON: str(viewer.person_id), "role": ROLE}
    return Wall(conditions(terms_of(viewer)), MAY_ADD, settings, {"role": "none", VIEWER: "system"}, HANGS_ON)
