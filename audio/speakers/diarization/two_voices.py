"""Which pieces of speech are of one voice and which of the other: two means that may drift.

A person who is calm and then shouts sounds, to any embedding, like two people; with two such voices, two clusters are as often
calm and raised as agent and customer. What parts the two is time: a mood lasts, and people take turns. So a piece is not
compared with the mean of a voice over the whole call but with that voice as it was in the seconds around, and a little with all of it::

    agent     a a   a   a a    A   A A     A         each is near its own neighbours in time,
    customer     c c  c    C C  C C   C C            whatever the mood

Nothing is learnt from emotional speech for this; it needs the call alone. The iteration is that of k-means (Lloyd 1982) on the sphere,
from several beginnings, of which the one whose pieces lie nearest to their own voice is kept; no piece counts for its own mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from audio.speakers.diarization.embedding import unit

AROUND = 20.0
"""Seconds over which a voice may drift: the weight of others falls by e."""
ALWAYS = 0.1
"""Weight of a piece anywhere in the call, against 1 for one at the same time."""
GRID = 1.0
"""Seconds on which time is counted for that."""
ROUNDS, TRIES, AXES = 20, 4, 3
SEED = 0

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]


def two_voices(
    vectors: Floats, times: NDArray[np.float64], weights: NDArray[np.float64], around: float = AROUND
) -> Labels | None:
    """0 or 1 for each piece; ``None`` where they fall into no two groups.

    vectors  embeddings of length one, shape ``(n, 192)``
    times    the middle of each piece in seconds, rising; weights: its seconds
    around   seconds over which a voice may drift
    """
    everybody = _Sums.of(vectors, times, weights, around)
    best_likeness, best_labels = -np.inf, None
    for labels in _beginnings(vectors, everybody, weights):
        likeness = None
        for _ in range(ROUNDS):
            if labels.all() or not labels.any():
                break
            second = _Sums.of(vectors, times, np.where(labels == 1, weights, 0.0), around)
            likeness = np.stack([everybody.without(second).likeness(vectors), second.likeness(vectors)])
            before, labels = labels, likeness.argmax(axis=0)
            if (labels == before).all():
                break
        if likeness is None or labels.all() or not labels.any():
            continue
        mean_likeness = float(np.average(likeness.max(axis=0), weights=weights))
        if mean_likeness > best_likeness:
            best_likeness, best_labels = mean_likeness, labels
    return best_labels


def agreement(first: Labels, second: Labels, weights: NDArray[np.float64]) -> float:
    """The share of the seconds that two answers give to the same voice, their names free."""
    same = float(np.average(first == second, weights=weights))
    return max(same, 1 - same)


def cosine(vectors: Floats, weights: NDArray[np.float64], labels: Labels) -> float:
    """The cosine of the means of the two groups over the whole call, each piece weighted by its seconds."""
    first, second = (unit((weights[labels == k, None] * vectors[labels == k]).sum(axis=0)) for k in (0, 1))
    return float(first @ second)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Of some pieces, weighted by their seconds: each its own, all those around it, and all there are."""

    own: Floats
    around: Floats
    always: Floats

    @classmethod
    def of(cls, vectors: Floats, times: NDArray[np.float64], weights: NDArray[np.float64], around: float) -> _Sums:
        own = (weights[:, None] * vectors).astype(np.float32)
        return cls(own, _around(own, times, around), own.sum(axis=0))

    def without(self, part: _Sums) -> _Sums:
        return _Sums(self.own - part.own, self.around - part.around, self.always - part.always)

    def likeness(self, vectors: Floats) -> Floats:
        """Each piece's cosine with the voice of these as it is around it, itself left out."""
        voice = unit(self.around + ALWAYS * self.always - (1 + ALWAYS) * self.own)
        return np.asarray(np.einsum("ij,ij->i", vectors, voice), np.float32)


def _around(rows: Floats, times: NDArray[np.float64], around: float) -> Floats:
    """The sum of all rows, each weighted by ``exp(-distance / around)``: two recursions, one each way, so that it costs
    what the call is long and no more."""
    cells = (times / GRID).astype(int)
    grid = np.zeros((cells[-1] + 1, rows.shape[1]), np.float32)
    np.add.at(grid, cells, rows)
    denominator = np.array([1.0, -np.exp(-GRID / around)], np.float32)
    numerator = np.ones(1, np.float32)
    forward = lfilter(numerator, denominator, grid, axis=0)
    backward = lfilter(numerator, denominator, grid[::-1], axis=0)[::-1]
    return np.asarray((forward + backward - grid)[cells], np.float32)


def _beginnings(vectors: Floats, everybody: _Sums, weights: NDArray[np.float64]) -> Iterator[Labels]:
    """By the pieces most unlike one another, and by the directions in which pieces differ from what is around them."""
    rng = np.random.default_rng(SEED)
    for first in rng.integers(len(vectors), size=TRIES):
        second = int(np.argmin(vectors @ vectors[first]))
        yield np.asarray(vectors @ (vectors[second] - vectors[first]) > 0, np.int64)
    around = unit(everybody.around)
    residuals = (vectors - around * (vectors * around).sum(axis=1, keepdims=True)) * np.sqrt(weights)[:, None]
    _, axes = np.linalg.eigh(residuals.T @ residuals)
    for axis in axes.T[::-1][:AXES]:
        yield np.asarray(residuals @ axis > 0, np.int64)
