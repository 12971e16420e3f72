"""The index by which words are found: SQLite's FTS5, PostgreSQL's lexemes; kept by the database itself, by triggers, whoever writes.

::

    call (number, folded name) ──┬──> said: word -> numbers of the calls in which it stands
    spoken (words, masked)     ──┘
    search  " no refunds "       ->   "no" AND "refunds"      every word of it; the last of what is no phrase may be a beginning
                                      then, of those calls alone, looked up where they stand side by side

What is indexed is what is shown: masked words and names, written, changed and removed in the transaction in which these are. The index has
no order of words in it, so it is small, and says no more of a call than which words it has.

**Gone means gone.** SQLite marks what is removed from such an index until its parts are next put together, so :func:`purge` does that, in
pieces between which others can write. (Its “secure-delete” does without, but makes the index unreadable to the SQLite before 3.42 that many
Pythons have.) PostgreSQL's vacuum removes it with the rows that it was of.

**Who sees it.** The index stands behind no wall: it answers with numbers of calls, which say something only to whoever sees the call
(:class:`Found` is a condition of a call's row, and that is read through the wall). PostgreSQL would not use it beneath row-level security; its
table is therefore given to nobody, and who looks through a wall asks it by a function that gives nothing but numbers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, bindparam, func, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from library.database.walls import is_walled, unwalled

LONGEST = 64
"""Characters of a word that PostgreSQL's index keeps, as the migration that makes it says; longer words, which are none, are found by their
beginning."""
PAGES = 200
"""Pages of SQLite's index that are put together in one go, while whoever else writes waits."""

OWN_TABLES = frozenset({"said", "said_data", "said_idx", "said_config"})
"""What is in the database for the index's sake alone."""
OWN_INDEXES = frozenset({"ix_call_review"})
"""Indexes that are written in the database's own words."""


class Found(FunctionElement[bool]):
    """Of a call's row: that the words of a piece that is searched for (:func:`library.database.text.search_terms`) stand in its words or name."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, number: Any, piece: str) -> None:
        super().__init__(number, bindparam(None, _fts(piece)), bindparam(None, _lexemes(piece)))

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002  SQLAlchemy's
        """Itself, where SQLAlchemy would write “= 1” after it, and SQLite then look at every call."""
        return self


def count_found(session: Session, pieces: Sequence[str]) -> int:
    """How many calls there are in whose words or name every one of ``pieces`` stands that is one word, of whoever's; past any wall."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    test = "said MATCH :query" if sqlite else "lexemes @@ CAST(:query AS tsquery)"
    query = " AND ".join(map(_fts, pieces)) if sqlite else " & ".join(map(_lexemes, pieces))
    with unwalled(session):
        return int(session.execute(text(f"SELECT count(*) FROM said WHERE {test}"), {"query": query}).scalar_one())


def found_numbers(pieces: Sequence[str]) -> Any:
    """The numbers of the calls in whose words or name every one of ``pieces`` stands, as a column to compare others with (PostgreSQL)."""
    return func.sameside_found(bindparam(None, " & ".join(map(_lexemes, pieces)))).column_valued("found")


def _fts(piece: str) -> str:
    """The words of a piece as SQLite is asked for them."""
    return " AND ".join(f'"{word}"' for word in words_of(piece)) + ("" if piece.endswith(" ") else "*")


def _lexemes(piece: str) -> str:
    """… and as PostgreSQL is."""
    words = " & ".join("'" + word[:LONGEST].replace("'", "''") + "'" for word in words_of(piece))
    return words + ("" if piece.endswith(" ") else ":*")


def words_of(piece: str) -> list[str]:
    """The words of a piece as the index has them."""
    return piece.replace("_", " ").split()


@compiles(Found, "sqlite")
def _found_by_fts(found: Found, compiler: Any, **more: Any) -> str:
    number, fts, _ = found.clauses
    return f"({compiler.process(number, **more)} IN (SELECT rowid FROM said WHERE said MATCH {compiler.process(fts, **more)}))"


@compiles(Found, "postgresql")
def _found_by_lexemes(found: Found, compiler: Any, **more: Any) -> str:
    number, _, lexemes = (compiler.process(clause, **more) for clause in found.clauses)
    if is_walled():
        return f"({number} IN (SELECT found FROM sameside_found({lexemes}) AS found))"
    return f"({number} IN (SELECT number FROM said WHERE lexemes @@ CAST({lexemes} AS tsquery)))"


def purge(connection: sqlite3.Connection) -> None:
    """Put the parts of SQLite's index together, and with that overwrite what was removed from them; outside of a transaction."""
    work = -PAGES
    while True:
        before = connection.total_changes
        connection.execute("INSERT INTO said(said, rank) VALUES ('merge', ?)", (work,))
        if connection.total_changes - before < 2:  # SQLite's own sign that nothing is left to do
            return
        work = PAGES
