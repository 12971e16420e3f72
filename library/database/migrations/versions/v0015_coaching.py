"""Coaching sessions, their agendas, and the moments of calls that stand on these."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "coaching_session",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agent.id", ondelete="SET NULL"), nullable=True),
        _text("coach"),
        sa.Column("coach_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("created", sa.DateTime(), nullable=False),
        *(sa.Column(name, sa.DateTime(), nullable=True) for name in ("held", "acknowledged")),
        *(_text(name, nullable=True) for name in ("technique", "direction")),
        sa.Column("look_again", sa.DateTime(), nullable=True),
        _text("words"),
        _text("agent_words", nullable=True),
    )
    for column in ("agent_id", "coach_id", "held"):
        op.create_index(f"ix_coaching_session_{column}", "coaching_session", [column])
    op.create_table(
        "coaching_item",
        _number("session_id", sa.ForeignKey("coaching_session.id", ondelete="CASCADE")),
        _number("number"),
    )
    op.create_table(
        "coaching_moment",
        _number("session_id"),
        _number("number"),
        sa.Column("call_id", sa.String(128), sa.ForeignKey("call.id", ondelete="CASCADE"), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("start", "end")),
        _text("title"),
        _text("technique", nullable=True),
        _text("words"),
        sa.ForeignKeyConstraint(
            ["session_id", "number"], ["coaching_item.session_id", "coaching_item.number"], ondelete="CASCADE"
        ),
    )
    op.create_index("ix_coaching_moment_call_id", "coaching_moment", ["call_id"])


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, *options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), *options, primary_key=True, autoincrement=False)
