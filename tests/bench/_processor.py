"""Processor time that a question to a library takes: ours, and that of the PostgreSQL which answers it (Linux; on the same machine).

The clock says how busy a machine is beside; this says how much work a question is. It leaves out what is waited for: a disk that has
to be read first, say. PostgreSQL works in a process of each connection, and in helpers of these that are gone by the time they could be asked: those its
first process counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import text

from library.database.connection import Database
from tests.bench._processes import processor_seconds, stat_of


def processor_clock(database: Database) -> Callable[[], float]:
    """What tells the seconds of processor that this process and the database have used so far."""
    if database.is_sqlite:
        return time.process_time
    with database.read() as session:
        first = int(stat_of(int(session.scalar(text("SELECT pg_backend_pid()")) or 0))[1])
    return lambda: time.process_time() + processor_seconds(first)
