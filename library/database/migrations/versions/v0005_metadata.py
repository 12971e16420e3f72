"""What is known of a call beside its sound, the files that come with a recording, and who brought a note from elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns of a call and a note, and the table of a job's files."""
    for name in ("queue", "direction", "disposition", "reference"):
        op.add_column("call", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("note", sa.Column("imported_by", sa.Text(), nullable=True))
    op.create_table(
        "job_file",
        sa.Column(
            "job_id", sa.Integer(), sa.ForeignKey("job.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
