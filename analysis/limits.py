"""Every threshold a coach may argue about, with its unit, its meaning and where it comes from.

Screens, documentation and ``sameside limits`` are made from this one table; no lens holds a number of its own
that a coach might want to move. Limits are immutable; ``replace(limits, ...)`` makes others, and a file
of ``name = value`` lines (TOML) is read by :func:`load`.
"""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class LimitMistake(ValueError):
    """A limit that does not exist or cannot have that value, in one sentence."""


def _limit(default: float, unit: str, low: float, high: float, help: str, source: str) -> Any:
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "help": help, "source": source})


@dataclass(frozen=True)
class Limits:
    """See each field's ``help``; ``table()`` lists them all."""

    # over-talk: see analysis/overtalk.py for the picture
    overtalk_least: float = _limit(0.2, "s", 0.05, 2.0, "Both voices at once for less than this is not over-talk.", "the shortest published: 0.2 s (Heldner & Edlund 2010); human reaction time to speech")
    interruption_rest: float = _limit(0.6, "s", 0.1, 3.0, "An incoming voice interrupts only where the other had at least this much more to say.", "a closing overlap is mostly under half a second (Jefferson 1984; Levinson & Torreira 2015)")
    backchannel_longest: float = _limit(1.0, "s", 0.3, 2.0, "Speech inside the other's turn up to this long, after which the other goes on, may be listening.", "backchannels are mostly under 1 s (Ward & Tsukahara 2000)")


def table(limits: Limits | None = None) -> list[dict[str, Any]]:
    """A row a limit: ``name, value, default, unit, low, high, help, source``, in the order of the class."""
    limits = limits or Limits()
    return [
        {"name": f.name, "value": getattr(limits, f.name), "default": f.default, **f.metadata}
        for f in dataclasses.fields(limits)
    ]


def change(limits: Limits, **values: object) -> Limits:
    """Other limits, checked. Raises :class:`LimitMistake` naming the limit and the slip."""
    known = {row["name"]: row for row in table(limits)}
    for name, value in values.items():
        if name not in known:
            raise LimitMistake(f"there is no limit named “{name}”; `sameside limits` lists them all")
        row = known[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise LimitMistake(f"the limit {name} is a number in {row['unit'] or 'no unit'}, and {value!r} is not")
        if not row["low"] <= value <= row["high"]:
            raise LimitMistake(f"the limit {name} lies between {row['low']} and {row['high']} {row['unit']}, and {value} does not")
    return dataclasses.replace(limits, **{name: float(value) for name, value in values.items()})  # type: ignore[arg-type]


def load(path: Path) -> Limits:
    """The limits of a TOML file, the defaults where it is silent. Raises :class:`LimitMistake`."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as slip:
        raise LimitMistake(f"{path} could not be read as limits (lines such as `overtalk_least = 0.3`): {slip}") from None
    return change(Limits(), **values)
