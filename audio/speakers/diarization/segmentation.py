"""Where voices change and where two speak at once: pyannote's segmentation-3.0 (Bredin 2023) on ten seconds at a time.

For each 17 ms it tells which of seven holds: nobody, one of up to three voices, or two of them. Its voices are numbered anew in each
ten seconds, and on telephone calls two raised voices are sometimes one to it; so the numbers only say where to cut,
and whose the pieces are is asked of their embeddings::

    classes   0 1 1 1 1 1 0 2 2 2 4 4 1 1 1 1 0      4: 1 and 2 at once
    alone       [=======]   [===]   [=====]
    overlap                       [=]
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audio.signal.decode import RATE
from audio.signal.networks import network

SECONDS = 10
"""The length it was trained on."""
STEP = 270 / RATE
"""Seconds from one of its frames to the next."""
ALONE = 4
"""Classes 1 to 3 are one voice; from here on it is two."""

Floats = NDArray[np.float32]


def classes(stretches: Sequence[Floats], raster: int) -> Floats:
    """The probabilities of the seven in each stretch, ``raster`` times a second, shape ``(len(stretches), SECONDS * raster, 7)``.

    Several at once cost less than one by one. A stretch that is shorter than ``SECONDS`` is padded with silence.
    """
    padded = np.zeros((len(stretches), 1, SECONDS * RATE), np.float32)
    for row, samples in zip(padded, stretches, strict=True):
        row[0, : len(samples)] = samples
    frames = np.exp(network("segmentation-3.0").run(None, {"waveform": padded})[0])
    middles = (np.arange(SECONDS * raster) + 0.5) / raster
    nearest = np.clip(np.round(middles / STEP - 0.5).astype(int), 0, frames.shape[1] - 1)
    return np.asarray(frames[:, nearest], np.float32)


def alone(probabilities: Floats) -> NDArray[np.int64]:
    """Which one voice speaks: 1 to 3, or 0 where nobody or more than one does."""
    best = probabilities.argmax(axis=1)
    return np.where(best < ALONE, best, 0)


def together(probabilities: Floats) -> NDArray[np.bool_]:
    """Where two voices at once are likelier than not."""
    return np.asarray(probabilities[:, ALONE:].sum(axis=1) > 0.5)
