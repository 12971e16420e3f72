"""Forms in versions, evaluations and their answers, appeals, and draws of calls."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "form",
        sa.Column("id", sa.Integer(), primary_key=True),
        _text("name", unique=True),
        _time("created"),
        _time("retired", nullable=True),
    )
    op.create_table(
        "form_version",
        _to("form.id", "form_id", primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        _text("toml"),
        _time("edited"),
        _text("edited_by"),
        _time("published", nullable=True),
    )
    _evaluations()
    op.create_table(
        "call_draw",
        sa.Column("id", sa.Integer(), primary_key=True),
        _time("drawn"),
        _text("drawn_by"),
        sa.Column("seed", sa.Integer(), nullable=False),
        _text("filters"),
        sa.Column("of", sa.Integer(), nullable=False),
    )
    op.create_table(
        "call_draw_call",
        _to("call_draw.id", "draw_id", primary_key=True, autoincrement=False),
        _call("call_id", primary_key=True),
        _text("stratum"),
    )


def _evaluations() -> None:
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), primary_key=True),
        _call("call_id", nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("kind"),
        _text("reviewer"),
        sa.Column("reviewer_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        _time("assigned"),
        _text("assigned_by"),
        *(_time(name, nullable=True) for name in ("due", "started", "finished")),
        sa.Column("score", sa.Double(), nullable=True),
        _text("failed_by", nullable=True),
        _time("acknowledged", nullable=True),
        _text("acknowledged_words", nullable=True),
    )
    for column in ("call_id", "reviewer", "reviewer_id", "finished"):
        op.create_index(f"ix_evaluation_{column}", "evaluation", [column])
    op.create_index("ix_evaluation_form", "evaluation", ["form_id", "version"])
    op.create_table(
        "evaluation_answer",
        _to("evaluation.id", "evaluation_id", primary_key=True, autoincrement=False),
        sa.Column("question_id", sa.Text(), primary_key=True),
        _text("answer", nullable=True),
        _text("comment"),
        _text("drafted", nullable=True),
        sa.Column("blind", sa.Boolean(), nullable=False),
        _text("clarity"),
        _time("answered"),
    )
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), primary_key=True),
        _to("evaluation.id", "evaluation_id", nullable=False),
        _text("question_id"),
        _time("filed"),
        _text("filed_by"),
        _text("reason"),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("start", "end")),
        _time("decided", nullable=True),
        _text("decided_by", nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        _text("words", nullable=True),
    )
    op.create_index("ix_appeal_evaluation_id", "appeal", ["evaluation_id"])


def _text(name: str, nullable: bool = False, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable, **options)


def _time(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _call(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(128), sa.ForeignKey("call.id", ondelete="CASCADE"), **options)


def _to(column: str, name: str, **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(column, ondelete="CASCADE"), **options)
