"""Pieces of one side's speech: whose voice each sounds like, how high it is, how sharp and how loud.

A side of an hour has thousands of seconds of speech and a person stays for minutes; so some pieces, evenly drawn, are looked at, and
those between two of them only where the person changes there::

    speech   ====== === ========= ==== ===== ========
    pieces   [-]        [-]       [-]        [-]           prints: 192 numbers of length one each
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audio.call import Voice
from audio.signal.cores import cores
from audio.signal.decode import Sound
from audio.span import Span
from audio.speakers.diarization.embedding import LONGEST, embeddings
from audio.speakers.diarization.filter_bank import fbank

PIECE, SHORTEST = 1.5, 0.6
"""Seconds of a piece, about, and of the shortest: less does not tell a voice."""
VOICED = 12
"""Frames with a pitch (0.2 s) that a piece needs."""
MOST = 48
"""Pieces of a side that are looked at first."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces in the order of time, and of each: its embedding ``(n, 192)``, pitch in semitones over 1 Hz, balance and level in dB, seconds."""

    spans: tuple[Span, ...]
    prints: Floats
    pitch: Floats
    balance: Floats
    level: Floats
    seconds: Floats

    def __len__(self) -> int:
        return len(self.spans)

    def part(self, first: int, last: int) -> Pieces:
        """Those from ``first`` to before ``last``."""
        k = slice(first, last)
        return Pieces(self.spans[k], self.prints[k], self.pitch[k], self.balance[k], self.level[k], self.seconds[k])


def cut(speech: Sequence[Span], voice: Voice) -> list[Span]:
    """Speech in pieces that are long enough and voiced."""
    found = []
    for span in speech:
        edges = np.linspace(span.start, span.end, max(1, round(span.duration / PIECE)) + 1)
        found += [Span(float(a), float(b)) for a, b in pairwise(edges) if b - a >= SHORTEST]
    return [piece for piece in found if np.count_nonzero(~np.isnan(voice.pitch[voice.frames(piece)])) >= VOICED]


def drawn(spans: Sequence[Span]) -> list[Span]:
    """At most ``MOST`` of them, evenly."""
    if len(spans) <= MOST:
        return list(spans)
    return [spans[k] for k in np.linspace(0, len(spans) - 1, MOST).round().astype(int).tolist()]


def look_at(sound: Sound, channel: int, spans: Sequence[Span], voice: Voice) -> Pieces:
    """The pieces ``spans`` of a side."""

    def print_of(span: Span) -> NDArray[np.float32]:
        bands = fbank(sound.within(span, channel))
        return np.asarray(embeddings(bands, [(0, min(len(bands), LONGEST))])[0])

    with ThreadPoolExecutor(cores()) as pool:
        prints = list(pool.map(print_of, spans))
    pitch, balance, level, seconds = tracks_of(spans, voice).T
    return Pieces(tuple(spans), np.array(prints, float), pitch, balance, level, seconds)


def tracks_of(spans: Sequence[Span], voice: Voice) -> Floats:
    """Of each piece the medians where it is voiced: pitch in semitones over 1 Hz, balance and level in dB; and its seconds, ``(n, 4)``."""
    rows = []
    for span in spans:
        pitch, balance, level = (track[voice.frames(span)] for track in (voice.pitch, voice.balance, voice.loudness))
        voiced = ~np.isnan(pitch)
        semitones = 12 * np.log2(float(np.median(pitch[voiced])))
        rows.append((semitones, float(np.median(balance[voiced])), float(np.median(level[voiced])), span.duration))
    return np.array(rows, float).reshape(-1, 4)
