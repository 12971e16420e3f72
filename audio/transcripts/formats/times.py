"""Times as the JSON forms write them, and lines that say only when they begin.

::

    "00:01:02.500", "00:01:02,500"     a clock                      clock_seconds
    "62.500s", {"seconds": 62, …}      a protocol buffer's duration  duration_seconds
    1000, 3800, 8500 …                 starts without ends          from_starts
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from audio.transcripts.cue import Cue, CueError, checked_span
from audio.transcripts.formats.node import Node, optional

LETTERS_A_SECOND = 12.0
"""Unhurried speech; how long a line lasts that does not say when it ends."""

_CLOCK = re.compile(r"^(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?$")


@dataclass(frozen=True, slots=True)
class Started:
    """A line that begins at ``start`` seconds and ends at ``end``, or nobody says when."""

    start: float
    speaker: str | None
    text: str
    end: float | None = None
    where: str = "lines"


def from_starts(lines: Iterable[Started]) -> list[Cue]:
    """Cues in the order of time; one without an end lasts as long as its words take to say, or until the next begins."""
    ordered = sorted(lines, key=lambda line: line.start)
    nexts = [line.start for line in ordered[1:]] + [float("inf")]
    cues: list[Cue] = []
    for line, following in zip(ordered, nexts, strict=True):
        longest = line.start + max(1.0, len(line.text) / LETTERS_A_SECOND)
        until_next = following if following > line.start else longest
        end = min(longest, until_next) if line.end is None else line.end
        if line.text:
            cues.append(Cue(checked_span(line.start, end, line.where), line.speaker, line.text))
    return cues


def in_time_order(cues: Iterable[Cue]) -> list[Cue]:
    """The cues by when they begin; those without times stay where they are, at the start."""
    return sorted(cues, key=lambda cue: cue.span.start if cue.span else 0.0)


def clock_seconds(node: Node) -> float:
    """Seconds of a clock such as ``"00:01:02.500"``. Raises :class:`CueError` with the key at fault."""
    match = _CLOCK.match(node.text().strip())
    if match is None:
        raise CueError(node.where, f"{node.text()!r:.40} where a time such as “00:01:02.500” is needed")
    hours, minutes, seconds, fraction = (part or "0" for part in match.groups())
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def duration_seconds(node: Node | None) -> float:
    """Seconds of ``"1.200s"`` or ``{"seconds": 1, "nanos": 2e8}``; a time of zero may be left out.

    Raises :class:`CueError` with the key at fault.
    """
    if node is None:
        return 0.0
    if node.is_object:
        return (optional(node.get("seconds")) or 0.0) + (optional(node.get("nanos")) or 0.0) / 1e9
    if isinstance(node.value, str) and node.value.endswith("s"):
        return Node(node.value[:-1], node.path).number()
    raise CueError(node.where, f"{node.value!r} where a time such as “1.200s” is needed")
