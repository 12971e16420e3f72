"""Who may sign in and as what; whose a call is, to whom it was shown; who may read a note; calls brought for practice."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables of people, and the columns that point to them; who has read a note may read it still."""
    _people()
    for table in ("call_share", "assignment"):
        due = [sa.Column("due", sa.DateTime())] if table == "assignment" else []
        op.create_table(
            table,
            sa.Column("call_id", sa.String(128), sa.ForeignKey("call.id", ondelete="CASCADE"), primary_key=True),
            _person("person_id", primary_key=True, autoincrement=False),
            _person("by_id"),
            sa.Column("at", sa.DateTime(), nullable=False),
            *due,
        )
        op.create_index(f"ix_{table}_person_id", table, ["person_id"])
    for table, column in (
        ("agent", "person_id"), ("call", "brought_by"), ("call", "practice_of"), ("note", "author_id"), ("job", "added_by"),
    ):  # fmt: skip
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN {column} INTEGER REFERENCES person (id)')
    for table in ("call", "job"):
        op.add_column(table, sa.Column("practice_until", sa.DateTime(), nullable=True))
    op.create_index("ix_agent_person_id", "agent", ["person_id"])
    op.create_index("ix_note_author_id", "note", ["author_id"])
    for name, column in (("ix_call_brought", "brought_by"), ("ix_call_practice", "practice_of")):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "call", [column], sqlite_where=where, postgresql_where=where)
    for table in ("note", "note_version"):
        op.add_column(table, sa.Column("audience", sa.Text(), nullable=False, server_default="me"))
        op.execute(f"UPDATE {table} SET audience = 'everybody' WHERE shared")
        op.drop_column(table, "shared")


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.Text(), unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("left", sa.DateTime()),
    )
    op.create_table(
        "person_role",
        _person("person_id", primary_key=True, autoincrement=False),
        sa.Column("role", sa.Text(), primary_key=True),
    )
    op.create_table(
        "person_team",
        _person("person_id", primary_key=True, autoincrement=False),
        sa.Column(
            "team_id", sa.Integer(), sa.ForeignKey("team.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
    )
    op.create_index("ix_person_team_team_id", "person_team", ["team_id"])
    op.create_table(
        "typed_name",
        sa.Column("name", sa.Text(), primary_key=True),
        _person("person_id", nullable=False),
        sa.Column("assigned", sa.DateTime(), nullable=False),
        _person("by_id"),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(64), primary_key=True),
        _person("person_id", nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("began", sa.DateTime(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime()),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])


def _person(name: str, **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("person.id"), **options)
