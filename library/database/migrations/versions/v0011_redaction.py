"""What is masked of each call, found as calls are read or by a worker; and when an original was destroyed, where one was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the table of masks and the column."""
    op.create_table(
        "mask",
        sa.Column("call_id", sa.String(128), sa.ForeignKey("call.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("masks", sa.Text(), nullable=False),
    )
    op.add_column("call", sa.Column("destroyed", sa.DateTime(), nullable=True))
