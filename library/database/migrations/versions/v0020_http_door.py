"""The HTTP door: tokens, what was asked for by them, and the webhook."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), primary_key=True),
        _text("name"),
        sa.Column("hash", sa.String(64), nullable=False),
        _text("scopes"),
        sa.Column("narrowed", sa.Boolean(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        _text("made_by"),
        _time("created"),
        _time("expires"),
        _time("used", nullable=True),
        _time("revoked", nullable=True),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("hash"),
    )
    op.create_table("api_token_team", _of_token(), _to("team.id", "team_id"))
    op.create_table(
        "api_request",
        _of_token(),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("recording_id", sa.String(64), nullable=False),
        _time("at"),
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        _text("url"),
        _text("secret"),
        _time("since"),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.String(64), primary_key=True),
        _text("event"),
        sa.Column("call_id", sa.String(128), sa.ForeignKey("call.id", ondelete="CASCADE"), nullable=True),
        _text("body"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _time("due", nullable=True),
        _text("answer"),
        _time("at"),
        _time("delivered", nullable=True),
    )
    for table, columns in {
        "api_token": ("person_id",),
        "api_token_team": ("team_id",),
        "api_request": ("at",),
        "webhook_delivery": ("call_id", "due", "at"),
    }.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _time(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _of_token() -> sa.Column[Any]:
    return _to("api_token.id", "token_id")


def _to(column: str, name: str) -> sa.Column[Any]:
    return sa.Column(
        name, sa.Integer(), sa.ForeignKey(column, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
