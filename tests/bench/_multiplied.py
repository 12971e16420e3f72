"""Many calls of a few: those that were made up one by one are multiplied in the database, a table in one statement.

    call 0 … 499, made up                     what is listed, counted and searched, for every call anew:
    call 500 … 999, of them; call 1000 …      another id, date and agent, and the words begun at another place

SQLite takes copies as any writer's, so many in a transaction that its log stays small. PostgreSQL takes them all in one, without its indexes
and its triggers, and is given back both at its end: killed half-way, nothing was made.

What is only ever read whole (a hearing, a report, 70 KB together) stays with the few, and is given to whichever calls are to be opened
(:func:`give_facts`): a million of these would be a disk of their own, and no list looks at them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, func, select, text

from library.database.schema import Agent, Answer, Base, CallRow, Hearing, MaskRow, ReportRow, Spoken, Tally
from library.store import Library
from library.trends.keeping import count_due

TURN = 7919
"""A prime by which copies are turned, so that neighbours have little in common."""
SECONDS = 730 * 86400
"""The two years over which calls are held."""
AT_A_TIME = 50_000
"""Copies in one transaction."""

DATE = {
    "sqlite": f"strftime('%Y-%m-%d %H:%M:%f000', '2026-06-01', '-' || (new.n * {TURN} % {SECONDS}) || ' seconds')",
    "postgresql": f"timestamp '2026-06-01' - make_interval(secs => new.n::bigint * {TURN} % {SECONDS})",
}
DAY = {
    "sqlite": "date({0}, 'localtime')",
    "postgresql": "(({0}) AT TIME ZONE 'UTC' AT TIME ZONE current_setting('timezone'))::date",
}
INDEXES = """SELECT index.relname AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
JOIN pg_class AS index ON index.oid = indexrelid JOIN pg_class AS of ON of.oid = indrelid
WHERE of.relname = ANY(:names) AND NOT indisunique"""
SAID = """INSERT INTO said SELECT call.number, sameside_lexemes(call.folded || spoken.words) FROM call
JOIN spoken ON spoken.call_id = call.id WHERE call.number > (SELECT max(number) FROM said)"""
DUE = """INSERT INTO daily_due (day, agent_id) SELECT DISTINCT day, coalesce(agent_id, 0) FROM call
WHERE delete_due IS NULL AND practice_of IS NULL"""
FIND = {"sqlite": "instr({0}, ' ')", "postgresql": "position(convert_to(' ', 'UTF8') IN {0})"}
AS_TEXT = {"sqlite": "{0}", "postgresql": "convert_from({0}, 'UTF8')"}


def multiply(library: Library, made: int, calls: int, longest: int = 10_000) -> None:
    """So many calls of the ``made`` that are there, ``made-up-0`` and on; of their words at most ``longest`` characters."""
    numbers = [(made, first, min(calls, first + AT_A_TIME)) for first in range(made, calls, AT_A_TIME)]
    if library.database.is_sqlite:
        for some in numbers:
            with library.database.write() as session:
                _copy_all(session.connection(), some, longest)
        count_due(library.database)
        return
    with library.database.write() as session, _bare(session.connection()) as connection:
        for some in numbers:
            _copy_all(connection, some, longest)
            connection.execute(text(SAID))
    count_due(library.database)
    # PostgreSQL does this by itself, now and then; SQLite never does
    with library.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _copy_all(connection: Connection, numbers: tuple[int, int, int], longest: int) -> None:
    agents = connection.execute(select(func.min(Agent.id), func.count())).one()
    for table, columns in _columns(connection.dialect.name, numbers[0], longest, *agents).items():
        _copy(connection, table, columns, numbers)


@contextmanager
def _bare(connection: Connection) -> Iterator[Connection]:
    """PostgreSQL's tables without the indexes that nothing hangs on, and words that nobody indexes; at the end with both again."""
    connection.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    connection.execute(text("SET LOCAL synchronous_commit = off"))
    names = [table.__tablename__ for table in (CallRow, MaskRow, Tally, Answer, Spoken)]
    indexes = connection.execute(text(INDEXES), {"names": [*names, "said"]}).all()
    for index in indexes:
        connection.execute(text(f"DROP INDEX {index.name}"))
    triggers = {"spoken": "said_added", "call": "daily_counted"}
    for table, trigger in triggers.items():
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"))
    yield connection
    for table, trigger in triggers.items():
        connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}"))
    connection.execute(text(DUE))
    for index in indexes:
        connection.execute(text(index.made))


def _columns(dialect: str, made: int, longest: int, first_agent: int, agents: int) -> dict[type[Base], dict[str, str]]:
    """By table, the columns that are not copied as they are; ``new.n`` is the copy's number, ``old`` the row of the call that it is of."""
    new_id = "'made-up-' || new.n"
    cut = FIND[dialect].format(f"substr(old.words, 1 + new.n / {made} * 13 % (length(old.words) / 2 + 1), 99)")
    at = f"(new.n / {made} * 13 % (length(old.words) / 2 + 1) + {cut})"
    turned = AS_TEXT[dialect].format(f"substr(substr(old.words, {at}) || substr(old.words, 2, {at} - 1), 1, {longest})")
    whose = f"{first_agent} + new.n * 31 % {agents}"
    own = {
        "id": new_id,
        "date": DATE[dialect],
        "day": DAY[dialect].format(DATE[dialect]),
        "agent_id": whose,
        "number": "NULL",
    }
    return {
        CallRow: own,
        **{table: {"call_id": new_id} for table in (MaskRow, Tally, Answer)},
        Spoken: {"call_id": new_id, "words": turned},
    }


def _copy(connection: Connection, table: type[Base], columns: dict[str, str], numbers: tuple[int, int, int]) -> None:
    made, first, end = numbers
    names = [column.name for column in table.__table__.columns]
    key = "id" if table is CallRow else "call_id"
    values = ", ".join(columns.get(name, f'old."{name}"') for name in names)
    of = f'"{table.__tablename__}"'
    if table is Spoken and connection.dialect.name == "postgresql":  # unpacked once, and cut as bytes
        few = f"SELECT 'made-up-' || n FROM generate_series(0, {made - 1}) AS n"
        of = f"(SELECT call_id, convert_to(words, 'UTF8') AS words FROM spoken WHERE call_id IN ({few}) OFFSET 0)"
    connection.execute(
        text(
            f"WITH RECURSIVE new(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM new WHERE n + 1 < {end}) "
            f'INSERT INTO "{table.__tablename__}" ({", ".join(f"{chr(34)}{name}{chr(34)}" for name in names)}) '
            f"SELECT {values} FROM new CROSS JOIN {of} AS old "
            f"WHERE old.{key} = 'made-up-' || (new.n % {made})"
        )
    )


def give_facts(library: Library, made: int, call_ids: Sequence[str]) -> None:
    """Give calls of the many the hearing and the report of the one that they are a copy of."""
    with library.database.write() as session:
        for call_id in call_ids:
            number = int(call_id.removeprefix("made-up-"))
            for table in (Hearing, ReportRow) if number >= made else ():
                names = [column.name for column in table.__table__.columns if column.name != "call_id"]
                session.execute(
                    text(
                        f"INSERT INTO {table.__tablename__} (call_id, {', '.join(names)}) SELECT :id, {', '.join(names)} "
                        f"FROM {table.__tablename__} WHERE call_id = :of ON CONFLICT DO NOTHING"
                    ),
                    {"id": call_id, "of": f"made-up-{number % made}"},
                )
