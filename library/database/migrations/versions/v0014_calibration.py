"""Calibration sessions, what was agreed in them, and the stretch of a call by which a question was answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables, and the columns that point to them."""
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun", sa.DateTime(), nullable=False),
        sa.Column("leader", sa.Text(), nullable=False),
        sa.Column("leader_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("due", sa.DateTime(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("reference_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("opened", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "calibration_seat",
        sa.Column("calibration_id", sa.Integer(), sa.ForeignKey("calibration.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("finished", sa.DateTime(), nullable=True),
    )  # fmt: skip
    op.create_index("ix_calibration_seat_person_id", "calibration_seat", ["person_id"])
    op.create_table(
        "agreed_answer",
        sa.Column("calibration_id", sa.Integer(), sa.ForeignKey("calibration.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        sa.Column("call_id", sa.String(128), sa.ForeignKey("call.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("question_id", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("answer", "words")),
        sa.Column("agreed", sa.DateTime(), nullable=False),
        sa.Column("agreed_by", sa.Text(), nullable=False),
    )  # fmt: skip
    op.execute("ALTER TABLE evaluation ADD COLUMN calibration_id INTEGER REFERENCES calibration (id)")
    op.create_index("ix_evaluation_calibration_id", "evaluation", ["calibration_id"])
    for name in ("start", "end"):
        op.add_column("evaluation_answer", sa.Column(name, sa.Double(), nullable=True))
