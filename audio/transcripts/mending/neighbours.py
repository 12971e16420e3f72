"""Lines whose time is missing, or cannot be that of a call, laid between their neighbours.

::

    |= line 1 =|                 |= line 4 =|          line 2 and line 3 have no time
    |= line 1 =||= 2 =||== 3 ===||= line 4 =|          they share what is left, no longer than they take to say
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audio.span import Span
from audio.transcripts.cue import Cue, CueError, split_cue
from audio.transcripts.mending.ends import time_to_say
from audio.transcripts.repairs import Slip, mended

LATEST = 24 * 3600.0
"""Seconds; no call is that long, and times in other units, or slips, are."""

OUT_OF_REACH = Slip(
    "lies over 24 hours in; it was laid between its neighbours",
    "lie over 24 hours in; they were laid between their neighbours",
)


def with_times_in_reach(cues: Sequence[Cue]) -> list[Cue]:
    """The cues without times that no call has. Raises :class:`CueError` where half of them or more have such times."""
    beyond = [cue for cue in cues if cue.span is not None and cue.span.end > LATEST]
    if beyond and 2 * len(beyond) >= sum(cue.span is not None for cue in cues):
        hours = max(cue.span.end for cue in beyond if cue.span is not None) / 3600
        raise CueError(
            "its times", f"they run to {hours:,.0f} hours, so they are no call's, or in a unit that cannot be told"
        )
    mended(OUT_OF_REACH, len(beyond))
    return [_without_times(cue) if cue.span is not None and cue.span.end > LATEST else cue for cue in cues]


def laid_between(cues: Sequence[Cue]) -> list[Cue]:
    """The cues, those without times in the time between the cues around them."""
    laid: list[Cue] = []
    untimed: list[Cue] = []
    last_end = 0.0
    for cue in cues:
        if cue.span is None:
            untimed.append(cue)
            continue
        laid += [*_between(untimed, last_end, cue.span.start), cue]
        untimed, last_end = [], cue.span.end if cue.span.duration else cue.span.start + time_to_say(cue.text)
    return [*laid, *_between(untimed, last_end, LATEST)]


def _between(cues: Sequence[Cue], start: float, end: float) -> list[Cue]:
    if not cues:
        return []
    needed = sum(time_to_say(cue.text) for cue in cues)
    start = min(start, end)
    window = Span(start, min(end, start + needed))
    return split_cue(Cue(window, None, ""), [(cue.speaker, cue.text) for cue in cues])


def _without_times(cue: Cue) -> Cue:
    return replace(cue, span=None, words=())
