"""The head of the audit, noted now and then in a place of its own: a file beside the recordings.

::

    audit-heads.txt      2026-11-28T09:00:00Z 1204:9f3c…            a line each, the newest last

The worker adds a line every hour in which something happened. Who cuts events off the database's end and sets its head back has still to find
this file; a house that sends it elsewhere (a log server, a mail) has to be found there too.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from library.audit.verifying import Head
from library.database.connection import Database
from library.database.private import make_file
from library.database.tables.accountability import AuditHead

NAME = "audit-heads.txt"
INTERVAL = timedelta(hours=1)
_LINE = re.compile(r"(\S+) (\d+):([0-9a-f]{64})")


def anchors(database: Database) -> tuple[Head, ...]:
    """The heads that were noted; none where the file is not there. A line that is none is left out."""
    try:
        lines = (database.files / NAME).read_text("ascii", "replace").splitlines()
    except OSError:
        return ()
    found = (_LINE.fullmatch(line) for line in lines)
    return tuple(Head(int(line[2]), line[3], f"{NAME}, on {line[1][:10]},") for line in found if line is not None)


def keep_anchor(database: Database, now: datetime | None = None) -> bool:
    """Note the head where an hour has passed since the last note, or where that was later than now; whether it was."""
    now, path = now or datetime.now(UTC), database.files / NAME
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None
    if written is not None and timedelta(0) <= now - written < INTERVAL:
        return False
    with database.read() as session:
        head = session.scalars(select(AuditHead)).one_or_none()
    noted = anchors(database)
    if head is None or head.n == 0 or (noted and noted[-1].n >= head.n):
        return False
    _append(path, f"{now:%Y-%m-%dT%H:%M:%SZ} {head.n}:{head.hash}\n")
    return True


def _append(path: Path, line: str) -> None:
    make_file(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
