"""What was taken from watched folders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "arrival",
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("content", sa.String(64), primary_key=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_arrival_content", "arrival", ["content"])
    op.create_index("ix_arrival_size", "arrival", ["size"])
