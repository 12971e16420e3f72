"""A transcript without times, laid in order over the speech that was heard.

Lines of one speaker in a row are a block; a block is as long as its words take to say. Blocks and stretches of
speech are then matched in order, as dynamic time warping does (Sakoe and Chiba, 1978)::

    blocks        A: Hello, how can I help?   C: My parcel is late.   A: Let me look.
    stretches     [=A=] [===A===]             [====C====] [A]         [==A==]
                   0      0                     1          1 (mm-hm)    2

Each stretch goes to one block. It costs its length to give it to the other speaker's block, a block's length to pass
the block by, and a little to be far from where an even pace would have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from audio.call import Speaker
from audio.span import Span, merge
from audio.transcripts.mending.units import PACE
from audio.transcripts.reader import Line

DRIFT = 0.05
"""Cost, in seconds of speech, of a stretch being a second away from where an even pace would have it."""

MOST_PAIRS = 50_000_000
"""Blocks times stretches that are matched, a day of talk and more; each pair takes eight bytes."""


def place_in_order(lines: Sequence[Line], speech: Mapping[Speaker, Sequence[Span]]) -> list[Line]:
    """The lines with a span each; one after the other at an even pace where there is no speech to go by, or too much."""
    blocks = [list(block) for _, block in groupby(lines, key=lambda line: line.speaker)]
    stretches = sorted((span, speaker) for speaker, spans in speech.items() for span in merge(spans, gap=0.25))
    if not stretches or len(blocks) * len(stretches) > MOST_PAIRS:
        return _between(lines, 0.0, np.inf)
    block_of_stretch = _match(blocks, stretches)
    placed: list[Line] = []
    unheard: list[Line] = []
    last_end = stretches[0][0].start
    for number, block in enumerate(blocks):
        block_stretches = [stretches[int(index)] for index in np.flatnonzero(block_of_stretch == number)]
        own_spans = [span for span, speaker in block_stretches if block[0].speaker in (speaker, None)]
        if not own_spans:
            unheard += block
            continue
        placed += _between(unheard, last_end, own_spans[0].start) + _lay_over(block, own_spans)
        unheard, last_end = [], max(last_end, own_spans[-1].end)
    return _in_time_order([*placed, *_between(unheard, last_end, np.inf)])


def misplaced_speech(lines: Sequence[Line], speech: Mapping[Speaker, Sequence[Span]]) -> float:
    """Seconds of speech that fall to the other speaker's lines where they are laid as well as can be; shape as :func:`place_in_order`."""
    blocks = [list(block) for _, block in groupby(lines, key=lambda line: line.speaker)]
    stretches = sorted((span, speaker) for speaker, spans in speech.items() for span in merge(spans, gap=0.25))
    if not blocks or not stretches or len(blocks) * len(stretches) > MOST_PAIRS:
        return 0.0
    block_of_stretch = _match(blocks, stretches)
    return sum(
        span.duration
        for (span, speaker), block_number in zip(stretches, block_of_stretch, strict=True)
        if blocks[int(block_number)][0].speaker not in (speaker, None)
    )


def _between(lines: Sequence[Line], start: float, end: float) -> list[Line]:
    """Lines that nobody was heard to say: as long as they take, if there is room."""
    if not lines:
        return []
    end = max(start, end)
    return _lay_over(lines, [Span(start, min(end, start + sum(map(_seconds, lines))))])


def _in_time_order(lines: Sequence[Line]) -> list[Line]:
    """No line before the end of the same side's line before it."""
    ends: dict[Speaker | None, float] = {}
    forwards = []
    for line in lines:
        span = line.span or Span(0.0, 0.0)
        start = max(span.start, ends.get(line.speaker, 0.0))
        ends[line.speaker] = max(span.end, start)
        forwards.append(replace(line, span=Span(start, ends[line.speaker])))
    return forwards


def _match(blocks: Sequence[Sequence[Line]], stretches: Sequence[tuple[Span, Speaker]]) -> NDArray[np.intp]:
    """The number of the block that each stretch belongs to, never falling; shape ``(stretches,)``."""
    lengths = np.array([sum(map(_seconds, block)) for block in blocks])
    durations = np.array([span.duration for span, _ in stretches])
    total = float(durations.sum())
    passed = np.concatenate([[0.0], np.cumsum(lengths)])
    block_at = (passed[:-1] + lengths / 2) / passed[-1] * total
    stretch_at = np.cumsum(durations) - durations / 2
    mismatch = {
        speaker: np.array([block[0].speaker not in (speaker, None) for block in blocks], float)
        for speaker in {speaker for _, speaker in stretches}
    }
    local = [
        durations[i] * mismatch[speaker] + DRIFT * np.abs(block_at - stretch_at[i])
        for i, (_, speaker) in enumerate(stretches)
    ]
    cost = passed[:-1] + local[0]
    previous_block = np.zeros((len(stretches), len(blocks)), dtype=np.intp)
    index = np.arange(len(blocks))
    for i in range(1, len(stretches)):
        jump = np.concatenate([[np.inf], (cost - passed[1:])[:-1]])  # from block k to j > k+1 passes blocks by
        best = np.minimum.accumulate(jump)
        source = np.maximum.accumulate(np.where(jump == best, index - 1, -1))
        stay = cost <= best + passed[:-1]
        previous_block[i] = np.where(stay, index, source)
        cost = np.where(stay, cost, best + passed[:-1]) + local[i]
    block_of_stretch = np.empty(len(stretches), dtype=np.intp)
    block_of_stretch[-1] = int(np.argmin(cost + passed[-1] - passed[1:]))
    for i in range(len(stretches) - 1, 0, -1):
        block_of_stretch[i - 1] = previous_block[i, block_of_stretch[i]]
    return block_of_stretch


def _lay_over(lines: Sequence[Line], spans: Sequence[Span]) -> list[Line]:
    """A block's lines over its stretches of speech, each from where its share of that speech begins to its end."""
    ends = np.cumsum([span.duration for span in spans])
    offsets = np.array([span.start for span in spans]) - np.concatenate([[0.0], ends[:-1]])
    shares = np.cumsum([0.0, *map(_seconds, lines)])
    shares *= ends[-1] / shares[-1]
    first = np.minimum(np.searchsorted(ends, shares[:-1], side="right"), len(spans) - 1)
    last = np.minimum(np.searchsorted(ends, shares[1:], side="left"), len(spans) - 1)
    starts, stops = shares[:-1] + offsets[first], shares[1:] + offsets[last]
    return [
        replace(line, span=Span(float(start), max(float(start), float(stop))))
        for line, start, stop in zip(lines, starts, stops, strict=True)
    ]


def _seconds(line: Line) -> float:
    return max(0.3, len(line.text) / PACE)
