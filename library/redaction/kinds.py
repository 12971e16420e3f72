"""The kinds of what is masked, as data: ``kinds.toml`` says what asks for each, how long it is, and gives its own examples."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("kinds.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; the fields are described at the head of ``kinds.toml``."""

    id: str
    label: str
    cues: tuple[str, ...]
    hints: tuple[str, ...] = ()
    least: int = 0
    least_hint: int = 0
    least_plain: int = 0
    full: int = 0
    most: int = 99
    near: int = 0
    letters: bool = False
    dates: bool = False
    after: bool = False
    mask: bool = True
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by their id, in the order of the file."""
    found = {}
    for name, table in _tables().items():
        if name != "words":
            fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in table.items()}
            found[name] = Kind(name, **fields)
    return found


@cache
def words_of(name: str) -> frozenset[str]:
    """One of the lists of words in ``kinds.toml``."""
    return frozenset(_tables()["words"][name])
