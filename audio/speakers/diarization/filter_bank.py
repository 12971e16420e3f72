"""Kaldi's filter bank, which speaker embeddings are trained on: 80 log mel bands, 25 ms every 10 ms.

Every step is that of Kaldi's ``compute-fbank-feats`` without dither (Povey et al. 2011): mean of the frame taken off, pre-emphasis
0.97, the Povey window, power spectrum of 512, triangles that are straight on Kaldi's mel scale from 20 Hz to 8 kHz,
natural logarithm no lower than that of float's epsilon. Samples are taken as they are, ±1, so that the floor lies near −91 dB
of full scale: what a telephone leaves above 4 kHz is the floor and nothing else.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from audio.signal.decode import RATE

FRAME, SHIFT, SIZE = 400, 160, 512
"""Samples of a frame, from one to the next, and of its transform."""
BANDS, LOWEST = 80, 20.0
PREEMPHASIS = 0.97
FLOOR = float(np.finfo(np.float32).eps)
BLOCK = 2000
"""Frames transformed at once, which bounds memory."""

Floats = NDArray[np.float32]


def fbank(sound: Floats) -> Floats:
    """Log energies, shape ``(frames, 80)``, of samples at 16 kHz; only whole frames count (Kaldi's ``snip_edges``)."""
    if len(sound) < FRAME:
        return np.zeros((0, BANDS), np.float32)
    frames = sliding_window_view(sound, FRAME)[::SHIFT]
    return np.concatenate([_bands(frames[k : k + BLOCK]) for k in range(0, len(frames), BLOCK)])


def _bands(frames: Floats) -> Floats:
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = np.fft.rfft((frames - PREEMPHASIS * before) * _window(), SIZE)[:, : SIZE // 2]
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    return np.asarray(np.log(np.maximum((_triangles() @ power.T).T, FLOOR)), np.float32)


@cache
def _window() -> Floats:
    """Povey's: a Hann window to the power 0.85."""
    return (np.hanning(FRAME) ** 0.85).astype(np.float32)


@cache
def _triangles() -> csr_matrix:
    """How much each band takes of each line of the spectrum: shape ``(80, 256)``, nearly all of it nothing."""
    low, high = _mel(np.array([LOWEST, RATE / 2]))
    edges = np.linspace(float(low), float(high), BANDS + 2)
    lines = _mel(np.arange(SIZE // 2) * RATE / SIZE)[:, None]
    up = (lines - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - lines) / (edges[2:] - edges[1:-1])
    return csr_matrix(np.maximum(0.0, np.minimum(up, down)).T.astype(np.float32))


def _mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1127.0 * np.log1p(hertz / 700.0))
