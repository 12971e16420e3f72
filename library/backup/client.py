"""PostgreSQL's own programs, run on a library's database as the library itself opens it.

They are given the address that the driver gets, options of the environment (``PGOPTIONS``) and of the address among it, and behind these that they
read for the program: row-level security holds for the tables' owner too, and of what it hides a pg_dump that is not told so copies nothing,
without a word. No secret is in an argument, which every user of a machine sees.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from audio.errors import InputError, LibraryError
from library.database.connection import VIEWER, sentence_of


def run_client(url: URL, program: str, *options: str) -> None:
    """Run ``program`` on the database at ``url``. Raises :class:`SameSideError`."""
    _find(program)
    address, secret = _address(url)
    done = subprocess.run(
        [program, f"--dbname={address}", "--no-password", *options],
        env={"PGCONNECT_TIMEOUT": "30", **os.environ, **secret},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace",
    )  # fmt: skip
    if done.returncode:
        raise _failed(program, done.stderr)


def check_sees_all(url: URL) -> None:
    """Raise :class:`LibraryError` where row-level security would hide something from a program that is run at ``url``."""
    import psycopg

    address, secret = _address(url)
    name = url.render_as_string(hide_password=True)
    try:
        with psycopg.connect(address, connect_timeout=30, password=secret.get("PGPASSWORD")) as connection:
            found = connection.execute("SELECT current_setting(%s, true)", [VIEWER]).fetchone()
    except psycopg.Error as slip:
        raise LibraryError(sentence_of(slip, name)) from None
    if found != ("system",):
        raise LibraryError(
            f"{name} does not take the option {VIEWER}=system, so pg_dump would not see every call, and no backup was made: give the address of "
            "PostgreSQL itself, not of a pooler before it."
        )


def calls_in(dump: Path) -> int:
    """How many calls a dump holds, read from it. Raises :class:`SameSideError`."""
    _find("pg_restore")
    count, inside = 0, False
    command = ["pg_restore", "--data-only", "--table=call", "--file=-", str(dump)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reads:
        for line in reads.stdout or ():
            if inside and line != b"\\.\n":
                count += 1
            else:
                inside = line.startswith(b"COPY ")
    if reads.returncode:
        raise LibraryError("pg_restore could not read what pg_dump had written: give the same command again.")
    return count


def _find(program: str) -> None:
    if shutil.which(program) is None:
        raise InputError(
            f"A library on PostgreSQL is backed up with {program}, which is not on this machine: install PostgreSQL's client, of the server's "
            "version or a later one."
        )


def _address(url: URL) -> tuple[str, dict[str, str]]:
    """Where the database is, in libpq's own words, and apart from it the password, as the environment takes it."""
    from psycopg.conninfo import make_conninfo

    told: dict[str, Any] = dict(url.get_dialect()().create_connect_args(url)[1])
    if "sslpassword" in told:
        raise InputError(
            "The library's address holds an sslpassword, which pg_dump and pg_restore take from no place that is hidden from others: put it into "
            "a service file (PGSERVICEFILE), and give ?service=… instead."
        )
    options = told.pop("options", os.environ.get("PGOPTIONS", ""))
    password = told.pop("password", None)
    told["options"] = f"{options} -c {VIEWER}=system".strip()
    return make_conninfo("", **told), {} if password is None else {"PGPASSWORD": str(password)}


def _failed(program: str, said: str) -> LibraryError:
    lines = [line for line in said.splitlines() if "error:" in line] or said.strip().splitlines()
    return LibraryError(f"{program} could not do it: {lines[0].strip() if lines else 'it gave no reason'}.")
