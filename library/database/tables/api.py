"""The tables behind the HTTP door: tokens by which programs come in, what they have asked for once already, and what they are told.

::

    api_token --< api_token_team >-- team      a token that sees these teams alone
    api_token >-- person                       whose it is where people sign in: it may do no more than they may
    api_token --< api_request >-- job          by a key of the program's own, what was answered, so that nothing is brought twice
    webhook                                    where the house is told what became of its calls
    webhook_delivery >-- call                  what is told, until it is taken or given up

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


class WebhookRow(Base):
    """Where the house is told of its calls, and the secret that this is signed with, which has to be kept as it is; one row."""

    __tablename__ = "webhook"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    url: Mapped[str]
    secret: Mapped[str]
    since: Mapped[datetime]


class WebhookDelivery(Base):
    """What is or was to be sent: when it is tried next (``due``; ``None``: no more), how often it was, what was answered last. It goes with its call."""

    __tablename__ = "webhook_delivery"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    event: Mapped[str]
    call_id: Mapped[str | None] = mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), index=True)
    body: Mapped[str]
    attempts: Mapped[int]
    due: Mapped[datetime | None] = mapped_column(index=True)
    answer: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    delivered: Mapped[datetime | None]
