"""Many calls of a few: those that were made up one by one are multiplied in the database, a table in one statement.

    call 0 … 499, made up                     what is listed, counted and searched, for every call anew:
    call 500 … 999, of them; call 1000 …      another id, date and agent, and the words begun at another place

What is only ever read whole (a hearing, a report, 70 KB together) stays with the few, and is given to whichever calls are to be opened
(:func:`give_facts`): a million of these would be a disk of their own, and no list looks at them.
"""

from __future__ import annotations

from collections.abc import Sequence

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
FIND = {"sqlite": "instr({0}, {1})", "postgresql": "strpos({0}, {1})"}


def multiply(library: Library, made: int, calls: int, longest: int = 10_000) -> None:
    """So many calls of the ``made`` that are there, ``made-up-0`` and on; of their words at most ``longest`` characters."""
    for first in range(made, calls, AT_A_TIME):
        with library.database.write() as session:
            connection = session.connection()
            agents = connection.execute(select(func.min(Agent.id), func.count())).one()
            for table, columns in _columns(connection.dialect.name, made, longest, *agents).items():
                _copy(connection, table, columns, (made, first, min(calls, first + AT_A_TIME)))
    count_due(library.database)
    if not library.database.is_sqlite:  # which does this by itself, now and then; SQLite never does
        with library.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _columns(dialect: str, made: int, longest: int, first_agent: int, agents: int) -> dict[type[Base], dict[str, str]]:
    """By table, the columns that are not copied as they are; ``new.n`` is the copy's number, ``old`` the row of the call that it is of."""
    new_id = "'made-up-' || new.n"
    cut = FIND[dialect].format(f"substr(old.words, 1 + new.n / {made} * 13 % (length(old.words) / 2 + 1))", "' '")
    at = f"(new.n / {made} * 13 % (length(old.words) / 2 + 1) + {cut})"
    turned = f"substr(substr(old.words, {at}) || substr(old.words, 2, {at} - 1), 1, {longest})"
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
    connection.execute(
        text(
            f"WITH RECURSIVE new(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM new WHERE n + 1 < {end}) "
            f'INSERT INTO "{table.__tablename__}" ({", ".join(f"{chr(34)}{name}{chr(34)}" for name in names)}) '
            f'SELECT {values} FROM new CROSS JOIN "{table.__tablename__}" AS old '
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
