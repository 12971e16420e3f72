"""What people say was said otherwise, by whom, and where lines begin and end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table of corrections."""
    op.create_table(
        "correction",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("call_id", sa.String(128), sa.ForeignKey("call.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("taken_back", sa.DateTime(), nullable=True),
        sa.Column("taken_back_by", sa.Text(), nullable=True),
    )
    op.create_index("ix_correction_call_id", "correction", ["call_id"])
