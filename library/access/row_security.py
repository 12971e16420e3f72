"""PostgreSQL's own row-level security beneath the wall: what the program forgot to hide, the database hides.

::

    owner of the tables, whose name is in the library's URL       forced: sees what it says it is the program's to see, else nothing
      └ sameside_viewer, a role that owns nothing and cannot log in     SET LOCAL ROLE, for one transaction, for one person

The conditions are those of :mod:`library.access.conditions`, but with functions of the database where the program writes a person's
roles and teams: so they are read from the tables in the very statement, and the program is asked for nothing but the person's number.

It is set up when the first person looks at the library, and again whenever these conditions have changed: nothing else is to be done
where the library's user of the database may make roles. Where they may not, an administrator of the server makes the role once, and
the program says how::

    CREATE ROLE sameside_viewer NOLOGIN; GRANT sameside_viewer TO coach;

Alone, without people who sign in, nothing of this is set up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from audio.errors import LibraryError
from library.access.conditions import FALSE, OF_A_CALL, THREAD, Terms, conditions
from library.access.wall import AGENTS_SHOWN, CALLS_OF, COACHES_ALL, HIDES, PERSON, ROLE
from library.database.connection import VIEWER, Database
from library.database.schema import Base

LOCK = 0x5A3E51DF
"""PostgreSQL's advisory lock under which one process at a time sets it up."""

_PROGRAM = f"(SELECT current_setting('{VIEWER}', true) IN ('system', 'person') AND current_user <> '{ROLE}')"
"""Whether the program reads for itself, or one of the functions below in a person's transaction."""
ME = f"(SELECT nullif(current_setting('{PERSON}', true), '')::integer)"
"""Which person reads, as a query: what is no query is asked at each row."""
_IS = "(SELECT sameside_is('{role}'))"
TERMS = Terms(
    person=ME,
    known="(SELECT sameside_is(NULL))",
    agent=_IS.format(role="agent"),
    coach=_IS.format(role="coach"),
    reviewer=_IS.format(role="reviewer"),
    admin=_IS.format(role="admin"),
    teams="SELECT sameside_teams()",
    all_agents=f"(SELECT {COACHES_ALL})",
    agents_shown=f"SELECT {AGENTS_SHOWN}",
    calls_of=CALLS_OF,
    guarded=True,
)

ROWS = "ROWS 10"
"""As many rows as PostgreSQL is to expect of a function that gives several, each for next to nothing. It reckons what a policy asks once a
statement as if it were asked at each row that it looks up by its key, and would by its own guess of 1,000 rather read all calls than 200."""

FEW = 1000
"""As many calls as somebody sees all but, which are then looked up: else each row asks for its call, which takes ten times as long."""


def _by_functions(condition: str) -> str:
    """The condition without what would ask the security of the same table again."""
    for read, function in (
        (TERMS.team_agents, "SELECT sameside_agents('team')"),
        (TERMS.own_agents, "SELECT sameside_agents('own')"),
        (THREAD.format(person=TERMS.person), "sameside_began(note.reply_to)"),
    ):
        condition = condition.replace(read, function)
    return condition


CALL_SEEN = (
    f"practice_of IS NULL AND ({TERMS.admin} OR agent_id IS NOT NULL AND (SELECT sameside_sees_agents()) "
    "OR agent_id IN (SELECT sameside_agents_seen()) OR id IN (SELECT sameside_calls_given())) "
    "OR coalesce(practice_of, CASE WHEN agent_id IS NULL THEN brought_by END) = (SELECT sameside_known()) "
    "OR id IN (SELECT sameside_calls_shown())"
)
"""What :func:`library.access.conditions.calls_seen` says, in as few queries as there are kinds of ways: each statement that names a call, or what
hangs on one, is planned with it and asks them, and each query in it takes a tenth of a millisecond of that. Whose practice a call is, or, of nobody's,
who brought it, is one comparison."""

_FUNCTIONS = {
    "sameside_person()": ("integer", f"SELECT {ME}"),
    "sameside_is(a_role text)": (
        "boolean",
        "SELECT EXISTS (SELECT 1 FROM person_role JOIN person ON person.id = person_id WHERE person.left IS NULL "
        f"AND person_id = {ME} AND (a_role IS NULL OR role = a_role))",
    ),
    "sameside_teams()": ("SETOF integer", f"SELECT team_id FROM person_team WHERE person_id = {ME}"),
    "sameside_agents(a_way text)": (
        "SETOF integer",
        f"SELECT id FROM agent WHERE a_way = 'own' AND person_id = {ME} UNION ALL "
        "SELECT agent.id FROM person_team JOIN agent ON agent.team_id = person_team.team_id "
        f"WHERE a_way = 'team' AND person_team.person_id = {ME}",
    ),
    "sameside_agents_seen()": (
        "SETOF integer",
        f"SELECT id FROM agent WHERE person_id = {ME} AND sameside_is('agent') UNION ALL "
        "SELECT agent.id FROM person_team JOIN agent ON agent.team_id = person_team.team_id "
        f"WHERE person_team.person_id = {ME} AND (sameside_is('coach') OR sameside_is('reviewer'))",
    ),
    "sameside_known()": ("integer", "SELECT sameside_person() WHERE sameside_is(NULL)"),
    "sameside_calls_given()": (
        "SETOF text",
        f"SELECT call_id::text FROM assignment WHERE person_id = {ME} AND sameside_is('reviewer')",
    ),
    "sameside_calls_shown()": (
        "SETOF text",
        f"SELECT call_id::text FROM call_share WHERE person_id = {ME} AND sameside_is(NULL)",
    ),
    "sameside_calls_of(a_way text)": (
        "SETOF text",
        f"SELECT id::text FROM call WHERE a_way = 'own' AND practice_of = {ME} UNION ALL "
        "SELECT call.id::text FROM sameside_agents(CASE a_way WHEN 'own' THEN 'own' ELSE 'team' END) AS theirs "
        "JOIN call ON call.agent_id = theirs UNION ALL "
        f"SELECT call_id::text FROM call_share WHERE a_way = 'coached' AND person_id = {ME}",
    ),
    AGENTS_SHOWN: (
        "SETOF integer",
        "SELECT agent_id FROM call WHERE agent_id IS NOT NULL "
        f"AND id IN (SELECT call_id FROM call_share WHERE person_id = {ME}) UNION "
        "SELECT agent_id FROM call WHERE agent_id IS NOT NULL "
        f"AND id IN (SELECT call_id FROM assignment WHERE person_id = {ME}) "
        "AND practice_of IS NULL AND sameside_is('reviewer')",
    ),
    COACHES_ALL: (
        "boolean",
        f"SELECT EXISTS (SELECT 1 FROM person_team WHERE person_id = {ME}) "
        "AND NOT EXISTS (SELECT 1 FROM agent WHERE team_id IS NULL OR team_id NOT IN (SELECT sameside_teams()))",
    ),
    "sameside_sees_agents()": (
        "boolean",
        f"SELECT current_setting('{HIDES}', true) IS DISTINCT FROM concat({ME}, ':many') "
        "AND (sameside_is('coach') OR sameside_is('reviewer')) AND sameside_coaches_all()",
    ),
    "sameside_hidden()": (
        "SETOF text",
        f"SELECT id::text FROM call WHERE practice_of <> {ME} "
        f"AND id NOT IN (SELECT call_id FROM call_share WHERE person_id = {ME}) UNION ALL "
        "SELECT id::text FROM call WHERE agent_id IS NULL AND practice_of IS NULL AND NOT sameside_is('admin') "
        f"AND brought_by IS DISTINCT FROM {ME} "
        f"AND id NOT IN (SELECT call_id FROM call_share WHERE person_id = {ME}) "
        f"AND NOT (sameside_is('reviewer') AND id IN (SELECT call_id FROM assignment WHERE person_id = {ME}))",
    ),
    "sameside_hides()": (
        "text",
        f"SELECT CASE WHEN current_setting('{HIDES}', true) = concat({ME}, ':many') "
        "OR NOT (sameside_is('admin') OR sameside_sees_agents()) "
        f"THEN 'many' ELSE (SELECT CASE WHEN count(*) = 0 THEN 'none' WHEN count(*) <= {FEW} THEN 'few' ELSE 'many' END "
        f"FROM (SELECT 1 FROM sameside_hidden() LIMIT {FEW + 1}) AS hidden) END",
    ),
    "sameside_began(a_note text)": (
        "boolean", f"SELECT EXISTS (SELECT 1 FROM note WHERE id = a_note AND author_id = {ME})"
    ),
}  # fmt: skip
"""By name, what a function gives and the query that it is; each reads as the tables' owner, past the security itself. They are written in
PL/pgSQL, which keeps its plans for as long as a connection lasts: in SQL, each is planned anew wherever a statement names it."""


def ensure_row_security(database: Database) -> None:
    """Set up row-level security where it is not as it should be; nothing on SQLite. Raises :class:`LibraryError` in one sentence, where the
    database's user may not do that."""
    if not database.is_sqlite:
        _ensured(database)


@cache
def _ensured(database: Database) -> None:
    with database.write() as session:
        connection = session.connection()
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        wanted, there = (
            _fingerprint(),
            connection.execute(text("SELECT obj_description(to_regproc('sameside_person'))")).scalar(),
        )
        if there == wanted:
            return
        _ensure_role(connection, str(database.url.username or "its user"))
        for statement in statements():
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"COMMENT ON FUNCTION sameside_person() IS '{wanted}'")


def _ensure_role(connection: Connection, user: str) -> None:
    """The role is there, and is the user's to take on."""
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": ROLE}).scalar()
    mine = (
        known and connection.execute(text("SELECT pg_has_role(current_user, :role, 'MEMBER')"), {"role": ROLE}).scalar()
    )
    try:
        with connection.begin_nested():
            if not known:
                connection.exec_driver_sql(f"CREATE ROLE {ROLE} NOLOGIN")
            if not mine:
                connection.exec_driver_sql(f"GRANT {ROLE} TO CURRENT_USER")
    except DBAPIError:
        if connection.execute(
            text("SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = :role"), {"role": ROLE}
        ).scalar():
            return  # another library of the same server has made it in this moment
        raise LibraryError(
            f"People can sign in to this library once its database has a role for them, and {user} may not make one: have an administrator "
            f"of the server run “CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO {user};”."
        ) from None


def statements() -> Iterator[str]:
    """What sets it up, from whatever was there before."""
    for name, (kind, query) in _FUNCTIONS.items():
        gives, rows = (f"RETURN QUERY {query}", ROWS) if kind.startswith("SETOF") else (f"RETURN ({query})", "")
        yield (
            f"CREATE OR REPLACE FUNCTION {name} RETURNS {kind} LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE "
            f"COST 1 {rows} SET search_path = public, pg_temp AS $$BEGIN {gives}; END$$"
        )
    yield f"GRANT USAGE ON SCHEMA public TO {ROLE}"
    for table, condition in sorted(row_conditions().items()):
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        yield f'DROP POLICY IF EXISTS seen ON "{table}"'
        yield f'CREATE POLICY seen ON "{table}" USING ({_PROGRAM} OR ({condition}))'
        if table == "note":
            own = f"author_id = {TERMS.person}"
            for deed in ("UPDATE", "DELETE"):
                yield f"DROP POLICY IF EXISTS own_{deed.lower()} ON note"
                yield f"CREATE POLICY own_{deed.lower()} ON note AS RESTRICTIVE FOR {deed} USING ({_PROGRAM} OR {own})"
            yield "DROP POLICY IF EXISTS own_insert ON note"
            yield f"CREATE POLICY own_insert ON note AS RESTRICTIVE FOR INSERT WITH CHECK ({_PROGRAM} OR {own})"
        yield f'REVOKE ALL ON "{table}" FROM {ROLE}'
        yield f'GRANT SELECT ON "{table}" TO {ROLE}'
    yield "REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM CURRENT_USER"  # whose they are; what is told is told
    yield "REVOKE DELETE, TRUNCATE ON audit_head FROM CURRENT_USER"
    for table in ("note", "note_version"):
        yield f"GRANT INSERT, UPDATE, DELETE ON {table} TO {ROLE}"


def row_conditions() -> dict[str, str]:
    """By table, the condition of a row that whoever reads may see; of one that nobody has thought of, none."""
    known = {table: _by_functions(condition) for table, condition in conditions(TERMS).items()}
    of_call = (
        "CASE (SELECT sameside_hides()) WHEN 'none' THEN true WHEN 'few' THEN {table}.call_id NOT IN (SELECT sameside_hidden()) "
        "ELSE EXISTS (SELECT 1 FROM call WHERE call.id = {table}.call_id) END"
    )
    known["call"] = CALL_SEEN
    for table in OF_A_CALL:
        known[table] = of_call.format(table=table)
    return {table: known.get(table, FALSE) for table in Base.metadata.tables}


def _fingerprint() -> str:
    return hashlib.sha256("\n".join(statements()).encode()).hexdigest()[:16]
