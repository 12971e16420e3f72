"""Tokens of a library: made, listed, revoked; and who comes in by one.

::

    nobody signs in     a token acts as whoever has this computer: everything is theirs
    people sign in      a token is a person's, and sees and may do what they do *now*, and what its scopes allow of that
      … with teams      … as one who reviews for these teams, whatever else the person is, and whatever else was shown to them

Whose person has left comes in no more. Nor does a token that was made when nobody signed in, once somebody does: it was everybody's key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import permit_in_house, permit_the_program, viewer_in
from library.access.viewer import Role, Viewer, is_team, viewer_of
from library.audit.recording import record
from library.database.connection import Database
from library.database.schema import Person, Team
from library.database.tables.api import ApiToken, ApiTokenTeam
from library.database.text import one_line
from library.people.persons import as_email
from library.tokens.token import (
    PER_MINUTE,
    SCOPES,
    Bearer,
    NoTokenError,
    Scope,
    Token,
    checked_end,
    checked_name,
    checked_rate,
    checked_scopes,
    hash_of,
    new_secret,
)

TAKEN_BACK = timedelta(minutes=10)
"""For how long it can be taken back that a token was revoked."""
USED_TO = timedelta(minutes=1)
"""How exactly it is kept when a token was last used: not every request writes that."""


class Tokens:
    """The tokens of a library. What changes them is for admins; every method raises :class:`SameSideError` in one sentence."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        name: str,
        scopes: Iterable[str],
        person: str | None = None,
        teams: Collection[str] | None = None,
        expires: datetime | None = None,
        per_minute: int = PER_MINUTE,
    ) -> str:
        """Make a token; its secret, which is told this once.

        person  the e-mail of whose it is, where people sign in, and nowhere else
        teams   those that it sees alone; of whoever is no admin, the teams that they are there for
        """
        now, secret = datetime.now(UTC), new_secret()
        name, granted = checked_name(name), checked_scopes(scopes)
        ends, rate = checked_end(expires, now), checked_rate(per_minute)
        if teams and "metrics" in granted:
            raise InputError("The metrics are of the whole house: leave the teams away, or the scope metrics.")
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            if session.scalar(select(ApiToken.id).where(ApiToken.name == name)) is not None:
                raise InputError(f"There is, or was, a token named {name}: give this one another name.")
            owner = _owner(session, person)
            narrowed_to = _teams(session, owner, teams) if teams else []
            token = ApiToken(
                name=name, hash=hash_of(secret), scopes=" ".join(granted), narrowed=bool(teams), per_minute=rate,
                person_id=owner and owner.person_id, made_by=viewer_in(session).name, created=now, expires=ends,
            )  # fmt: skip
            session.add(token)
            session.flush()
            for team in narrowed_to:
                session.execute(insert(ApiTokenTeam).values(token_id=token.id, team_id=team))
            told = ", ".join(granted)
            record(session, "made_token", token=name, scopes=told, person=person, until=f"{ends:%Y-%m-%d}")
        return secret

    def all(self) -> tuple[Token, ...]:
        """All tokens that there are or were, by name."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "people")
            rows = session.execute(
                select(ApiToken, Person.email)
                .join(Person, ApiToken.person_id == Person.id, isouter=True)
                .order_by(ApiToken.name)
            ).all()
            return tuple(_token(session, row, email) for row, email in rows)

    def revoke(self, name: str) -> None:
        """Have a token let nobody in, from the next request on."""
        now = datetime.now(UTC)
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            row = session.scalar(select(ApiToken).where(ApiToken.name == name))
            if row is None:
                raise InputError(f"There is no token named {one_line(name)[:80]}.")
            if row.revoked is None:
                row.revoked = now
                record(session, "revoked_token", token=row.name)

    def restore(self, name: str) -> None:
        """Have a token let in again that was revoked within the last ten minutes. Raises :class:`InputError` where it was not."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "people")
            row = session.scalar(select(ApiToken).where(ApiToken.name == name))
            if row is None or row.revoked is None or datetime.now(UTC) - row.revoked > TAKEN_BACK:
                raise InputError(f"{one_line(name)[:80]} was not revoked just now: make another token.")
            row.revoked = None
            record(session, "restored_token", token=row.name)

    def bearer(self, secret: str, source: str = "") -> Bearer:
        """Who comes in by a secret, as they are known now; ``source`` is the address that they come from.

        Raises :class:`NoTokenError` where it lets nobody in.
        """
        now = datetime.now(UTC)
        with self._database.unwalled.read() as session:
            permit_the_program(session)
            row = session.scalar(select(ApiToken).where(ApiToken.hash == hash_of(secret)))
            if row is None:
                raise NoTokenError("There is no such token: is it whole, and was it made for this library?")
            if why := _why_ended(row, now):
                raise NoTokenError(f"The token “{row.name}” {why}.", row.name)
            bearer = _bearer(session, row, source)
            is_used_anew = row.used is None or abs(now - row.used) > USED_TO
        if is_used_anew:
            with self._database.unwalled.write() as session:
                session.execute(update(ApiToken).where(ApiToken.id == bearer.token_id).values(used=now))
        return bearer


def _why_ended(row: ApiToken, now: datetime) -> str | None:
    if row.revoked is not None:
        return "was revoked"
    if row.expires <= now:
        return f"ended on {row.expires:%Y-%m-%d}; an admin can make another"
    return None


def _bearer(session: Session, row: ApiToken, source: str) -> Bearer:
    """Who comes in by a token that has not ended. Raises :class:`NoTokenError` where its person has left."""
    scopes = frozenset[Scope](scope for scope in SCOPES if scope in row.scopes.split())
    seen_from = f"token {row.name}" + (f", {source}" if source else "")
    if row.person_id is None:
        if is_team(session):
            raise NoTokenError(
                f"The token “{row.name}” is nobody’s, and people sign in here: make one that is a person’s.", row.name
            )
        return Bearer(
            row.id,
            row.name,
            Viewer("alone", name=f"token {row.name}", source=seen_from),
            scopes,
            row.per_minute,
            row.expires,
        )
    viewer = viewer_of(session, row.person_id)
    if viewer is None:
        raise NoTokenError(f"The token “{row.name}” is of somebody who has left.", row.name)
    viewer = replace(viewer, source=seen_from)
    if not row.narrowed:
        return Bearer(row.id, row.name, viewer, scopes, row.per_minute, row.expires)
    chosen = select(Team.id, Team.name).join(ApiTokenTeam, ApiTokenTeam.team_id == Team.id)
    rows = session.execute(chosen.where(ApiTokenTeam.token_id == row.id))
    teams = {key: name for key, name in rows if "admin" in viewer.roles or key in viewer.teams}
    may_review = bool(viewer.roles & {"coach", "reviewer", "admin"})
    roles: frozenset[Role] = frozenset({"reviewer"} if may_review else ())
    narrow = replace(viewer, roles=roles, teams=frozenset(teams), only_teams=True)
    return Bearer(row.id, row.name, narrow, scopes, row.per_minute, row.expires, frozenset(teams.values()))


def _owner(session: Session, email: str | None) -> Viewer | None:
    """Whose a token is to be. Raises :class:`InputError` where it has to be somebody's, or can be nobody's."""
    if email is None:
        if is_team(session):
            raise InputError("People sign in to this library, so a token is a person’s: say whose, by their e-mail.")
        return None
    person = session.scalar(select(Person.id).where(Person.email == as_email(email), Person.left.is_(None)))
    owner = None if person is None else viewer_of(session, person)
    if owner is None:
        raise InputError(f"Nobody here has the e-mail {as_email(email)}: add them first, with `sameside people add`.")
    return owner


def _teams(session: Session, owner: Viewer | None, names: Collection[str]) -> list[int]:
    """The numbers of the teams that a token is narrowed to. Raises :class:`InputError`."""
    if owner is None:
        raise InputError("Nobody signs in to this library, so a token sees all of it: leave the teams away.")
    known = {name: key for key, name in session.execute(select(Team.id, Team.name))}
    for name in names:
        if one_line(name) not in known:
            raise InputError(f"There is no team named {one_line(name)[:80]}.")
        if "admin" not in owner.roles and known[one_line(name)] not in owner.teams:
            raise InputError(f"{owner.name} is not there for the team {one_line(name)}, so no token of theirs can be.")
    return sorted({known[one_line(name)] for name in names})


def _token(session: Session, row: ApiToken, email: str | None) -> Token:
    teams = None
    if row.narrowed:
        chosen = select(Team.name).join(ApiTokenTeam, ApiTokenTeam.team_id == Team.id)
        teams = tuple(session.scalars(chosen.where(ApiTokenTeam.token_id == row.id).order_by(Team.name)))
    scopes = tuple(scope for scope in SCOPES if scope in row.scopes.split())
    return Token(
        row.id, row.name, scopes, email, teams, row.per_minute, row.created, row.expires, row.used, row.revoked
    )
