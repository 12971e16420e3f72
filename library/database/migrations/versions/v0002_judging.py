"""A job may be without a recording: it judges calls again, which were heard before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Let a job be without a recording."""
    with op.batch_alter_table("job") as job:
        job.alter_column("recording_id", existing_type=sa.String(64), nullable=True)
