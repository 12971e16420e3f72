"""Ends for lines that have none: as long as their words take to say, but not into the next line.

::

    starts alone     |A              |B   |C                  |D
    with ends        |=== A ===|     |= B||=== C ===|         |== D ==|

Lines that all begin in one second, or one minute, of a coarse clock share what there is up to the next start. A line that lasts
very much longer than its words is one whose end was mistyped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audio.span import Span
from audio.transcripts.cue import Cue, split_cue
from audio.transcripts.repairs import Slip, mended

UNHURRIED = 12.0
"""Letters a second of unhurried speech."""

SHORTEST = 1.0
"""Seconds that the shortest of lines is given, where it has to be guessed."""

LONG = 600.0
"""Seconds from which on a line's length is looked at: a caption may well stand for minutes of silence, but not for more."""

TOO_LONG = Slip(
    "lasts far longer than its words; its end was mended", "last far longer than their words; their ends were mended"
)


def time_to_say(text: str) -> float:
    """Seconds that ``text`` takes at an unhurried pace."""
    return max(SHORTEST, len(text) / UNHURRIED)


def with_ends(cues: Sequence[Cue]) -> list[Cue]:
    """The cues, all of which have spans, each with a length."""
    cues = [_no_longer_than_its_words(cue) for cue in cues]
    ended: list[Cue] = []
    index = 0
    while index < len(cues):
        alike = _begin_at_once(cues, index)
        index += len(alike)
        ended += _shared_out(alike, cues[index].span if index < len(cues) else None)
    return ended


def _no_longer_than_its_words(cue: Cue) -> Cue:
    if cue.span is None or cue.words or cue.span.duration <= max(LONG, 20 * time_to_say(cue.text)):
        return cue
    mended(TOO_LONG)
    return replace(cue, span=Span(cue.span.start, cue.span.start + time_to_say(cue.text)))


def _begin_at_once(cues: Sequence[Cue], first: int) -> list[Cue]:
    """The cue at ``first``, and where it has no length those after it that have none and begin with it."""
    span = cues[first].span
    last = first + 1
    while span is not None and span.duration == 0 and last < len(cues) and cues[last].span == span:
        last += 1
    return list(cues[first:last])


def _shared_out(alike: Sequence[Cue], following: Span | None) -> list[Cue]:
    """Cues that begin at once, given what time there is until ``following``."""
    span = alike[0].span
    if span is None or span.duration > 0:
        return list(alike)
    if len(alike) == 1 and alike[0].words:
        words = alike[0].words
        return [replace(alike[0], span=Span(min(w.span.start for w in words), max(w.span.end for w in words)))]
    end = span.start + sum(time_to_say(cue.text) for cue in alike)
    if following is not None and following.start > span.start:
        end = min(end, following.start)
    if len(alike) == 1:
        return [replace(alike[0], span=Span(span.start, end))]
    return split_cue(Cue(Span(span.start, end), None, ""), [(cue.speaker, cue.text) for cue in alike])
