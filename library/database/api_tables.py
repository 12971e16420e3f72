"""The tables behind the HTTP door: tokens by which programs come in, and what they have asked for once already.

::

    api_token --< api_token_team >-- team      a token that sees these teams alone
    api_token >-- person                       whose it is where people sign in: it may do no more than they may
    api_token --< api_request >-- job          by a key of the program's own, what was answered, so that nothing is brought twice

Of a token only the hash is kept: who reads this table can come in by none of them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from library.database.schema import Base


class ApiToken(Base):
    """A token: its name, the SHA-256 of its secret, what it may do (``scopes``, with blanks between them) and until when.

    ``narrowed`` says that it sees the teams of :class:`ApiTokenTeam` alone, also where these are gone and it sees none; ``used`` is when it
    was last used, to the minute.
    """

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str]
    narrowed: Mapped[bool]
    per_minute: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_by: Mapped[str]
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]


class ApiTokenTeam(Base):
    """A team that a narrowed token sees."""

    __tablename__ = "api_token_team"
    token_id: Mapped[int] = mapped_column(
        ForeignKey("api_token.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True, index=True)


class ApiRequest(Base):
    """What a token has asked for under a key of its own: a hash of it (``asked``), and the recording that was brought by it."""

    __tablename__ = "api_request"
    token_id: Mapped[int] = mapped_column(
        ForeignKey("api_token.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    asked: Mapped[str] = mapped_column(String(64))
    recording_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)
