"""Times in other units than seconds, told by how long the words would take to say.

People say some 14 letters a second, whatever they talk about; a transcript in milliseconds has them say 0.014 letters in a unit::

    letters in a unit of time      14        0.14         0.014            14e-6          1.4e-6       14e-9
    so the unit is             a second   a hundredth  a millisecond   a microsecond   100 ns (tick)   1 ns

The median over the lines is judged, since pauses and wrong ends slow down only some of them. Lines that begin in the same "second" by the
dozen are those of a clock without seconds: "10:15" was hours and minutes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from audio.span import Span
from audio.transcripts.cue import Cue
from audio.transcripts.repairs import remark

PACE = 14.0
"""Letters a second, with spaces: 160 to 170 words a minute, an ordinary telephone pace."""

ENOUGH = 30
"""Letters under which nothing is judged: two short lines may lie in minutes of silence."""

TOO_FAST = 60.0
"""Letters in a unit that nobody says in a second, even two people at once."""

FEWEST_GAPS = 5
"""From one start to the next, before they are judged without ends."""

_HUNDREDTHS = -2.5
_UNITS = (
    (_HUNDREDTHS, 1e-2, "hundredths of a second"),
    (-4.5, 1e-3, "milliseconds"),
    (-6.5, 1e-6, "microseconds"),
    (-8.0, 1e-7, "units of 100 nanoseconds"),
    (-math.inf, 1e-9, "nanoseconds"),
)
"""The exponent of ten of the measured unit, in seconds, down to which it is taken for which."""

_SLOWEST = -1.6
"""The same under which it is no second any more; so slow, 0.35 letters a second, no one talks."""


def in_seconds(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with times and words' times in seconds; what they were is said."""
    unit, name = _unit(cues)
    if unit == 1.0:
        return list(cues)
    remark(f"The times of {{file}} are {name}, judged by the length of its words; they were converted.")
    return [scaled(cue, unit) for cue in cues]


def scaled(cue: Cue, factor: float) -> Cue:
    """The cue with all its times multiplied."""

    def times(span: Span) -> Span:
        return Span(span.start * factor, span.end * factor)

    return replace(
        cue,
        span=cue.span and times(cue.span),
        words=tuple(replace(word, span=times(word.span)) for word in cue.words),
    )


def _unit(cues: Sequence[Cue]) -> tuple[float, str]:
    """The unit of the times, in seconds, and its name."""
    timed = [(cue.span, len(cue.text)) for cue in cues if cue.span is not None]
    rates = [letters / span.duration for span, letters in timed if span.duration > 0 and letters]
    if sum(letters for _, letters in timed) < ENOUGH or len(timed) < 2:
        return 1.0, "seconds"
    if len(rates) < 2:
        return _unit_of_starts([span.start for span, _ in timed], [letters for _, letters in timed])
    exponent = math.log10(median(rates) / PACE)
    if exponent > _SLOWEST or (exponent > _HUNDREDTHS and not _may_be_hundredths(timed)):
        return 1.0, "seconds"
    return next((unit, name) for least, unit, name in _UNITS if exponent > least)


def _may_be_hundredths(timed: Sequence[tuple[Span, int]]) -> bool:
    """Whether they are whole numbers, and enough of them that they are not the seconds of somebody very slow."""
    whole = all(time.is_integer() for span, _ in timed for time in (span.start, span.end))
    return whole and len(timed) > 2 and sum(letters for _, letters in timed) > 3 * ENOUGH


def _unit_of_starts(starts: Sequence[float], letters: Sequence[int]) -> tuple[float, str]:
    """The unit where no line has an end: too fast is judged by all lines, too slow by the fastest, since calls have holds."""
    length = max(starts) - min(starts)
    if len(starts) > 2 and sum(letters[:-1]) > TOO_FAST * length:
        return 60.0, "hours and minutes"
    rates = [
        said / (later - start) for (start, later), said in zip(pairwise(starts), letters, strict=False) if later > start
    ]
    exponent = math.log10(max(rates) / PACE) if len(rates) >= FEWEST_GAPS and max(rates) > 0 else 0.0
    if exponent > _HUNDREDTHS:
        return 1.0, "seconds"
    return next((unit, name) for least, unit, name in _UNITS if exponent > least)
