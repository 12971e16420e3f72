"""A script as a call, without a sound: every line at the time it would be said, and a voice drawn from its heat.

What a test of the whole judgement needs is who says what when, and how hot; a synthesiser adds minutes and little else. ::

    script   { customer = "Nobody rang!", heat = 2 }   ->   words at fourteen letters a second,
                                                            a voice 3.4 semitones, 5 dB and 2.6 dB of balance up

``python -m tests.bench.outcome`` and ``tests/test_analysis_outcome_ending.py`` judge the scripts of ``tests/data/outcome`` and of the samples so.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audio.call import SPEAKERS, Call, Speaker, Turn, Voice, Word
from audio.span import Span
from samples.script import Hold, Line, Script

OUTCOME = Path(__file__).parent / "data" / "outcome"
LETTERS = 14.0
"""A second of calm speech."""
GAP = 0.4
"""Seconds between lines."""
SEMITONES, BALANCE, LEVEL, PACE = 1.7, 1.3, 2.5, 1.06
"""Of one step of heat, as the samples are made."""
HOP = 0.016
CALM = {"agent": (115.0, -22.0, -8.0), "customer": (185.0, -26.0, -6.0)}
"""Hz, dBFS and dB of balance of the calm voices."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a script and when it is said."""

    line: Line
    span: Span


def timed(script: Script) -> Iterator[Said]:
    """The lines one after another, holds and gaps between them."""
    clock = 0.3
    for line in script.lines:
        if isinstance(line, Hold):
            clock += line.seconds
            continue
        start = clock + (GAP if line.gap is None else line.gap) - line.interrupts
        clock = start + max(0.4, len(line.text) / LETTERS / script.person(line.speaker).pace / PACE**line.heat)
        yield Said(line, Span(start, clock))


def spoken(script: Script, voiced: bool = False) -> Call:
    """The call; with voices where ``voiced``, else the words alone."""
    said = tuple(timed(script))
    turns = tuple(Turn(one.span, one.line.speaker, _words(one)) for one in said)
    length = said[-1].span.end + 0.6
    voices = tuple(_voice(who, said, length, zlib.crc32(script.name.encode())) for who in SPEAKERS) if voiced else ()
    return Call(script.name, script.name, length, "two_sides" if voiced else "words_only", turns, voices)


def truth(script: Script) -> dict[str, Any]:
    """What a coach marked: ``moments`` (kind, speaker, start, end), lines ``tolerated``, and the outcome."""
    said = tuple(timed(script))
    return {
        "moments": [(one.line.kind, one.line.speaker, one.span) for one in said if one.line.kind],
        "tolerated": [one.span for one in said if one.line.tolerated],
        "outcome": script.outcome,
    }


def _words(one: Said) -> tuple[Word, ...]:
    words = [word for word in one.line.text.split() if any(c.isalnum() for c in word)]
    at = np.concatenate([[0.0], np.cumsum([len(word) + 1 for word in words])])
    at = one.span.start + at / at[-1] * one.span.duration
    return tuple(Word(Span(float(a), float(b)), word) for a, b, word in zip(at, at[1:], words, strict=False))


def _voice(who: Speaker, said: tuple[Said, ...], length: float, seed: int) -> Voice:
    """A voice that wanders from half second to half second and from line to line, and rises with heat."""
    dice = np.random.default_rng((seed, SPEAKERS.index(who)))
    count = int(length / HOP) + 1
    hertz, level, balance = CALM[who]
    pitch, loud, sharp = (np.full(count, fill) for fill in (np.nan, -70.0, np.nan))
    for one in said:
        if one.line.speaker != who:
            continue
        frames = slice(int(one.span.start / HOP), int(one.span.end / HOP))
        size = frames.stop - frames.start
        wander = np.repeat(dice.normal(0, 0.6, size // 31 + 1), 31)[:size]
        up = SEMITONES * one.line.heat + dice.normal(0, 0.5) + wander
        spoken = (np.arange(size) % 16) < 11  # two thirds of speech have a pitch
        pitch[frames] = np.where(spoken, hertz * 2 ** (up / 12), np.nan)
        loud[frames] = level + LEVEL * one.line.heat + dice.normal(0, 0.8) + wander
        sharp[frames] = np.where(spoken, balance + BALANCE * one.line.heat + dice.normal(0, 0.5) + wander / 2, np.nan)
    return Voice(who, HOP, pitch.astype(np.float32), loud.astype(np.float32), sharp.astype(np.float32))
