"""When a call is to be deleted, where somebody has asked for that and may still think better of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column and its index."""
    op.add_column("call", sa.Column("delete_due", sa.DateTime(), nullable=True))
    op.create_index("ix_call_delete_due", "call", ["delete_due"])
