"""The calls without words are found at once, however many there are with words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the index of the calls without words."""
    none = sa.text("words = ' '")
    op.create_index("ix_spoken_none", "spoken", ["call_id"], sqlite_where=none, postgresql_where=none)
