"""Calls drawn in characters: what a test means can be seen before it is read.

::

    call('''
        agent     |====    ====|
        customer  |   ====     |
    ''')

Each character is a tenth of a second (or ``scale`` of them a second). ``=`` is speech; a digit is speech whose pitch lies that
many semitones over the speaker's calm voice (with as many dB of level, and half as many of balance); anything else is
silence. Where digits are drawn the call has voices, else it has turns alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from audio.call import SPEAKERS, Call, Doubt, Speaker, Turn, Voice, Word
from audio.span import Span, merge

HOP = 0.016
CALM: Mapping[Speaker, tuple[float, float, float]] = {"agent": (110.0, -22.0, -8.0), "customer": (190.0, -26.0, -6.0)}
"""Hz, dBFS and dB of balance of the calm voices."""


def call(
    picture: str,
    scale: float = 10.0,
    said: Mapping[Speaker, Sequence[str]] | None = None,
    doubts: Sequence[Doubt] = (),
    wobble: float = 0.5,
    seed: int = 1,
) -> Call:
    """The call that ``picture`` shows; ``said`` holds the words of each side's runs in order; ``wobble`` in semitones."""
    rows: dict[Speaker, str] = {}
    for line in picture.splitlines():
        if found := re.match(r"\s*(agent|customer)\s*\|(.*)\|", line):
            rows["agent" if found[1] == "agent" else "customer"] = found[2]
    duration = max(len(row) for row in rows.values()) / scale
    drawn = any(c.isdigit() for row in rows.values() for c in row)
    turns = [turn for who, row in rows.items() for turn in _turns(who, row, scale, (said or {}).get(who, ()))]
    rng = np.random.default_rng(seed)
    voices = tuple(_voice(who, rows.get(who, ""), scale, duration, wobble, rng) for who in SPEAKERS) if drawn else ()
    ordered = tuple(sorted(turns, key=lambda t: (t.span, t.speaker)))
    return Call("drawn", "drawn.wav", duration, "two_sides", ordered, voices, tuple(doubts))


def later(call: Call, by: float) -> Call:
    """The same call with ``by`` seconds of silence put first, a whole number of frames."""
    frames = round(by / HOP)
    by = frames * HOP

    def track(values: np.ndarray, empty: float) -> np.ndarray:
        return np.concatenate([np.full(frames, empty, np.float32), values])

    return replace(
        call,
        duration=call.duration + by,
        turns=tuple(
            Turn(t.span.shift(by), t.speaker, tuple(replace(w, span=w.span.shift(by)) for w in t.words))
            for t in call.turns
        ),
        voices=tuple(
            replace(
                v, pitch=track(v.pitch, np.nan), loudness=track(v.loudness, -90.0), balance=track(v.balance, np.nan)
            )
            for v in call.voices
        ),
    )


def spans(found: Iterable[Span], digits: int = 2) -> list[tuple[float, float]]:
    return [(round(s.start, digits), round(s.end, digits)) for s in found]


def _turns(who: Speaker, row: str, scale: float, said: Sequence[str]) -> list[Turn]:
    runs = merge((Span(m.start() / scale, m.end() / scale) for m in re.finditer(r"[=\d]+", row)), gap=0.25 - 1e-9)
    texts = [*said, *[""] * (len(runs) - len(said))]
    assert len(texts) == len(runs), f"{who} has {len(runs)} runs and {len(said)} texts"
    return [Turn(span, who, _words(span, text)) for span, text in zip(runs, texts, strict=True)]


def _words(span: Span, text: str) -> tuple[Word, ...]:
    parts = text.split()
    each = span.duration / max(1, len(parts))
    return tuple(Word(Span(span.start + k * each, span.start + (k + 1) * each), part) for k, part in enumerate(parts))


def _voice(who: Speaker, row: str, scale: float, duration: float, wobble: float, rng: np.random.Generator) -> Voice:
    """Pitch, level and balance as drawn, wandering a little from half second to half second as voices do."""
    count = int(duration / HOP) + 1
    at = np.minimum((np.arange(count) * HOP * scale).astype(int), max(0, len(row) - 1))
    signs = np.array(list(row or " "))[at]
    height = np.array([float(c) if c.isdigit() else 0.0 for c in signs])
    height += np.repeat(rng.normal(0, wobble, count // 31 + 1), 31)[:count]
    speaks = np.array([c == "=" or c.isdigit() for c in signs])
    hertz, level, balance = CALM[who]
    return Voice(
        who,
        HOP,
        np.where(speaks, hertz * 2 ** (height / 12), np.nan).astype(np.float32),
        np.where(speaks, level + height, -70.0).astype(np.float32),
        np.where(speaks, balance + height / 2, np.nan).astype(np.float32),
    )
