"""Sign-ins: who is signed in, from when until when. What a browser brings along is only the name of a row here.

::

    provider says who it is ──> begin ──> a row: person, began, expires
    every run of a page, every request ──> present: is the row there, not ended, not expired, its person still here? and as what?
    sign-out, person removed ──> ended: the next click finds nobody

A person is found by their e-mail and, from the first time on, held to the provider's own name of that account (its *subject*): an
address that a house gives to somebody new does not open what belongs to the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import permit_the_program
from library.access.viewer import ROLES, Role, Viewer, viewer_of
from library.audit.recording import record
from library.database.connection import Database, put
from library.database.schema import Person, SignIn


class NotKnownError(InputError):
    """Somebody whom the provider knows, and the library does not."""


class OtherAccountError(InputError):
    """A person's e-mail, at another account than theirs."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is signed in, as they are known at this moment."""

    id: str
    email: str
    expires: datetime
    viewer: Viewer

    @property
    def roles(self) -> tuple[Role, ...]:
        """Their roles, in the order in which roles are named."""
        return tuple(role for role in ROLES if role in self.viewer.roles)


class SignIns:
    """The sign-ins of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, sign_in: str, email: str, issuer: str, subject: str, hours: float) -> None:
        """The provider has said who it is: let them in for so many ``hours``. Begun once, a sign-in is not begun again.

        Raises :class:`NotKnownError` where nobody here has the e-mail, :class:`OtherAccountError` where the person has signed in before with another
        account of the same provider.
        """
        now = datetime.now(UTC)
        with self._database.unwalled.write() as session:
            permit_the_program(session)
            person = _person(session, email, issuer, subject)
            row = {"id": sign_in, "person_id": person, "subject": f"{issuer} {subject}", "began": now}
            expires = now + timedelta(hours=hours)
            if put(session, SignIn, {**row, "expires": expires, "ended": None}, key=("id",), replace=False):
                record(session, "signed_in", doer=viewer_of(session, person), until=f"{expires:%Y-%m-%dT%H:%MZ}")

    def check(self, email: str, issuer: str, subject: str) -> None:
        """Raise what :meth:`begin` would."""
        with self._database.unwalled.read() as session:
            permit_the_program(session)
            _person(session, email, issuer, subject)

    def present(self, sign_in: str) -> Present | None:
        """Who is signed in by this name, and as what; ``None`` where it is nobody, or nobody any more."""
        now = datetime.now(UTC)
        with self._database.unwalled.read() as session:
            permit_the_program(session)
            row = session.get(SignIn, sign_in)
            if row is None or row.ended is not None or row.expires <= now or row.began > now + timedelta(hours=1):
                return None
            viewer = viewer_of(session, row.person_id)
            email = session.scalar(select(Person.email).where(Person.id == row.person_id))
        return None if viewer is None or email is None else Present(row.id, email, row.expires, viewer)

    def end(self, sign_in: str) -> bool:
        """They sign out; whether they were signed in."""
        ending = update(SignIn).where(SignIn.id == sign_in, SignIn.ended.is_(None)).values(ended=datetime.now(UTC))
        with self._database.unwalled.write() as session:
            permit_the_program(session)
            ended = session.scalars(ending.returning(SignIn.person_id)).first()
            if ended is not None:
                record(session, "signed_out", doer=viewer_of(session, ended))
        return ended is not None


def _person(session: Session, email: str, issuer: str, subject: str) -> int:
    """The person whose e-mail it is, where the account is theirs; see :meth:`SignIns.begin`."""
    person = session.scalar(select(Person.id).where(Person.email == email.lower(), Person.left.is_(None)))
    if person is None:
        raise NotKnownError(f"Nobody here has the e-mail {email}.")
    before = session.scalars(select(SignIn.subject).where(SignIn.person_id == person).distinct()).all()
    of_this_house = [account for account in before if account.partition(" ")[0] == issuer]
    if of_this_house and f"{issuer} {subject}" not in of_this_house:
        raise OtherAccountError(f"{email} belonged to another account before.")
    return person
