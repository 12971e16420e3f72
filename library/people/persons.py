"""Persons: who may sign in, as what, for which teams, and under which names they take calls.

::

    person ── role: agent | coach | reviewer | admin          one or more
       │ ──── teams that they coach or review for
       └───── agents: their own name, other names, extension numbers; with the team that they are in

A person is known by their e-mail, in lower case. Who is removed can no longer sign in; their name stays with what they did, and their
e-mail is kept with it: somebody new with the same address is a new person only by an admin's word, else they would read the
private notes of the one who had it before. There is always an admin: the last one can be neither removed nor made something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import permit_in_house
from library.access.viewer import ROLES, Role, is_team
from library.audit.recording import record
from library.calls.saving import recount_private
from library.database.connection import Database, put
from library.database.schema import Agent, Person, PersonRole, PersonTeam, SignIn, Team
from library.database.text import one_line
from library.people.rows import is_there_an_admin, keeping_an_admin, named_agents, team_key

LONGEST_EMAIL = 254


class FormerPersonError(InputError):
    """Somebody who has left had the e-mail: are they back, or is this somebody else?"""


_EMAIL = re.compile(r"[^\s@<>,;:\"\\()\[\]]+@[^\s@<>,;:\"\\()\[\].]+(?:\.[^\s@<>,;:\"\\()\[\].]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of a person. ``team`` is the one that an agent is in, ``coaches`` those that a coach or reviewer is there for,
    ``agents`` the names beside their own (extension numbers, too) under which they take calls."""

    email: str
    name: str
    roles: tuple[Role, ...]
    team: str | None = None
    coaches: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the library: an entry with its id, and when they last signed in. ``left`` is when they were removed."""

    id: int
    entry: Entry
    left: datetime | None
    last_sign_in: datetime | None


def checked(entry: Entry) -> Entry:
    """The entry as it is kept. Raises :class:`InputError` where something of it cannot be."""
    email = as_email(entry.email)
    name = one_line(entry.name) or email.partition("@")[0]
    if strange := sorted(set(entry.roles) - set(ROLES)):
        raise InputError(f"“{one_line(strange[0])}” is no role: there are {', '.join(ROLES[:-1])} and {ROLES[-1]}.")
    if not entry.roles:
        raise InputError(f"{email} needs a role: {', '.join(ROLES[:-1])} or {ROLES[-1]}.")
    roles = tuple(role for role in ROLES if role in entry.roles)
    coaches, agents = _names(entry.coaches), tuple(each for each in _names(entry.agents) if each != name)
    if agents and "agent" not in roles:
        raise InputError(f"{email} takes calls as “{agents[0]}”, so one of the roles has to be agent.")
    if coaches and not {"coach", "reviewer"} & set(roles):
        raise InputError(
            f"{email} is there for the team “{coaches[0]}”, so one of the roles has to be coach or reviewer."
        )
    return Entry(email, name, roles, one_line(entry.team or "") or None, coaches, agents)


def as_email(text: str) -> str:
    """An e-mail as it is kept: in lower case. Raises :class:`InputError` where it is none."""
    email = one_line(text).lower()
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise InputError(f"“{one_line(text)}” is no e-mail address.")
    return email


class Persons:
    """The persons of a library. What changes them is for admins; every method raises :class:`SameSideError` in one sentence."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, with_left: bool = False) -> tuple[Known, ...]:
        """Everybody, by name; those who have left only where they are asked for."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "people")
            return _known(session, with_left)

    def find(self, email: str) -> Known:
        """The person with this e-mail, who may have left."""
        email = as_email(email)
        with self._database.unwalled.read() as session:
            permit_in_house(session, "people")
            return _one(session, email)

    def has_admin(self) -> bool:
        """Whether there is anybody who may add others."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "people")
            return is_there_an_admin(session)

    def add(self, entry: Entry, anew: bool = False) -> None:
        """Add a person. Somebody who had the e-mail and has left is in the way, unless they are told to be another (``anew``)."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            entry = checked(entry)
            add_person(session, entry, anew)
            record(session, "added_person", person=entry.email, roles=", ".join(entry.roles))

    def change(self, email: str, entry: Entry) -> None:
        """Let the person with this e-mail be as ``entry`` says from now on."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            with keeping_an_admin(session, email):
                change_person(session, as_email(email), checked(entry))
            record(
                session,
                "changed_person",
                person=as_email(email),
                what="who they are",
                roles=", ".join(checked(entry).roles),
            )

    def remove(self, email: str) -> None:
        """Somebody has left: they are signed out everywhere, and cannot sign in again."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            with keeping_an_admin(session, email):
                _remove(session, as_email(email))
            record(session, "removed_person", person=as_email(email))

    def bring_back(self, email: str, roles: tuple[Role, ...], said: Entry | None = None) -> None:
        """Somebody who has left is here again, as the same person, with these roles, and with whatever else is ``said`` of them.

        Their name stays where none is said; the names under which they took calls too, as long as they take calls.
        """
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            known = _one(session, as_email(email))
            if known.left is None:
                raise InputError(f"{known.entry.email} has not left.")
            now = _as_before(said or Entry("", "", ()), replace(known.entry, roles=roles))
            session.execute(update(Person).where(Person.id == known.id).values(left=None, name=now.name))
            _settle(session, known.id, now)
            record(session, "changed_person", person=known.entry.email, what="back again", roles=", ".join(roles))

    def forget_account(self, email: str) -> None:
        """Whoever next signs in with this e-mail is this person, whichever account of the provider it is; see ``sign_ins.py``."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            person = _one(session, as_email(email)).id
            session.execute(delete(SignIn).where(SignIn.person_id == person))
            record(session, "changed_person", person=as_email(email), what="their account forgotten")


def add_person(session: Session, entry: Entry, anew: bool = False) -> None:
    """:meth:`Persons.add` of a checked entry, within a transaction of the caller's."""
    former = session.execute(select(Person.id, Person.name, Person.left).where(Person.email == entry.email)).first()
    if former is not None and former.left is None:
        raise InputError(f"{entry.email} is here already, as {former.name}.")
    if former is not None and not anew:
        raise FormerPersonError(
            f"{entry.email} was {former.name}, who left on {former.left:%-d %b %Y}: say whether they are back, or this is somebody else."
        )
    if former is not None:
        session.execute(update(Person).where(Person.id == former.id).values(email=None))
    is_first = not is_team(session)
    person = Person(email=entry.email, name=entry.name, created=datetime.now(UTC), left=None)
    session.add(person)
    session.flush()
    if is_first:
        recount_private(session)
    _settle(session, person.id, entry)


def change_person(session: Session, email: str, entry: Entry) -> None:
    """:meth:`Persons.change` with a checked entry, within a transaction of the caller's. An agent who is renamed keeps their old name for
    the calls that came under it."""
    known = _one(session, email)
    if known.left is not None:
        raise InputError(f"{email} has left, on {known.left:%-d %b %Y}.")
    if entry.email != email:
        taken = session.scalar(select(Person.name).where(Person.email == entry.email))
        if taken is not None:
            raise InputError(f"{entry.email} is here already, as {taken}.")
        _sign_out(session, known.id)
    if entry.name != known.entry.name and "agent" in known.entry.roles and "agent" in entry.roles:
        entry = checked(replace(entry, agents=(*entry.agents, known.entry.name)))  # calls that are theirs stay theirs
    session.execute(update(Person).where(Person.id == known.id).values(email=entry.email, name=entry.name))
    _settle(session, known.id, entry)


def _remove(session: Session, email: str) -> None:
    known = _one(session, email)
    if known.left is not None:
        raise InputError(f"{email} has left already, on {known.left:%-d %b %Y}.")
    session.execute(update(Person).where(Person.id == known.id).values(left=datetime.now(UTC)))
    session.execute(delete(PersonRole).where(PersonRole.person_id == known.id))
    session.execute(delete(PersonTeam).where(PersonTeam.person_id == known.id))
    _sign_out(session, known.id)


def _settle(session: Session, person: int, entry: Entry) -> None:
    """Roles, teams and names as the entry says, in the place of what was there."""
    session.execute(delete(PersonRole).where(PersonRole.person_id == person))
    session.execute(delete(PersonTeam).where(PersonTeam.person_id == person))
    session.add_all(PersonRole(person_id=person, role=role) for role in entry.roles)
    for team in entry.coaches:
        put(
            session,
            PersonTeam,
            {"person_id": person, "team_id": team_key(session, team)},
            key=("person_id", "team_id"),
            replace=False,
        )
    named_agents(session, person, (entry.name, *entry.agents) if "agent" in entry.roles else (), entry.team)


def _as_before(said: Entry, was: Entry) -> Entry:
    """What is said of somebody who is back, with what was so before where nothing is said."""
    if "agent" not in was.roles:
        was = replace(was, team=None, agents=())
    name, team, agents = said.name or was.name, said.team or was.team, said.agents or was.agents
    return checked(Entry(was.email, name, was.roles, team, said.coaches, agents))


def _sign_out(session: Session, person: int) -> None:
    now = datetime.now(UTC)
    session.execute(update(SignIn).where(SignIn.person_id == person, SignIn.ended.is_(None)).values(ended=now))


def _one(session: Session, email: str) -> Known:
    found = _known(session, True, email)
    if not found:
        raise InputError(f"Nobody here has the e-mail {email}.")
    return found[0]


def _known(session: Session, with_left: bool, email: str | None = None) -> tuple[Known, ...]:
    """Persons by name, each with what belongs to them: five short queries, however many they are."""
    wanted = select(Person).where(Person.email.is_not(None)).order_by(func.lower(Person.name), Person.id)
    if not with_left:
        wanted = wanted.where(Person.left.is_(None))
    if email is not None:
        wanted = wanted.where(Person.email == email)
    persons = session.scalars(wanted).all()
    roles = _by_person(session.execute(select(PersonRole.person_id, PersonRole.role)).all())
    teams = _by_person(
        session.execute(
            select(PersonTeam.person_id, Team.name)
            .join(Team, Team.id == PersonTeam.team_id)
            .order_by(func.lower(Team.name))
        ).all()
    )
    agents: dict[int, list[tuple[str, str | None]]] = {}
    owned = (
        select(Agent.person_id, Agent.name, Team.name)
        .join(Team, Team.id == Agent.team_id, isouter=True)
        .where(Agent.person_id.is_not(None))
        .order_by(func.lower(Agent.name))
    )
    for person, name, team in session.execute(owned):
        agents.setdefault(person or 0, []).append((name, team))
    last = dict(session.execute(select(SignIn.person_id, func.max(SignIn.began)).group_by(SignIn.person_id)).all())
    return tuple(
        Known(
            each.id,
            Entry(
                each.email or "",
                each.name,
                tuple(role for role in ROLES if role in roles.get(each.id, ())),
                next((team for _, team in agents.get(each.id, ()) if team), None),
                tuple(teams.get(each.id, ())),
                tuple(name for name, _ in agents.get(each.id, ()) if name != each.name),
            ),
            each.left,
            last.get(each.id),
        )
        for each in persons
    )


def _by_person(rows: Iterable[Sequence[object]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for person, value in rows:
        found.setdefault(int(str(person)), []).append(str(value))
    return found


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Names, each once, none empty, in their order."""
    return tuple(dict.fromkeys(name for each in names if (name := one_line(each))))
