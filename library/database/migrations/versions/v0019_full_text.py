"""An index of the words of every call, and calls in the order in which they are listed (:mod:`library.database.full_text`).

Its statements stand here and not there: what a library was made with does not change when the program does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"

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
    """CREATE FUNCTION sameside_lexemes(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT array_to_tsvector(array_agg(word)) FROM (SELECT word, sum(octet_length(word)) OVER (ORDER BY word) AS bytes FROM (
    SELECT DISTINCT left(word, 64) AS word FROM unnest(string_to_array(replace(words, '_', ' '), ' ')) AS word
    WHERE word <> '') AS different) AS counted WHERE bytes < 1000000 $$""",
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


def upgrade() -> None:
    """Number the calls, and put what is kept of their words and names into the index."""
    op.add_column("call", sa.Column("number", sa.BigInteger(), nullable=True))
    listed = sa.text("delete_due IS NULL AND practice_of IS NULL")
    for name, columns in {
        "ix_call_listed": ["agent_id", "date", "delete_due", "practice_of"],
        "ix_call_counted": ["number", "id", "agent_id", "delete_due", "practice_of"],
    }.items():
        op.create_index(name, "call", columns, sqlite_where=listed, postgresql_where=listed)
    op.create_index("ix_call_number", "call", ["number"], unique=True)
    op.drop_index("ix_tally_technique", "tally")
    op.create_index("ix_tally_technique", "tally", ["technique", "confidence", "call_id"])
    for statement in (_REVIEW, *(_SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL)):
        op.execute(statement)
