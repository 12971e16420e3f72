"""A third person on the line: what is heard while one speaks is neither the agent's nor the customer's.

::

    agent's channel      |==Priya==|   |===Lee, a colleague===|   |==Priya==|
    the agent's speech   |=========|                              |=========|

Only a transcript tells of one. Where its line lies, the side that is heard most loses its speech and its pitch, so that no voice is
compared with another person's, and nobody is said to have raised it or come in with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from audio.call import SPEAKERS, Speaker, Voice
from audio.span import Span, common, gaps, merge
from audio.speakers.two_channels import HeardSides
from audio.transcripts.placement.clocks import compare_clocks, shift_line
from audio.transcripts.reader import Line


def without_third_person(sides: HeardSides, lines: Sequence[Line], duration: float) -> HeardSides:
    """Two sides without what third persons say on them; the same where there is none, or nothing tells when.

    lines     the transcript's, on its own clock
    duration  of the recording, seconds
    """
    third = [line for line in lines if line.third and line.span]
    if not third or sides.layout != "two_sides":
        return sides
    shift = compare_clocks(lines, sides.speech, duration).shift
    taken: dict[Speaker, list[Span]] = {speaker: [] for speaker in SPEAKERS}
    for line in third:
        span = shift_line(line, shift).span
        if span is not None:
            taken[_heard_most(span, sides)].append(span)
    for speaker in SPEAKERS:
        own = [own.span for line in lines if line.speaker == speaker and (own := shift_line(line, shift)).span]
        taken[speaker] = _less(taken[speaker], [span for span in own if span is not None])
    return replace(
        sides,
        speech={speaker: _less(sides.speech[speaker], taken[speaker]) for speaker in SPEAKERS},
        voices={speaker: _muted(voice, taken[speaker]) for speaker, voice in sides.voices.items()},
    )


def _heard_most(span: Span, sides: HeardSides) -> Speaker:
    heard = {
        speaker: sum(both.duration for both in common([span], sides.speech.get(speaker, ()))) for speaker in SPEAKERS
    }
    return max(SPEAKERS, key=heard.__getitem__)


def _less(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """The time in ``spans`` that is not in ``taken``."""
    return [left for span in merge(spans) for left in gaps(taken, span)]


def _muted(voice: Voice, taken: Sequence[Span]) -> Voice:
    """The voice without pitch and balance where somebody else speaks on its side."""
    pitch, balance = voice.pitch.copy(), voice.balance.copy()
    for span in taken:
        pitch[voice.frames(span)] = balance[voice.frames(span)] = np.nan
    return replace(voice, pitch=pitch, balance=balance)
