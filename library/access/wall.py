"""The wall of one viewer: what :mod:`library.access.conditions` says, for the sessions of whoever looks."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sqlalchemy import or_, select

from library.access.conditions import OF_A_CALL, asks_for_all, conditions, terms_of
from library.access.viewer import Viewer
from library.database.connection import VIEWER, Database
from library.database.schema import Agent
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


def sees_all_agents(database: Database, viewer: Viewer) -> bool:
    """Whether no agent is outside the teams that a person coaches or reviews for: asked each time that they begin to look, as their teams are,
    and not by every row or statement, which takes a database longer than everything else."""
    if not asks_for_all(viewer) or not viewer.roles & {"coach", "reviewer"}:
        return False
    with database.unwalled.read() as session:
        others = select(Agent.id).where(or_(Agent.team_id.is_(None), Agent.team_id.not_in(viewer.teams)))
        return session.scalar(others.limit(1)) is None


@lru_cache(maxsize=256)  # with a wall are kept the statements that were compiled for it
def wall_of(viewer: Viewer, on_postgresql: bool = False, all_agents: bool = False) -> Wall:
    """The wall of a person; ``all_agents`` as :func:`sees_all_agents` has it."""
    terms = terms_of(viewer, all_agents)
    if on_postgresql:
        terms = replace(terms, agents_shown=f"SELECT {AGENTS_SHOWN}")
    settings = {VIEWER: "person", PERSON: str(viewer.person_id), "role": ROLE}
    return Wall(conditions(terms), MAY_ADD, settings, {"role": "none", VIEWER: "system"}, HANGS_ON)
