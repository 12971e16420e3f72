"""What most text exports have in common: a heading with a name and a clock, and below it what that person says.

::

    Priya Nair  0:01                       Speaker 1 (00:01):                      0:01 | Priya
    Good morning, how can I help?          Good morning, how can I help?           Good morning, how can I help?

Each form gives its heading as a pattern with the groups ``name``, ``clock`` and, where words may follow on the same line, ``rest``.
What stands above the first heading (title, date, who took part) is no speech. An export says when a turn begins, not when it ends:
that is where the next one begins, or as long as its words take.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from audio.transcripts.cue import Cue, checked_span, spoken_text
from audio.transcripts.mending.clock_start import HOUR, time_of_day
from audio.transcripts.repairs import Slip, mended, remark

CLOCK = r"(?P<clock>(?:\d{1,2}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,6})?)"
NAME = r"(?P<name>[^\s\[\]|<>*#:][^\[\]|<>:\t\n]{0,79}?)"
"""A person's or a role's name, or a telephone number."""

PACE = 12.0
"""Letters a second of unhurried speech: how long the words of a turn take at most."""
PREAMBLE = 100
"""Lines that may stand above the first heading."""
LONGEST_LINE = 20_000
"""Letters of a line that may be a heading, with the words that follow on it."""
LONGEST_NAME = 8
"""Words in a name, with what stands in brackets behind it."""

BACKWARDS = Slip(
    "has a time before that of the line above; it begins with that line",
    "have a time before that of the line above; they begin with that line",
)
_ASIDE = re.compile(r"transcribed by https?://otter\.ai/?|.{1,80} (?:started|stopped) transcription", re.I)


@dataclass(slots=True)
class Turn:
    """What one person says under one heading; ``number`` is the heading's line, ``start`` ``None`` where it has no clock."""

    number: int
    name: str | None
    start: float | None
    texts: list[str] = field(default_factory=list)


def is_headed(text: str, heading: re.Pattern[str]) -> bool:
    """Whether two headings or more stand in the text, of people who speak again, most with words below, the first near its top."""
    turns, above = _turns(text, heading)
    people = len({turn.name for turn in turns})
    spoken = sum(bool(turn.texts) for turn in turns)
    return len(turns) >= 2 and above <= PREAMBLE and 2 * spoken > len(turns) and people <= max(3, len(turns) / 2)


def read_headed(text: str, heading: re.Pattern[str], wall_clock: bool = False) -> list[Cue]:
    """The cues, one a heading, in the order of the file.

    wall_clock  whether the clocks are the time of day, so that they are counted from the first heading's
    """
    turns, _ = _turns(text, heading)
    return timed(from_first(turns) if wall_clock else turns)


def clock_seconds(clock: str) -> float:
    """Seconds of a clock as people write it: ``0:03``, ``01:02:03``, ``00:01.5``."""
    seconds = 0.0
    for part in clock.replace(",", ".").split(":"):
        seconds = 60 * seconds + float(part)
    return seconds


def is_name(name: str) -> bool:
    """Whether words before a clock can be a name: a sentence is none, and neither is another clock."""
    spoken_of = any(letter.isalpha() for letter in name) or sum(letter.isdigit() for letter in name) >= 5
    return spoken_of and len(name.split()) <= LONGEST_NAME and not name.endswith(("?", "!", ";", ","))


def _turns(text: str, heading: re.Pattern[str]) -> tuple[list[Turn], int]:
    """The turns, and how many lines stand above the first of them."""
    turns: list[Turn] = []
    above = 0
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.strip().lstrip("#").replace("**", "").strip()
        match = heading.fullmatch(plain) if len(plain) <= LONGEST_LINE else None
        if match is not None and is_name(match["name"].strip()):
            turns.append(Turn(number, match["name"].strip(), clock_seconds(match["clock"])))
            plain = match.groupdict().get("rest") or ""
        if not plain or _ASIDE.fullmatch(plain):
            continue
        if turns:
            turns[-1].texts.append(plain)
        else:
            above += 1
    return turns, above


def from_first(turns: Sequence[Turn]) -> list[Turn]:
    """The turns with their clocks counted from the first one's; a clock that falls by half a day has passed midnight."""
    first = next((turn.start for turn in turns if turn.start is not None), 0.0)
    if first >= HOUR:
        remark(f"The clock of {{file}} begins at {time_of_day(first)}; its first line was set to 0:00.")
    counted = []
    for turn in turns:
        start = None if turn.start is None else turn.start - first
        if start is not None and start < -12 * 3600:
            start += 24 * 3600
        counted.append(Turn(turn.number, turn.name, start, turn.texts))
    return counted


def timed(turns: Sequence[Turn]) -> list[Cue]:
    """The turns as cues, each to the start of the next or as long as its words take; without times where one has none."""
    spoken = [(turn, text) for turn in turns if (text := spoken_text(" ".join(turn.texts)))]
    starts = _forwards([turn.start for turn, _ in spoken if turn.start is not None])
    if len(starts) < len(spoken):
        return [Cue(None, turn.name, text) for turn, text in spoken]
    cues = []
    for (turn, text), (start, following) in zip(spoken, pairwise([*starts, float("inf")]), strict=True):
        longest = start + max(1.0, len(text) / PACE)
        end = min(longest, following) if following > start else longest
        cues.append(Cue(checked_span(max(0.0, start), max(0.0, end), f"line {turn.number}"), turn.name, text))
    return cues


def _forwards(starts: Sequence[float]) -> list[float]:
    """The starts, none before the one above it, which is counted."""
    forwards: list[float] = []
    for start in starts:
        latest = forwards[-1] if forwards else start
        mended(BACKWARDS, int(start < latest))
        forwards.append(max(start, latest))
    return forwards
