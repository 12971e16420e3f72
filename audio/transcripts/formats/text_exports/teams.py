"""Microsoft Teams' Word document saved as text, as it was until 2023: a time range, a name, the words, each on a line of its own.

::

    0:0:1.0 --> 0:0:3.200
    Priya Nair
    Good morning, how can I help?
    0:0:3.800 --> 0:0:8.0
    +1 555 0100199
    My bill doubled.

What Teams writes since is of Otter's shape; its ``.vtt`` is WebVTT. Times have no leading zeros, and the fraction is of a second.
"""

from __future__ import annotations

import re

from audio.transcripts.cue import Cue, checked_span, spoken_text
from audio.transcripts.formats.text_exports.headed import clock_seconds, is_name

TEAMS = "Teams text"

_TIME = r"(\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,7})?)"
_RANGE = re.compile(rf"{_TIME}\s*-->\s*{_TIME}")
SPEAKS = 2
"""Lines that a turn has at least below its times: the name and words."""


def is_teams(text: str) -> bool:
    """Whether a name stands alone below each time range, and the same ones come again."""
    if text.lstrip().startswith("WEBVTT"):
        return False
    turns = _turns(text)
    numbered = sum(bool(lines) and lines[-1].isdigit() for *_, lines in turns[:-1])
    named = [lines[0] for *_, lines in turns if len(lines) >= SPEAKS and is_name(lines[0])]
    all_named = len(turns) >= 2 and 10 * len(named) >= 9 * len(turns) and not numbered
    return all_named and not any(":" in name for name in named) and len(set(named)) <= max(2, len(named) / 2)


def read_teams(text: str) -> list[Cue]:
    """The cues, one a time range. Raises :class:`CueError` with the line at fault."""
    cues = []
    for number, start, end, (name, *words) in _turns(text):
        span = checked_span(clock_seconds(start), clock_seconds(end), f"line {number}")
        cues.append(Cue(span, name, spoken_text(" ".join(words))))
    return [cue for cue in cues if cue.text]


def _turns(text: str) -> list[tuple[int, str, str, list[str]]]:
    """Of each time range its line, its two times and the lines below it."""
    turns: list[tuple[int, str, str, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if match := _RANGE.fullmatch(line.strip()):
            turns.append((number, match[1], match[2], []))
        elif turns and line.strip():
            turns[-1][3].append(line.strip())
    return [turn for turn in turns if turn[3]]
