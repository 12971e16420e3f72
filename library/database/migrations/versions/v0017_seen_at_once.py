"""What is asked of every call before it is shown or counted stands in one index; those that are to be deleted are few, and in one of their own, as are
the topics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

GOING, OF_A_TOPIC = "delete_due IS NOT NULL", "kind = 'topic'"


def upgrade() -> None:
    """Make the indexes anew."""
    op.drop_index("ix_call_agent_id", "call")
    op.create_index("ix_call_agent_id", "call", ["agent_id", "practice_of", "delete_due", "brought_by", "id"])
    op.drop_index("ix_call_delete_due", "call")
    _create("ix_call_delete_due", "call", ["delete_due"], GOING)
    _create("ix_tally_topic", "tally", ["technique", "call_id"], OF_A_TOPIC)


def _create(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
