"""A real PostgreSQL for the tests: Debian's binaries, a folder of its own, no port, gone afterwards.

PostgreSQL refuses to run as root; where the tests do, its server runs as ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import atexit
import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest
from patience import PATIENCE
from sqlalchemy import make_url

from library.access.row_security import ensure_row_security
from library.database.connection import Database

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))


def why_not() -> str | None:
    """Why there is no PostgreSQL to test with; ``None`` where there is."""
    if not BINARIES and not shutil.which("initdb"):
        return "there is no PostgreSQL on this machine (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL does not run as root, and there is no runuser to run it as somebody else"
    return None


@contextmanager
def server() -> Iterator[str]:
    """A running server; what is given is a URL in which ``{}`` stands for the database's name."""
    folder = Path(tempfile.mkdtemp(prefix="sameside-postgres-"))
    user = _somebody()
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    data, control = folder / "data", folder / "log"
    _run(user, "initdb", "-D", data, "-A", "trust", "-U", "coach", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-c listen_addresses='' -k {folder} -F"
    _run(user, "pg_ctl", "-D", data, "-l", control, "-w", "-t", int(PATIENCE), "-o", options, "start")
    try:
        yield f"postgresql://coach@/{{}}?host={folder}"
    finally:
        _run(user, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def crash(url: str) -> None:
    """Stop the server of a ``url`` as a loss of power would, all its connections with it, and start it again."""
    folder = Path(url.rpartition("?host=")[2])
    user, data = _somebody(), folder / "data"
    _run(user, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    options = f"-c listen_addresses='' -k {folder} -F"
    _run(user, "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", int(PATIENCE), "-o", options, "start")


def new_database(owner: str | None = None, rights: str = "CREATEROLE", empty: bool = False) -> str:
    """The URL of a new library's database on the one server of this run of the tests; skips the test where there is none.

    owner  whose it is, and who opens it: somebody with these ``rights`` and no others; whoever may do everything, if not given
    empty  it is as PostgreSQL makes it; otherwise a copy of one that was made a library once, with its row-level security where the
           owner may set that up
    """
    return database_like(None if empty else _made(owner, rights), owner, rights)


@cache
def _made(owner: str | None, rights: str) -> str:
    url = new_database(owner, rights, empty=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Database(url, Path(folder))
        if owner is not None and "CREATEROLE" in rights:
            ensure_row_security(made)
        made.close()
    return url


def database_like(made: str | None, owner: str | None = None, rights: str = "CREATEROLE") -> str:
    """The URL of a new database with all that is in another, which nobody has open; an empty one where none is given."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    import psycopg

    url = _shared_server()
    name = f"library_{uuid.uuid4().hex[:12]}"
    like = "" if made is None else f"TEMPLATE {make_url(made).database}"
    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        if owner is None:
            connection.execute(f"CREATE DATABASE {name} {like}")
            return url.format(name)
        with suppress(psycopg.errors.DuplicateObject):
            connection.execute(f"CREATE ROLE {owner} LOGIN {rights}")
        connection.execute(f"CREATE DATABASE {name} OWNER {owner} {like}")
    return url.format(name).replace("coach@", f"{owner}@")


@cache
def _shared_server() -> str:
    stack = ExitStack()
    url = stack.enter_context(server())
    atexit.register(stack.close)
    return url


def _somebody() -> str:
    if os.geteuid() != 0:
        return getpass.getuser()
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(user: str, program: str, *arguments: object) -> None:
    path = BINARIES[-1] / program if BINARIES else shutil.which(program)
    command = [str(path), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", user, "--", *command]
    done = subprocess.run(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=PATIENCE
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr.strip()[-500:]}")
