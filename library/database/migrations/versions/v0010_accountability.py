"""The audit, which the database itself keeps from being changed, legal holds, and what retention is about to take."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

SQLITE = (
    "CREATE TRIGGER audit_event_is_kept BEFORE DELETE ON audit_event "
    "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
    "CREATE TRIGGER audit_event_stays BEFORE UPDATE ON audit_event "
    "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
    # an insert that takes a row's place deletes it without asking the trigger above
    "CREATE TRIGGER audit_event_follows BEFORE INSERT ON audit_event "
    "WHEN EXISTS (SELECT 1 FROM audit_event WHERE n >= NEW.n) "
    "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
    "CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head "
    "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
    "CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head WHEN NEW.n <= OLD.n OR NEW.id <> OLD.id "
    "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
    "CREATE TRIGGER audit_head_is_one BEFORE INSERT ON audit_head "
    "WHEN EXISTS (SELECT 1 FROM audit_head) BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$",
    "CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON audit_event "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuses()",
    "CREATE TRIGGER audit_event_is_kept BEFORE TRUNCATE ON audit_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()",
    "CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_refuses()",
    "CREATE TRIGGER audit_head_stays BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()",
    "CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head FOR EACH ROW "
    "WHEN (NEW.n <= OLD.n OR NEW.id <> OLD.id) EXECUTE FUNCTION audit_refuses()",
)


def upgrade() -> None:
    """Make the tables, and the triggers by which the audit only grows."""
    op.create_table(
        "audit_event",
        sa.Column("n", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("call_id", sa.String(128), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    for name in ("at", "person_id", "act", "call_id"):
        op.create_index(f"ix_audit_event_{name}", "audit_event", [name])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "n": 0, "hash": ""}])
    call_id = ("call_id", sa.String(128))
    op.create_table(
        "legal_hold",
        sa.Column(*call_id, sa.ForeignKey("call.id", ondelete="RESTRICT"), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "retention_notice",
        sa.Column(*call_id, sa.ForeignKey("call.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("announced", sa.DateTime(), nullable=False),
        sa.Column("watched", sa.Double(), nullable=False),
    )
    op.create_index("ix_retention_notice_due", "retention_notice", ["due"])
    op.create_table(
        "retention_watch",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("looked", sa.DateTime(), nullable=False),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
