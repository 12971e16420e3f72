"""Processor time that a question to a library takes: ours, and that of the PostgreSQL which answers it (Linux; on the same machine).

The clock says how busy a machine is beside; this says how much work a question is. It leaves out what is waited for: a disk that has
to be read first, say. PostgreSQL works in a process of each connection, and in helpers of these that are gone by the time they could be asked: those its
first process counts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from library.database.connection import Database

_TICK = os.sysconf("SC_CLK_TCK")


def processor_clock(database: Database) -> Callable[[], float]:
    """What tells the seconds of processor that this process and the database have used so far."""
    if database.is_sqlite:
        return time.process_time
    with database.read() as session:
        first = _fields(int(session.scalar(text("SELECT pg_backend_pid()")) or 0))[1]

    def clock() -> float:
        own = _fields(first)
        children = [_fields(int(folder.name)) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
        ticks = sum(own[11:15]) + sum(sum(child[11:13]) for child in children if child[1] == first)
        return time.process_time() + ticks / _TICK

    return clock


def _fields(pid: int) -> list[int]:
    """Of ``/proc/PID/stat`` what stands after the name: the state (as 0), the parent, …; none where the process is gone."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return [0] * 15
    return [0, *map(int, said[1:15])]
