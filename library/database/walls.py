"""A wall in the compiler: whoever looks through one reads, in whatever statement, only the rows that it lets through.

::

    select(Tally).where(exists().where(CallRow.id == Tally.call_id))

    SELECT … FROM (SELECT * FROM tally WHERE …) AS tally
             WHERE EXISTS (SELECT * FROM (SELECT * FROM call WHERE …) AS call WHERE …)
    UPDATE call SET …  WHERE … AND (…)

It stands where a table's name is written into SQL, and not where a statement is made, so no statement can be written that goes
round it: joins, aliases, subqueries and tables that only a condition names included. A table without a condition lets nothing through.
Text in the place of a statement is refused. Rows are added only to the tables that the wall names; all else is written
:func:`unwalled`, by code that has asked first whether it may.

What is let through is SQL text without anything of a user's in it, so it is kept with the compiled statements of its wall. What the
unit of work writes (rows that were loaded through the wall, by their keys) goes as it is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from operator import and_, eq
from typing import Any

from sqlalchemy import (
    BinaryExpression,
    BooleanClauseList,
    Connection,
    Delete,
    Engine,
    Insert,
    Join,
    Table,
    Update,
    event,
    literal_column,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.util import LRUCache

from audio.errors import LibraryError

OPTION = "wall"
STATEMENTS = 500
"""Compiled statements that are kept of one wall."""

WALKED = "ALL"
"""``SELECT ALL``, which means no other than ``SELECT``, says that a statement goes through the rows in their order: so a database is to ask the
wall of each, and not to gather first all that it lets through."""

STILL = 1.0
"""Seconds for which what a wall has asked is not asked again where a database's own security stands beneath it: as long as a page takes."""

_compiling = threading.local()


class Wall:
    """What somebody may read and add.

    conditions  by table's name, SQL that holds for the rows that may be read; columns of the row itself are named by the table
    may_add     the tables to which rows may be added
    hangs_on    by table of which all rows are seen with the row that they hang on: its own column, and that row's table and column
    settings    of PostgreSQL, under which its own row-level security lets the same through
    past        … and those under which it lets everything through
    """

    def __init__(
        self,
        conditions: Mapping[str, str],
        may_add: frozenset[str] = frozenset(),
        settings: Mapping[str, str] | None = None,
        past: Mapping[str, str] | None = None,
        hangs_on: Mapping[str, tuple[str, str, str]] | None = None,
    ) -> None:
        self.asked: tuple[str, Callable[[tuple[Any, ...]], Wall]] | None = None
        """A question, and by its answer the wall in the place of this one."""
        self.hangs_on = hangs_on or {}
        self.conditions, self.may_add = conditions, may_add
        self.settings, self.past = settings or {}, past or {}
        self.cache: Any = LRUCache(STATEMENTS)

    def condition(self, table: str) -> str:
        """What holds for the rows of a table that may be read."""
        return self.conditions.get(table, "false")

    def options(self) -> dict[str, Any]:
        """The execution options of a connection that looks through this wall."""
        return {OPTION: self, "compiled_cache": self.cache}


def wall_of_session(session: Session) -> Wall | None:
    """The wall through which a session looks in this moment; ``None`` where it looks past it, or there is none."""
    wall: Wall | None = session.connection().get_execution_options().get(OPTION)
    return wall


def condition_here(session: Session, table: str) -> str:
    """What holds for the rows of a table that may be read in a session."""
    wall = wall_of_session(session)
    return "true" if wall is None else wall.condition(table)


def is_walled() -> bool:
    """Whether what is compiled in this moment is read through a wall."""
    return getattr(_compiling, "wall", None) is not None


class _Walled:
    """Writes the conditions of the wall, if there is one, into what a dialect's own compiler writes."""

    def visit_select(self, statement: Any, *given: Any, behind: frozenset[str] | None = None, **more: Any) -> str:  # noqa: ARG002  what is behind a wall outside, is not so within
        """What a statement compares with the row that it hangs on is behind that row's wall, as where a call's words are asked for."""
        wall = getattr(_compiling, "wall", None)
        compared = frozenset() if wall is None else _compared(statement, wall)
        walked = any(str(prefix) == WALKED for prefix, _ in getattr(statement, "_prefixes", ()))
        given_on = {"behind": compared} if compared else {}
        return super().visit_select(statement, *given, **(more | {"walked": walked}), **given_on)  # type: ignore[misc,no-any-return]

    def visit_join(self, join: Any, *given: Any, behind: frozenset[str] | None = None, **more: Any) -> str:
        """What is joined to the row that it hangs on is behind that row's wall, and needs none of its own."""
        wall = getattr(_compiling, "wall", None)
        if wall is not None and not join.full:
            behind = (behind or frozenset()) | _behind(join, wall)
        return super().visit_join(join, *given, **more, **({} if behind is None else {"behind": behind}))  # type: ignore[misc,no-any-return]

    def visit_table(
        self,
        table: Any,
        asfrom: bool = False,
        iscrud: bool = False,
        behind: frozenset[str] | None = None,
        walked: bool = False,
        **more: Any,
    ) -> str:
        written: str = super().visit_table(table, asfrom=asfrom, iscrud=iscrud, **more)  # type: ignore[misc]
        wall = getattr(_compiling, "wall", None)
        alias = more.get("enclosing_alias")
        renamed = alias is not None and alias.element is table
        if wall is None or not asfrom or iscrud or (behind is not None and table.name in behind and not renamed):
            return written
        condition = wall.condition(table.name)
        if condition == "true":
            return written
        name, compiler = self.preparer.format_table(table), self  # type: ignore[attr-defined]
        walled = f"(SELECT * FROM {name} WHERE {f'({condition}) IS TRUE' if walked else condition})"
        if renamed:
            return walled
        return walled + compiler.get_render_as_alias_suffix(written)  # type: ignore[attr-defined,no-any-return]

    def visit_update(self, statement: Update, **more: Any) -> str:
        return super().visit_update(_narrowed(statement), **more)  # type: ignore[misc,no-any-return]

    def visit_delete(self, statement: Delete, **more: Any) -> str:
        return super().visit_delete(_narrowed(statement), **more)  # type: ignore[misc,no-any-return]

    def visit_insert(self, statement: Insert, **more: Any) -> str:
        wall = getattr(_compiling, "wall", None)
        if wall is not None and statement.table.name not in wall.may_add:
            raise LibraryError(f"Nothing may be added to the table {statement.table.name} through a wall.")
        return super().visit_insert(statement, **more)  # type: ignore[misc,no-any-return]


def _behind(join: Any, wall: Wall) -> frozenset[str]:
    """The tables that a join joins, row by row, to what they hang on: ``tally JOIN call ON tally.call_id = call.id``. What hangs on a row may
    be missing beside it (``agent LEFT JOIN team``), but not stand there without it."""
    sides = (join.right,) if join.isouter else (join.left, join.right)
    hanging = {table.name for side in sides for table in _joined(side)}
    return frozenset(child for child, _ in _equal(join.onclause, wall) if child in hanging)


def _compared(statement: Any, wall: Wall) -> frozenset[str]:
    """The tables of which a statement takes only the rows that hang on a row of its own, or of the statement around it. That row is read
    through the wall wherever it is read, since what others hang on hangs on nothing itself."""
    criteria = getattr(statement, "_where_criteria", ())
    return frozenset(child for test in criteria for child, _ in _equal(test, wall))


def _equal(test: Any, wall: Wall) -> Iterator[tuple[str, str]]:
    """The tables, the one that hangs and the one that it hangs on, of a condition that a row of the one hangs on a row of the other."""
    if isinstance(test, BooleanClauseList) and test.operator is and_:
        for part in test.clauses:
            yield from _equal(part, wall)
    if not isinstance(test, BinaryExpression) or test.operator is not eq:
        return
    named = {(getattr(column, "table", None), getattr(column, "name", "")) for column in (test.left, test.right)}
    found = {(table.name, column) for table, column in named if isinstance(table, Table)}
    for child, (column, parent, key) in wall.hangs_on.items():
        if found == {(child, column), (parent, key)}:
            yield child, parent


def _joined(side: Any) -> Iterator[Table]:
    """The tables of a side of an inner join that are there in every row of it, themselves and not by another name."""
    if isinstance(side, Table):
        yield side
    elif isinstance(side, Join) and not side.full:
        yield from _joined(side.left)
        if not side.isouter:
            yield from _joined(side.right)


def _narrowed(statement: Any) -> Any:
    wall = getattr(_compiling, "wall", None)
    return statement if wall is None else statement.where(literal_column(f"({wall.condition(statement.table.name)})"))


def put_walls_into(engine: Engine) -> None:
    """Have everything that this engine compiles written by whichever wall its connection looks through."""
    own = engine.dialect.statement_compiler
    engine.dialect.statement_compiler = type(f"Walled{own.__name__}", (_Walled, own), {})

    @event.listens_for(engine, "before_execute", retval=True)
    def _note_the_wall(
        _connection: Connection, statement: Any, several: Any, parameters: Any, options: Mapping[str, Any]
    ) -> tuple[Any, Any, Any]:
        wall = options.get(OPTION)
        if wall is not None:
            wall = _wall_for(wall, statement, options.get("compiled_cache"))
        _compiling.wall = wall
        return statement, several, parameters


def _wall_for(wall: Wall, statement: Executable, cache: object) -> Wall | None:
    written = isinstance(statement, Insert | Update | Delete)
    if not written and not isinstance(statement, SelectBase):
        raise LibraryError("Only statements about tables are read through a wall, and this is none.")
    if cache is None or cache is wall.cache:
        return wall
    if written:  # by the unit of work, which keeps its statements apart
        return None
    raise LibraryError("What is kept of other statements than a wall's own is not read through it.")


class Answers:
    """What walls were answered, for as long as it holds still: some moments, or until this process writes to the library (``writes``)."""

    def __init__(self, writes: Writes) -> None:
        self._writes = writes
        self._known: dict[Wall, tuple[float, int, Wall]] = {}

    def of(self, wall: Wall) -> Wall | None:
        """The wall in the place of another; ``None`` where it is to be asked."""
        at, number, other = self._known.get(wall, (0.0, -1, wall))
        return other if number == self._writes.may_hide and time.monotonic() - at <= STILL else None

    def keep(self, wall: Wall, other: Wall) -> None:
        """Keep what was answered just now."""
        self._known[wall] = time.monotonic(), self._writes.may_hide, other


class Writes:
    """How often a library was written to by this process: in all, and ``may_hide`` so that somebody may see others than before."""

    number = 0
    may_hide = 0


def settle(session: Session, answers: Answers | None = None) -> None:
    """At the beginning of a session, ask what its wall asks, and keep it with the ``answers``."""
    connection, wall = session.connection(), wall_of_session(session)
    if wall is None or wall.asked is None:
        return
    question, wall_by = wall.asked
    other = wall_by(tuple(connection.exec_driver_sql(question).one()))
    if answers is not None:
        answers.keep(wall, other)
    connection.execution_options(**other.options())


def settled(engine: Engine, answers: Answers | None) -> Engine:
    """An engine that looks through the wall in the place of its own, where there is an answer to what that asks."""
    wall = engine.get_execution_options().get(OPTION)
    other = None if wall is None or answers is None else answers.of(wall)
    return engine if other is None else engine.execution_options(**other.options())


@contextmanager
def unwalled(session: Session) -> Iterator[None]:
    """Look past the session's wall for as long as the block lasts, in the same transaction: for what the program itself has to
    read or write, once it has asked whether it may. Where the block raises, the transaction is to end."""
    connection, wall = session.connection(), wall_of_session(session)
    if wall is None:
        yield
        return
    session.flush()
    connection.execution_options(**{OPTION: None, "compiled_cache": connection.engine._compiled_cache})  # noqa: SLF001
    set_locally(connection, wall.past)
    yield
    session.flush()
    connection.execution_options(**wall.options())
    set_locally(connection, wall.settings)


def set_locally(connection: Connection, settings: Mapping[str, str]) -> None:
    """Put settings of PostgreSQL in force until the transaction ends."""
    if settings and connection.dialect.name == "postgresql":
        calls = ", ".join("set_config(%s, %s, true)" for _ in settings)
        connection.exec_driver_sql(f"SELECT {calls}", tuple(part for setting in settings.items() for part in setting))
