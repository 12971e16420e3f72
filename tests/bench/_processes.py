"""How much of the processor other processes have taken, by what Linux counts of each (``/proc/PID/stat``), which does not depend on who else works."""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

TICK = float(os.sysconf("SC_CLK_TCK"))
MIB = 1024 * 1024


def processor_seconds(pid: int) -> float:
    """Seconds of a process and of all below it, of those too that it has seen end; 0 where it is gone."""
    told: dict[int, list[str]] = {}
    below: defaultdict[int, list[int]] = defaultdict(list)
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            with suppress(OSError):  # gone meanwhile
                told[int(each.name)] = stat_of(int(each.name))
    for child, stat in told.items():
        below[int(stat[1])].append(child)

    def ticks(process: int) -> int:
        return sum(map(int, told[process][11:15])) + sum(map(ticks, below[process]))

    return ticks(pid) / TICK if pid in told else 0.0


def memory(pid: int, name: str = "VmRSS") -> float:
    """MiB that a process holds (``VmHWM``: that it held at most), shared ones included."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024 / MIB


def stat_of(pid: int) -> list[str]:
    """What ``/proc/PID/stat`` has after the name, in which there may be anything: the state, the parent, …. Raises ``OSError`` where it is gone."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
