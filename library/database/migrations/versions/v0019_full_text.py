"""An index of the words of every call, and calls in the order in which they are listed (:mod:`library.database.full_text`)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.database.full_text import making

revision = "0019"
down_revision = "0016"


def upgrade() -> None:
    """Number the calls, and put what is kept of their words and names into the index."""
    op.add_column("call", sa.Column("number", sa.BigInteger(), nullable=True))
    listed = sa.text("delete_due IS NULL AND practice_of IS NULL")
    for name, columns in {
        "ix_call_listed": ["agent_id", "date", "delete_due", "practice_of"],
        "ix_call_number_listed": ["number", "agent_id", "delete_due", "practice_of"],
    }.items():
        op.create_index(name, "call", columns, sqlite_where=listed, postgresql_where=listed)
    op.create_index("ix_call_number", "call", ["number"], unique=True)
    for statement in making(op.get_bind().dialect.name):
        op.execute(statement)
