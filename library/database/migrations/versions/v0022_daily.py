"""Calls counted by day and agent: a day beside each call's date, the tallies of days, and triggers that say which are to be counted anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

LISTED = "delete_due IS NULL AND practice_of IS NULL"
COUNTED = (
    "day",
    "agent_id",
    "delete_due",
    "practice_of",
    "outcome",
    "pushed",
    "partnered",
    "escalated",
    "settled",
    "missed",
)

_IS = "{row}.delete_due IS NULL AND {row}.practice_of IS NULL"
_ADD = (
    "INSERT INTO daily_due (day, agent_id) SELECT {row}.day, coalesce({row}.agent_id, 0) WHERE "
    + _IS
    + " AND NOT EXISTS (SELECT 1 FROM daily_due WHERE day = {row}.day AND agent_id = coalesce({row}.agent_id, 0));"
)
SQLITE = tuple(
    f"CREATE TRIGGER {name} AFTER {deed} ON call BEGIN {' '.join(_ADD.format(row=row) for row in rows)} END"
    for name, deed, rows in (
        ("daily_added", "INSERT", ("NEW",)),
        ("daily_changed", f"UPDATE OF {', '.join(COUNTED)}", ("OLD", "NEW")),
        ("daily_removed", "DELETE", ("OLD",)),
    )
)
# a row each time: to leave one out because another transaction has added it would lose what changes after that one is counted
_PUT = "INSERT INTO daily_due (day, agent_id) VALUES ({row}.day, coalesce({row}.agent_id, 0));"
_OLD, _NEW = (f"IF {_IS.format(row=row)} THEN {_PUT.format(row=row)} END IF;" for row in ("OLD", "NEW"))
POSTGRESQL = (
    f"""CREATE FUNCTION sameside_due() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' THEN {_OLD} END IF;
    IF TG_OP = 'INSERT' THEN {_NEW} END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.day, OLD.agent_id, OLD.delete_due, OLD.practice_of) IS DISTINCT FROM (NEW.day, NEW.agent_id, NEW.delete_due, NEW.practice_of)
        THEN {_NEW} END IF;
    END IF;
    RETURN NULL; END $$""",
    f"""CREATE TRIGGER daily_counted AFTER INSERT OR DELETE OR UPDATE OF {", ".join(COUNTED)} ON call
    FOR EACH ROW EXECUTE FUNCTION sameside_due()""",
)


def upgrade() -> None:
    """Say of each call on which day it was held, as it is here, and have every day counted."""
    op.add_column("call", sa.Column("day", sa.Date(), nullable=False, server_default="1970-01-01"))
    _say_days(op.get_bind())
    _index_what_walls_ask()
    day_and_agent = ("day", "agent_id")

    def keys() -> tuple[sa.Column[object], ...]:
        return (
            sa.Column("day", sa.Date(), primary_key=True),
            sa.Column("agent_id", sa.Integer(), primary_key=True, autoincrement=False),
        )

    counts = ("calls", "pushed", "partnered", "escalated", "settled", "missed")
    followed = ("calmer", "told", "calmer_squared", "calmer_told", "told_squared", "calls_told")
    op.create_table(
        "daily_calls", *keys(), *(sa.Column(name, sa.Integer(), nullable=False) for name in (*counts, *followed))
    )
    for table in ("daily_techniques", "daily_responses"):
        op.create_table(table, *keys(), sa.Column("packed", sa.LargeBinary(), nullable=False))
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "daily_due",
        sa.Column("id", number, primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
    )
    op.create_index("ix_daily_due", "daily_due", list(day_and_agent))
    op.create_table(
        "technique_name",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("technique", sa.Text(), nullable=False),
        sa.UniqueConstraint("kind", "technique"),
    )
    op.execute(
        f"INSERT INTO daily_due (day, agent_id) SELECT DISTINCT day, coalesce(agent_id, 0) FROM call WHERE {LISTED}"
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _index_what_walls_ask() -> None:
    """All that is asked of a call before it is counted, searched or not, for whoever looks."""
    listed = sa.text(LISTED)
    for name, columns, some in (
        ("ix_call_counted", ["number", "id", "agent_id", "brought_by", "delete_due", "practice_of"], listed),
        ("ix_call_agent_id", ["agent_id", "practice_of", "delete_due", "brought_by", "id", "number"], None),
    ):
        op.drop_index(name, "call")
        op.create_index(name, "call", columns, sqlite_where=some, postgresql_where=some)


def _say_days(connection: sa.Connection) -> None:
    """The day of each call, by this computer's clock: from midnight to midnight, as many statements as there are days with calls."""
    call = sa.table("call", sa.column("date", sa.DateTime()), sa.column("day", sa.Date()))
    first = connection.scalar(sa.select(sa.func.min(call.c.date)))
    while first is not None:
        day, end = _day_and_end(first)
        rest = call.c.date >= first
        connection.execute(sa.update(call).where(rest if end is None else rest & (call.c.date < end)).values(day=day))
        first = (
            None if end is None else connection.scalar(sa.select(sa.func.min(call.c.date)).where(call.c.date >= end))
        )


def _day_and_end(first: datetime) -> tuple[date, datetime | None]:
    """The day here at a time, and when it ends, in UTC; ``None`` on the last day that there is."""
    try:
        day = first.replace(tzinfo=UTC).astimezone().date()
        midnight = datetime.combine(day, time()) + timedelta(days=1)
        end: datetime | None = midnight.astimezone(UTC).replace(tzinfo=None)
    except (OverflowError, ValueError):
        day = first.date()
        end = None if day == date.max else datetime.combine(day, time()) + timedelta(days=1)
    return day, end if end is None or end > first else first + timedelta(microseconds=1)
