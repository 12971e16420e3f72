"""Agents, the teams they are in, and whose call is whose.

A person is a name; a name given for the first time makes the person. Assigning a call, or moving an agent to
another team, changes every list and trend at once, since those join the tables and copy nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import NotAllowedError, may_in_house, permit, permit_in_house, viewer_in
from library.access.viewer import Viewer
from library.audit.recording import record
from library.database.connection import Database, put, rows_changed
from library.database.schema import Agent, CallRow, Team
from library.database.text import one_line
from library.inbox.telling import tell_unanswered


@dataclass(frozen=True, slots=True)
class Person:
    """An agent, the team (``None``: in no team), how many calls there are of them, and the number that stays when the name changes."""

    name: str
    team: str | None
    calls: int
    id: int


class People:
    """The people of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def agents(self) -> tuple[Person, ...]:
        """All agents by name."""
        calls: Any = func.count().label("calls")
        by_agent = select(CallRow.agent_id, calls).where(CallRow.delete_due.is_(None)).group_by(CallRow.agent_id)
        counted = by_agent.subquery().c
        with self._database.read() as session:
            rows = session.execute(
                select(Agent.name, Team.name, func.coalesce(counted.calls, 0), Agent.id)
                .join(Team, Agent.team_id == Team.id, isouter=True)
                .join(counted.agent_id.table, counted.agent_id == Agent.id, isouter=True)
                .order_by(func.lower(Agent.name), Agent.name)
            )
            return tuple(Person(*row) for row in rows)

    def agent_ids(self) -> dict[str, int]:
        """The numbers of all agents, which stay when a name changes, by name in alphabetical order."""
        with self._database.read() as session:
            agents = session.execute(select(Agent.name, Agent.id).order_by(func.lower(Agent.name), Agent.name))
            return {row.name: row.id for row in agents}

    def teams(self) -> tuple[str, ...]:
        """The names of all teams, in alphabetical order."""
        return tuple(self.team_ids())

    def team_ids(self) -> dict[str, int]:
        """The numbers of all teams, which stay when a name changes, by name in alphabetical order."""
        with self._database.read() as session:
            teams = session.scalars(select(Team).order_by(func.lower(Team.name), Team.name))
            return {team.name: team.id for team in teams}

    def add(self, agent: str, team: str | None = None) -> None:
        """Make ``agent`` known; with a ``team``, put them into it. Raises :class:`SameSideError` where that is not the viewer's to say."""
        with self._database.unwalled.write() as session:
            permit_agent(session, agent, team)
            agent_id(session, agent, team)
            record(session, "added_agent", agent=agent, team=team)

    def assign(self, call_id: str, agent: str | None, team: str | None = None) -> None:
        """Say whose call it is; ``None`` says that nobody knows. Raises :class:`SameSideError` where there is no such call."""
        with self._database.unwalled.write() as session:
            permit(session, "change", [call_id])
            assign_call(session, call_id, agent, team)
            record(session, "assigned", call_id, agent=agent, team=team)

    def rename(self, agent: str, new_name: str) -> None:
        """Correct an agent's name. Raises :class:`SameSideError` where the old one is unknown or the new one taken."""
        new_name = _name(new_name)
        with self._database.unwalled.write() as session:
            permit_in_house(session, "agents")
            if session.scalar(select(Agent.id).where(Agent.name == new_name)) is not None and new_name != agent:
                raise InputError(f"There is an agent named {new_name} already.")
            if not rows_changed(session, update(Agent).where(Agent.name == agent).values(name=new_name)):
                raise InputError(f"There is no agent named {agent}.")
            record(session, "renamed_agent", agent=agent, to=new_name)

    def remove(self, agent: str) -> None:
        """Forget an agent; their calls stay, as nobody's."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "agents")
            session.execute(delete(Agent).where(Agent.name == agent))
            record(session, "removed_agent", agent=agent)


def assign_call(session: Session, call_id: str, agent: str | None, team: str | None = None) -> None:
    """:meth:`People.assign` within a transaction of the caller's."""
    if agent is not None:
        permit_agent(session, agent, team)
    agent_key = None if agent is None else agent_id(session, agent, team)
    if not rows_changed(session, update(CallRow).where(CallRow.id == call_id).values(agent_id=agent_key)):
        raise InputError(f"There is no call {call_id} in the library; it may have been deleted.")
    tell_unanswered(session, [call_id])


def assign_calls(session: Session, call_ids: Sequence[str], agent: str | None, team: str | None) -> None:
    """Say whose calls these are, within a transaction of the caller's; without an ``agent``, whoever's they are is in ``team``
    from now on."""
    if agent is not None:
        permit_agent(session, agent, team)
        key = agent_id(session, agent, team)
        session.execute(update(CallRow).where(CallRow.id.in_(call_ids)).values(agent_id=key))
    elif team is not None:
        theirs = select(Agent.name).where(Agent.id.in_(select(CallRow.agent_id).where(CallRow.id.in_(call_ids))))
        for name in session.scalars(theirs).all():
            permit_agent(session, name, team)
            agent_id(session, name, team)
    tell_unanswered(session, call_ids)


def permit_agent(session: Session, agent: str, team: str | None) -> None:
    """Raise unless the session's viewer may say that a call is this agent's, and the agent in this team: within the teams that they coach,
    of whoever is in one of them or nowhere known. Whoever could move an agent into their team could read that agent's calls.
    """
    viewer = viewer_in(session)
    if may_in_house(viewer, "agents"):
        return
    teams = (
        set(session.scalars(select(Team.name).where(Team.id.in_(viewer.teams)))) if "coach" in viewer.roles else set()
    )
    known = session.execute(
        select(Team.name)
        .select_from(Agent)
        .join(Team, Agent.team_id == Team.id, isouter=True)
        .where(Agent.name == _name(agent))
    ).first()
    now = None if known is None else known[0]
    new = now if team is None and known is not None else None if team is None else _name(team)
    if new not in teams or (known is not None and now != new):
        raise NotAllowedError(
            f"You may not say so of {_name(agent)}: a coach names the agents of the teams that they coach, a new one with such a team, and an "
            "admin all others."
        )


def team_by(session: Session, agent: str, team: str | None, bringer: Viewer) -> str | None:
    """The team that an agent is put into on the word of whoever brings a call: as they say where an admin or the program does, else none
    but a coach's own for an agent who is new; their word for the agent stands."""
    if team is None or may_in_house(bringer, "agents"):
        return team
    if session.scalar(select(Agent.id).where(Agent.name == _name(agent))) is not None:
        return None
    coached = set(session.scalars(select(Team.name).where(Team.id.in_(bringer.teams))))
    return team if "coach" in bringer.roles and _name(team) in coached else None


def agent_id(session: Session, agent: str, team: str | None = None) -> int:
    """The id of ``agent``, made if need be; with a ``team`` they are in it from now on."""
    agent = _name(agent)
    put(session, Agent, {"name": agent}, key=("name",), replace=False)
    if team is not None:
        team = _name(team)
        put(session, Team, {"name": team}, key=("name",), replace=False)
        team_id = select(Team.id).where(Team.name == team).scalar_subquery()
        session.execute(update(Agent).where(Agent.name == agent).values(team_id=team_id))
    return session.execute(select(Agent.id).where(Agent.name == agent)).scalar_one()


def _name(text: str) -> str:
    name = one_line(text)
    if not name:
        raise InputError("A name is needed, and this one is empty.")
    return name
