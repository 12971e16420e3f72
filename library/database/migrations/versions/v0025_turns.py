"""Jobs in the order in which their turn comes, of those that wait: a long queue, or what is done of it, is not looked through for the next."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """An index of states and turns in the place of that of states."""
    op.drop_index("ix_job_state", "job")
    op.create_index("ix_job_turn", "job", ["state", "id"])
