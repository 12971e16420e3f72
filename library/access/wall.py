"""The wall of one viewer: what :mod:`library.access.conditions` says, for the sessions of whoever looks."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from library.access.conditions import OF_A_CALL, asks_for_all, conditions, terms_of
from library.access.viewer import Viewer
from library.database.connection import VIEWER
from library.database.walls import Wall

MAY_ADD = frozenset({"note", "note_version"})
"""The tables to which a person may add rows that are theirs. What else is kept goes by code that asks first."""

ROLE = "sameside_viewer"
"""The role of PostgreSQL under which persons read: it may log in nowhere and owns nothing."""
HANGS_ON = {**dict.fromkeys(OF_A_CALL, ("call_id", "call", "id")), "team": ("id", "agent", "team_id")}
PERSON = "sameside.person"
"""PostgreSQL's setting that says which person reads."""


COACHES_ALL, AGENTS_SHOWN = "sameside_coaches_all()", "sameside_agents_shown()"
"""Functions of PostgreSQL: whether no agent is outside a person's teams, which could not be asked where others are not there to be seen;
and the agents of the calls that were shown or given to them, which are a few of many."""


@lru_cache(maxsize=256)  # with a wall are kept the statements that were compiled for it
def wall_of(viewer: Viewer, on_postgresql: bool = False) -> Wall:
    """The wall of a person: one that needs not ask of every call whose it is, where it turns out that no agent is outside their teams. That is
    asked in every transaction, so an agent who comes into no team of theirs is seen at once to be nobody's of theirs."""
    narrow = _wall(viewer, on_postgresql, all_agents=False)
    if asks_for_all(viewer) and viewer.roles & {"coach", "reviewer"}:
        teams = ", ".join(map(str, sorted(viewer.teams)))
        outside = f"SELECT NOT EXISTS (SELECT 1 FROM agent WHERE team_id IS NULL OR team_id NOT IN ({teams}))"
        question = f"SELECT {COACHES_ALL}" if on_postgresql else outside
        narrow.asked = (question, _wall(viewer, on_postgresql, all_agents=True))
    return narrow


def _wall(viewer: Viewer, on_postgresql: bool, all_agents: bool) -> Wall:
    terms = terms_of(viewer, all_agents)
    if on_postgresql:
        terms = replace(terms, agents_shown=f"SELECT {AGENTS_SHOWN}")
    settings = {VIEWER: "person", PERSON: str(viewer.person_id), "role": ROLE}
    return Wall(conditions(terms), MAY_ADD, settings, {"role": "none", VIEWER: "system"}, HANGS_ON)
