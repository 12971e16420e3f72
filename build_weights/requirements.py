"""What is installed with SameSide, as two files pin it.

::

    pyproject.toml ──> constraints.txt      every version, by hand; ``make demo`` and ``make test`` install under it
          |                  |
          └────────┬─────────┘
                   v
             requirements.lock          ``make lock``: the same versions with the hashes of all their files, for every system

``python -m build_weights.requirements`` prints what the lock is made out of: what SameSide needs to run, on SQLite and on PostgreSQL, alone,
for a team, on a cluster and with object storage, and what builds it, so that nothing at all has to be fetched without a hash. What only its developers need is not in it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK, CONSTRAINTS = ROOT / "requirements.lock", ROOT / "constraints.txt"


@dataclass(frozen=True, slots=True)
class Locked:
    """A package of the lock: which version, on which systems (all, where there is no marker), and the SHA-256 of each of its files."""

    name: str
    version: str
    marker: Marker | None
    hashes: tuple[str, ...]


def to_lock() -> list[str]:
    """The requirements of which, with all that they require in turn, the lock consists."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    return [
        *project["dependencies"],
        *project["optional-dependencies"]["postgres"],
        *project["optional-dependencies"]["team"],
        *project["optional-dependencies"]["cluster"],
        *project["optional-dependencies"]["storage"],
        *settings["build-system"]["requires"],
    ]


def locked() -> list[Locked]:
    """What ``requirements.lock`` holds."""
    lines = re.sub(r"\s*\\\n\s*", " ", LOCK.read_text(encoding="utf-8")).splitlines()
    return [_entry(line) for line in lines if line and not line.startswith("#")]


def constraints() -> dict[str, str]:
    """The version of each package that ``constraints.txt`` pins, by the package's normal name."""
    lines = CONSTRAINTS.read_text(encoding="utf-8").split()
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}


def _entry(line: str) -> Locked:
    """One package of the lock, whose lines were joined. Raises ``ValueError`` where it is no pinned one."""
    written, *hashes = line.split(" --hash=sha256:")
    requirement = Requirement(written)
    (pin,) = requirement.specifier
    if pin.operator != "==":
        raise ValueError(f"{requirement.name} is not pinned to one version")
    return Locked(canonicalize_name(requirement.name), pin.version, requirement.marker, tuple(hashes))


if __name__ == "__main__":
    print(*to_lock(), sep="\n")
