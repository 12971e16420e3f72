"""The agent's side, which the house says once for all by the names of the files.

A rule is a pattern of a file's name and the agent's side in such recordings; the first that fits holds::

    connect-*     right      Amazon Connect: the customer is left
    *-mono.mp3    second     one channel, and the agent is called
    *             left

Capital letters do not matter. A rule is taken for said: no vote of the words moves it, but one that is clearly against it
is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from audio.channels.side import Side, side_of
from audio.errors import InputError
from library.metadata.file_names import MAX_LENGTH, fits, normalised
from library.store import Library

SETTING = "sides"
MAX_RULES = 100
"""Rules that are kept."""

Rule = tuple[str, Side]


def rules(library: Library) -> tuple[tuple[Rule, ...], int]:
    """The house's rules in their order, and the version to save over."""
    pairs, version = library.settings.get(SETTING, ())
    return tuple((pattern, side) for pattern, side in pairs), version


def keep_rules(library: Library, written: str, version: int) -> None:
    """Put other rules in force, for calls heard from now on: a pattern and a side a line.

    Raises :class:`SameSideError` where a line is no rule, or somebody else changed them meanwhile.
    """
    library.settings.keep(SETTING, [list(rule) for rule in parse_rules(written.splitlines())], version)


def parse_rules(lines: Iterable[str]) -> tuple[Rule, ...]:
    """The rules in these lines; empty ones are left out. Raises :class:`SameSideError` naming the line that is none, or that can
    never hold because an earlier one fits whatever it fits.
    """
    parsed: list[Rule] = []
    taken: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        *before, last = line.strip().rsplit(None, 1)
        side, pattern = side_of(last), "".join(before)
        if side is None or not pattern or "/" in pattern or len(pattern) > MAX_LENGTH:
            raise InputError(
                f"Line {number}, “{line.strip()[:60]}”, is no rule: write a pattern of a file's name without folders, a space, "
                "and left, right, first or second, as in “connect-* right”."
            )
        fits(pattern, "")  # a slip in its fields is said now
        earlier = next((taken[name] for name in (normalised(pattern), "*") if name in taken), None)
        if earlier is not None:
            raise InputError(
                f"Line {number}, “{line.strip()[:60]}”, would never hold, since line {earlier} fits the same files and comes first: "
                "leave one of them out, or change their order."
            )
        taken[normalised(pattern)] = number
        parsed.append((pattern, side))
    if len(parsed) > MAX_RULES:
        raise InputError(f"These are {len(parsed)} rules, and {MAX_RULES} are kept: let a pattern say more with “*”.")
    return tuple(parsed)


def side(library: Library, name: str) -> Side | None:
    """The agent's side in the recording of that name, by the house's rules; ``None`` where none fits."""
    return next((side for pattern, side in rules(library)[0] if fits(pattern, name)), None)


def with_agent_side(library: Library, name: str, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a hearing with the agent's side, where nobody named it for this recording."""
    return options if options.get("agent") else {**options, "agent": side(library, name)}
