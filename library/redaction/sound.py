"""The seconds to be silent: those of what is masked, with a margin, on both sides.

::

    words            it's  four one double one   thanks
    masked                |-------------------|
    silent              |------------------------|          a recogniser's times are off by some tenths of a second

Both sides: one is heard in the other's microphone, and both are in a mixed channel. Words without a confidence came from a transcript,
whose lines often have a time only at their beginning; then the whole turn is silent. Where a turn begins or ends with what is masked, the pause
beside it is silent too: nobody was found to speak there, and who did all the same said the rest of the number.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from audio.call import Turn, Word
from audio.span import Span
from library.redaction.mask import Mask

MARGIN = 0.3
"""Seconds before and after."""
UNTIMED_MARGIN = 0.6
"""The same round a turn whose words have no times of their own."""
PAUSE = 1.5
"""Seconds of a pause beside a turn that are silent with it, at the most."""
JOINED = 1.0
"""Seconds between two silences of one turn, under which they are one: what is said there is part of a number, or “and”."""


def silent_spans(turns: Sequence[Turn], masks: Sequence[Mask]) -> tuple[Span, ...]:
    """The stretches to be silent, in their order; none overlap."""
    edges = sorted({edge for turn in turns for edge in (turn.span.start, turn.span.end)})
    spans = sorted(_span(turns[mask.turn], mask, edges) for mask in masks)
    joined: list[Span] = []
    for span in spans:
        if joined and span.start - joined[-1].end < JOINED:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def name_of(spans: Sequence[Span]) -> str:
    """A short name for a set of silences, by which what was made with it is known; empty where there are none."""
    return hashlib.sha256(repr(spans).encode()).hexdigest()[:12] if spans else ""


def _span(turn: Turn, mask: Mask, edges: Sequence[float]) -> Span:
    words = turn.words[mask.first : mask.last + 1] or (Word(turn.span, ""),)
    margin, start = MARGIN, min(word.span.start for word in words)
    end = max(word.span.end for word in words)
    if any(word.confidence is None for word in words):
        margin, start, end = UNTIMED_MARGIN, min(start, turn.span.start), max(end, turn.span.end)
    first, last = start - margin, end + margin
    if mask.first == 0 or start <= turn.span.start:
        before = edges[: bisect_left(edges, turn.span.start)]
        first = min(first, max(turn.span.start - PAUSE, before[-1] if before else 0.0))
    if mask.last == len(turn.words) - 1 or end >= turn.span.end:
        after = edges[bisect_right(edges, turn.span.end) :]
        last = max(last, min(turn.span.end + PAUSE, after[0] if after else turn.span.end + PAUSE))
    return Span(max(0.0, first), last)
