"""An index of the words of every call, and calls in the order in which they are listed (:mod:`library.database.full_text`)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.database.full_text import making

revision = "0019"
down_revision = "0017"


def upgrade() -> None:
    """Number the calls, and put what is kept of their words and names into the index."""
    op.add_column("call", sa.Column("number", sa.BigInteger(), nullable=True))
    listed = sa.text("delete_due IS NULL AND practice_of IS NULL")
    for name, columns in {
        "ix_call_listed": ["agent_id", "date", "delete_due", "practice_of"],
        "ix_call_counted": ["number", "id", "agent_id", "delete_due", "practice_of"],
    }.items():
        op.create_index(name, "call", columns, sqlite_where=listed, postgresql_where=listed)
    op.create_index("ix_call_number", "call", ["number"], unique=True)
    op.drop_index("ix_tally_technique", "tally")
    op.create_index("ix_tally_technique", "tally", ["technique", "confidence", "call_id"])
    for statement in making(op.get_bind().dialect.name):
        op.execute(statement)
