"""Every piece of speech in which one voice is alone, with its embedding, and where two voices are heard at once.

The recording is walked through in stretches of ten seconds, of which the middle eight count, on every core; nothing longer is ever held::

    heard  |--------------------|          10 s, for the context
    counts   [================]             8 s
                     |--------------------|
                       [================]
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audio.signal.cores import cores
from audio.signal.decode import RATE, Sound
from audio.span import Span
from audio.speakers.diarization.embedding import SIZE, embeddings
from audio.speakers.diarization.filter_bank import fbank
from audio.speakers.diarization.segmentation import SECONDS, alone, classes, together

RASTER = 100
"""Cells a second, as many as the filter bank has frames."""
COUNTS, EDGE = 8, 1
"""Seconds of each stretch that count, and those before them."""
SHORTEST = 30
"""Cells of the shortest piece that an embedding is taken of, ..."""
LONGEST = 200
"""... those of the longest piece, ..."""
EMBEDDED = 120
"""... and those in its middle that the embedding sees: more of them cost time and tell no more."""

AT_ONCE = 4
"""Stretches computed together."""

Floats = NDArray[np.float32]
Cells = NDArray[np.bool_]
StretchPrints = tuple[list[tuple[int, int]], Floats, Cells]
"""Pieces of a stretch, their embeddings, and where two voices are heard at once."""


@dataclass(frozen=True, slots=True)
class Voiceprints:
    """Pieces of one voice each, in order: first and last cell, shape ``(n, 2)``; their embeddings ``(n, 192)``.

    speech and overlap tell of each cell whether anybody speaks, and whether two do at once.
    """

    pieces: NDArray[np.int64]
    embeddings: Floats
    speech: Cells
    overlap: Cells


def voiceprints(sound: Sound, channel: int, speech: Sequence[Span]) -> Voiceprints:
    """All of ``channel`` as far as it is ``speech``."""
    cells = int(sound.duration * RASTER)
    spoken = np.zeros(cells + SECONDS * RASTER, bool)
    for span in speech:
        spoken[round(span.start * RASTER) : round(span.end * RASTER)] = True
    spoken[cells:] = False

    def group_prints(starts: Sequence[int]) -> list[StretchPrints]:
        return _stretches(sound, channel, starts, spoken)

    starts = [k for k in range(0, cells, COUNTS * RASTER) if spoken[k : k + COUNTS * RASTER].any()]
    with ThreadPoolExecutor(cores()) as pool:
        groups = [starts[k : k + AT_ONCE] for k in range(0, len(starts), AT_ONCE)]
        parts = [part for group in pool.map(group_prints, groups) for part in group]
    overlap = np.zeros(len(spoken), bool)
    for first, (_, _, both) in zip(starts, parts, strict=True):
        overlap[first : first + len(both)] = both
    pieces = np.array([piece for part in parts for piece in part[0]], np.int64).reshape(-1, 2)
    vectors = np.concatenate([np.zeros((0, SIZE), np.float32), *(part[1] for part in parts)])
    return Voiceprints(pieces, vectors, spoken[:cells], overlap[:cells] & spoken[:cells])


def _stretches(sound: Sound, channel: int, starts: Sequence[int], spoken: Cells) -> list[StretchPrints]:
    """What is found in the seconds that count from each of these cells on."""
    samples = []
    for first in starts:
        origin = max(0, first - EDGE * RASTER)
        samples.append(sound.read(origin * RATE // RASTER, (origin + SECONDS * RASTER) * RATE // RASTER)[channel])
    probable = classes(samples, RASTER)
    return [_stretch(*each, spoken) for each in zip(starts, samples, probable, strict=True)]


def _stretch(first: int, samples: Floats, probable: Floats, spoken: Cells) -> StretchPrints:
    """Pieces, their embeddings, and the overlap of the seconds that count from cell ``first`` on."""
    before = min(first, EDGE * RASTER)
    origin = first - before
    bands = fbank(samples)
    counts = np.zeros(SECONDS * RASTER, bool)
    counts[before : before + COUNTS * RASTER] = True
    counts &= spoken[origin : origin + SECONDS * RASTER]
    counts[len(bands) :] = False
    pieces = _pieces(np.where(counts, alone(probable), 0))
    vectors = embeddings(bands, [_middle(a, b) for a, b in pieces])
    both = together(probable)[before : before + COUNTS * RASTER]
    return [(origin + a, origin + b) for a, b in pieces], vectors, both


def _pieces(voices: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The runs of one voice, long ones cut evenly into what the network takes, in order."""
    edges = [0, *(np.flatnonzero(np.diff(voices)) + 1).tolist(), len(voices)]
    pieces = []
    for first, last in pairwise(edges):
        if voices[first] and last - first >= SHORTEST:
            cuts = np.linspace(first, last, -(-(last - first) // LONGEST) + 1).astype(int).tolist()
            pieces += list(pairwise(cuts))
    return pieces


def _middle(first: int, last: int) -> tuple[int, int]:
    surplus = max(0, last - first - EMBEDDED)
    return first + surplus // 2, last - (surplus + 1) // 2
