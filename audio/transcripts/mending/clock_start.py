"""A transcript by the clock of the day, or by a date, set to begin where the call does.

::

    10:15:01 Agent: …      0:00 Agent: …        23:59:50 Agent: …       0:00 Agent: …
    10:15:04 Customer: …   0:03 Customer: …     00:00:05 Customer: …    0:15 Customer: …

A clock counts as one of the day where it begins an hour in or later and the call takes less time than that. Where a recording is
at hand, its own clock settles to a quarter of a second where the call begins (:mod:`audio.transcripts.placement.clocks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audio.transcripts.cue import Cue
from audio.transcripts.repairs import Slip, mended, remark

HOUR = 3600.0
DAY = 24 * HOUR

EARLY = 0.1
"""Share of lines wholly before zero from which the clock of the transcript is wrong, and not only their times."""

BEFORE_ZERO = Slip("begins before 0:00; it was set to begin there", "begin before 0:00; they were set to begin there")


def from_the_start(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with the first of them near zero, where their clock was one of the day, a date, or one that began later."""
    cues = _past_midnight(cues)
    starts = [cue.span.start for cue in cues if cue.span is not None]
    first, last = min(starts), max(starts)
    if first >= HOUR and last - first < first:
        began = f"begins at {time_of_day(first)}" if first < 2 * DAY else "counts by dates"
        remark(f"The clock of {{file}} {began}; its first line was set to 0:00.")
        return [_shifted(cue, -first) for cue in cues]
    wholly_before = sum(cue.span.end < 0 for cue in cues if cue.span is not None)
    if wholly_before > max(1, EARLY * len(starts)):
        remark(f"The clock of {{file}} begins {-first:.1f} s before 0:00; its first line was set to 0:00.")
        return [_shifted(cue, -first) for cue in cues]
    mended(BEFORE_ZERO, sum(start < 0 for start in starts))
    return [_from_zero(cue) for cue in cues]


def _past_midnight(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with a day added from where a clock of the day falls back by more than half of one."""
    days, last = 0.0, 0.0
    later = []
    for cue in cues:
        if cue.span is not None:
            if HOUR <= last <= DAY and last - cue.span.start > DAY / 2:
                days += DAY
            last = cue.span.start
        later.append(_shifted(cue, days))
    return later


def _shifted(cue: Cue, seconds: float) -> Cue:
    if not seconds:
        return cue
    words = tuple(replace(word, span=word.span.shift(seconds)) for word in cue.words)
    return replace(cue, span=cue.span and cue.span.shift(seconds), words=words)


def _from_zero(cue: Cue) -> Cue:
    if cue.span is None or cue.span.start >= 0:
        return cue
    words = tuple(replace(word, span=word.span.grow(0.0)) for word in cue.words)
    return replace(cue, span=cue.span.grow(0.0), words=words)


def time_of_day(seconds: float) -> str:
    """A time in seconds since midnight as a clock shows it."""
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d}"
