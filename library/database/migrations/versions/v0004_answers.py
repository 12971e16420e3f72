"""What followed techniques and placebos, by stratum; empty until calls are judged again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table of what followed techniques and placebos."""
    op.create_table(
        "answer",
        sa.Column("call_id", sa.String(128), sa.ForeignKey("call.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("technique", sa.Text(), primary_key=True),
        sa.Column("stratum", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("calmer", sa.Integer(), nullable=False),
    )
