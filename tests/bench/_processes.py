"""How much of the processor other processes have taken, by what Linux counts of each (``/proc/PID/stat``), which does not depend on who else works."""

from __future__ import annotations

import os
from pathlib import Path

TICK = float(os.sysconf("SC_CLK_TCK"))
MIB = 1024 * 1024


def processor_seconds(pid: int) -> float:
    """Seconds of a process and of all below it, of those too that it has seen end; 0 where it is gone."""
    try:
        own = _stat(pid)
    except OSError:
        return 0.0
    return sum(map(int, own[11:15])) / TICK + sum(processor_seconds(child) for child in _children(pid))


def memory(pid: int, name: str = "VmRSS") -> float:
    """MiB that a process holds (``VmHWM``: that it held at most), shared ones included."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024 / MIB


def _stat(pid: int) -> list[str]:
    """What follows the name, in which there may be anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _children(pid: int) -> list[int]:
    found = []
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            try:
                if int(_stat(int(each.name))[1]) == pid:
                    found.append(int(each.name))
            except OSError:  # gone meanwhile
                continue
    return found
