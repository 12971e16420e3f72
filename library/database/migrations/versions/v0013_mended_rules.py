"""What an upheld appeal has mended: which entries it put into the house's own rules, by whom, and whether it was taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "mended_rule",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("appeal_id", sa.Integer(), sa.ForeignKey("appeal.id", ondelete="CASCADE"), nullable=False),
        sa.Column("technique", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("mended", sa.DateTime(), nullable=False),
        sa.Column("mended_by", sa.Text(), nullable=False),
        sa.Column("taken_back", sa.DateTime(), nullable=True),
        sa.Column("taken_back_by", sa.Text(), nullable=True),
    )
    op.create_index("ix_mended_rule_appeal_id", "mended_rule", ["appeal_id"])
