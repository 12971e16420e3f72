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
from typing import Any

from sqlalchemy import Boolean, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from library.database.walls import is_walled

LONGEST = 64
"""Characters of a word that PostgreSQL's index keeps; longer words, which are none, are found by their beginning."""
MOST = 1_000_000
"""Bytes of different words in one call that its index takes, which is as many as it can hold."""
PAGES = 200
"""Pages of SQLite's index that are put together in one go, while whoever else writes waits."""

OWN_TABLES = frozenset({"said", "said_data", "said_idx", "said_config"})
"""What is in the database for the index's sake alone."""
OWN_INDEXES = frozenset({"ix_call_review"})
"""Indexes that are written in the database's own words."""

LEXEMES = f"""CREATE OR REPLACE FUNCTION sameside_lexemes(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
SELECT CASE WHEN octet_length(words) < {MOST} AND words !~ '[^ _]{{{LONGEST + 1}}}'
THEN array_to_tsvector(array_remove(string_to_array(replace(words, '_', ' '), ' '), ''))
ELSE (SELECT array_to_tsvector(array_agg(word)) FROM (SELECT word, sum(octet_length(word)) OVER (ORDER BY word) AS bytes FROM (
SELECT DISTINCT left(word, {LONGEST}) AS word FROM unnest(string_to_array(replace(words, '_', ' '), ' ')) AS word
WHERE word <> '') AS different) AS counted WHERE bytes < {MOST}) END $$"""
"""PostgreSQL's function of the words that its index takes. Counting what it cannot hold takes three times as long, and is needed of no call
that was ever held."""

_REVIEW = """CREATE INDEX ix_call_review ON call ((CASE WHEN reviewed IS NULL THEN 0 ELSE 1 END), missed DESC,
(CASE WHEN outcome = 'unsettled' THEN 0 ELSE 1 END), pushed DESC, (CASE outcome WHEN 'calm' THEN 2 WHEN 'settled' THEN 1 ELSE 0 END),
date DESC, id) WHERE delete_due IS NULL AND practice_of IS NULL"""

_SQLITE = (
    "UPDATE call SET number = rowid",
    """CREATE TRIGGER call_numbered AFTER INSERT ON call WHEN NEW.number IS NULL BEGIN
    UPDATE call SET number = 1 + coalesce((SELECT max(number) FROM call), 0) WHERE id = NEW.id; END""",
    """CREATE VIEW said_text AS SELECT call.number AS number, call.folded || spoken.words AS words
    FROM call JOIN spoken ON spoken.call_id = call.id""",
    """CREATE VIRTUAL TABLE said USING fts5(words, content='said_text', content_rowid='number', detail=none, columnsize=0,
    tokenize="unicode61 remove_diacritics 0 tokenchars '''' categories 'L* N* Co Cn'")""",
    "INSERT INTO said(said) VALUES ('rebuild')",
    """CREATE TRIGGER said_added AFTER INSERT ON spoken BEGIN
    INSERT INTO said(rowid, words) SELECT number, folded || NEW.words FROM call WHERE id = NEW.call_id; END""",
    """CREATE TRIGGER said_reworded AFTER UPDATE OF words ON spoken WHEN OLD.words <> NEW.words BEGIN
    INSERT INTO said(said, rowid, words) SELECT 'delete', number, folded || OLD.words FROM call WHERE id = NEW.call_id;
    INSERT INTO said(rowid, words) SELECT number, folded || NEW.words FROM call WHERE id = NEW.call_id; END""",
    """CREATE TRIGGER said_renamed AFTER UPDATE OF folded ON call WHEN OLD.folded <> NEW.folded BEGIN
    INSERT INTO said(said, rowid, words) SELECT 'delete', NEW.number, OLD.folded || words FROM spoken WHERE call_id = NEW.id;
    INSERT INTO said(rowid, words) SELECT NEW.number, NEW.folded || words FROM spoken WHERE call_id = NEW.id; END""",
    """CREATE TRIGGER said_forgotten AFTER DELETE ON spoken BEGIN
    INSERT INTO said(said, rowid, words) SELECT 'delete', number, folded || OLD.words FROM call WHERE id = OLD.call_id; END""",
    # before the call itself, whose name and number the index needs once more
    "CREATE TRIGGER call_forgotten BEFORE DELETE ON call BEGIN DELETE FROM spoken WHERE call_id = OLD.id; END",
)

_POSTGRESQL = (
    "CREATE SEQUENCE call_number OWNED BY call.number",
    "UPDATE call SET number = nextval('call_number')",
    """CREATE FUNCTION sameside_number() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.number := coalesce(NEW.number, nextval('call_number')); RETURN NEW; END $$""",
    "CREATE TRIGGER call_numbered BEFORE INSERT ON call FOR EACH ROW EXECUTE FUNCTION sameside_number()",
    LEXEMES,
    # kept beside its row, so that what is looked at for a word that all have said is small
    """CREATE TABLE said (number bigint PRIMARY KEY REFERENCES call (number) ON DELETE CASCADE, lexemes tsvector)
    WITH (toast_tuple_target = 128)""",
    """INSERT INTO said SELECT call.number, sameside_lexemes(call.folded || spoken.words)
    FROM call JOIN spoken ON spoken.call_id = call.id""",
    "CREATE INDEX ix_said_lexemes ON said USING gin (lexemes)",
    """CREATE FUNCTION sameside_said() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO said SELECT call.number, sameside_lexemes(call.folded || spoken.words)
    FROM call JOIN spoken ON spoken.call_id = call.id WHERE call.id = to_jsonb(NEW) ->> TG_ARGV[0]
    ON CONFLICT (number) DO UPDATE SET lexemes = excluded.lexemes; RETURN NULL; END $$""",
    "CREATE TRIGGER said_added AFTER INSERT ON spoken FOR EACH ROW EXECUTE FUNCTION sameside_said('call_id')",
    """CREATE TRIGGER said_reworded AFTER UPDATE OF words ON spoken FOR EACH ROW WHEN (OLD.words <> NEW.words)
    EXECUTE FUNCTION sameside_said('call_id')""",
    """CREATE TRIGGER said_renamed AFTER UPDATE OF folded ON call FOR EACH ROW WHEN (OLD.folded <> NEW.folded)
    EXECUTE FUNCTION sameside_said('id')""",
    """CREATE FUNCTION sameside_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    DELETE FROM said USING call WHERE said.number = call.number AND call.id = OLD.call_id; RETURN NULL; END $$""",
    "CREATE TRIGGER said_forgotten AFTER DELETE ON spoken FOR EACH ROW EXECUTE FUNCTION sameside_forgotten()",
    """CREATE FUNCTION sameside_found(query text) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$ SELECT number FROM said WHERE lexemes @@ query::tsquery $$""",
)


def making(dialect: str) -> tuple[str, ...]:
    """The statements that make the index, and fill it with what there is."""
    return (_REVIEW, *(_SQLITE if dialect == "sqlite" else _POSTGRESQL))


class Found(FunctionElement[bool]):
    """Of a call's row: that the words of a piece that is searched for (:func:`library.database.text.search_terms`) stand in its words or name."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, number: Any, piece: str) -> None:
        words = words_of(piece)
        begun = not piece.endswith(" ")
        fts = " AND ".join(f'"{word}"' for word in words) + ("*" if begun else "")
        lexemes = " & ".join("'" + word[:LONGEST].replace("'", "''") + "'" for word in words) + (":*" if begun else "")
        super().__init__(number, bindparam(None, fts), bindparam(None, lexemes))

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002  SQLAlchemy's
        """Itself, where SQLAlchemy would write “= 1” after it, and SQLite then look at every call."""
        return self


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
