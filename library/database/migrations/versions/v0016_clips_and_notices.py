"""Clips, playlists, and what people are told."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "playlist",
        sa.Column("id", sa.String(64), primary_key=True),
        _text("name"),
        _text("owner"),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("team.id", ondelete="SET NULL"), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        _time("created"),
        _time("deleted", nullable=True),
    )
    op.create_table(
        "clip",
        sa.Column("id", sa.String(64), primary_key=True),
        _to("call.id", "call_id", sa.String(128), nullable=False),
        sa.Column("playlist_id", sa.String(64), sa.ForeignKey("playlist.id", ondelete="SET NULL"), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("start", "end")),
        _text("title"),
        _text("why"),
        _text("technique", nullable=True),
        _text("keeper"),
        sa.Column("keeper_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        _time("kept"),
        _time("deleted", nullable=True),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        _text("name"),
        _text("kind"),
        _to("call.id", "call_id", sa.String(128), nullable=False),
        _to("note.id", "note_id", sa.String(64), nullable=True),
        _to("evaluation.id", "evaluation_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Double(), nullable=True),
        _text("teller"),
        _time("told"),
        _time("read", nullable=True),
    )
    for table, columns in {
        "playlist": ("owner_id", "team_id"),
        "clip": ("call_id", "playlist_id", "keeper_id"),
        "notice": ("call_id", "note_id", "evaluation_id"),
    }.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index("ix_notice_person", "notice", ["person_id", "read"])


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _time(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _to(column: str, name: str, kind: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, sa.ForeignKey(column, ondelete="CASCADE"), **options)
