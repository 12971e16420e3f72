"""The pitch of a voice every 16 ms, by swift-f0: a small network that looks at the logarithm of three spectra.

Where SameSide was built with its network alone (``docs/networks.md``), the spectra are SciPy's, which is quicker; else the
package ``swift-f0`` does all of it. Both give the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import scipy.fft
from numpy.typing import NDArray
from scipy.signal.windows import hann

from audio.call import Track
from audio.signal import networks
from audio.signal.decode import RATE, Samples

HOP = 256
"""Samples from frame to frame: 16 ms, fixed by the network."""
LOWEST, HIGHEST = 60.0, 600.0
"""Hz. Speech at its lowest (a man's creak) and highest (a shout or a child)."""
VOICED = 0.5
"""Confidence from which a frame is voiced (its authors' value)."""
SILENT = 1e-3
"""Peak of a hop under which nothing is voiced: of silence the network has learnt nothing (its authors' value)."""
REACH = 11
"""Frames to each side that a frame's pitch depends on, by the spectra's length and the network's convolutions."""
WINDOWS = {size: hann(size, sym=False).astype(np.float32) for size in (1024, 2048, 512)}
"""Of the spectra, by their samples."""

Tracker = Callable[[Samples], Track]
"""Hz of each whole hop of the samples, NaN where it is unvoiced; frame ``k`` is centred at ``k * HOP``."""


@lru_cache(maxsize=1)
def pitch_tracker() -> Tracker:
    """The tracker with its network, loaded once, which threads may share; ``cache_clear`` lets it go."""
    if not networks.is_at_hand("swift_f0"):
        return _package_tracker()
    session = networks.network("swift_f0", arena=True)
    return lambda samples: _from_spectra(session, samples)


def _from_spectra(session: Any, samples: Samples) -> Track:
    count = max(1, len(samples) // HOP)
    spectra = {f"spectra_{size}": _magnitudes(samples, count, window)[None] for size, window in WINDOWS.items()}
    edges = {"fmin": np.array(LOWEST, np.float32), "fmax": np.array(HIGHEST, np.float32)}
    hertz, confidence = session.run(["pitch", "confidence"], {**spectra, **edges})
    hops = np.abs(samples[: count * HOP]).reshape(count, -1)
    voiced = (confidence[0] >= VOICED) & (hops.max(axis=1) >= SILENT)
    return np.where(voiced, hertz[0], np.nan).astype(np.float32)


def _magnitudes(samples: Samples, count: int, window: NDArray[np.float32]) -> NDArray[np.float32]:
    """The spectrum round each hop's beginning, shape ``(count, bins)``; beyond both ends is silence."""
    half = len(window) // 2
    padded = np.zeros(half + max(len(samples), count * HOP) + half, np.float32)
    padded[half : half + len(samples)] = samples
    frames = np.lib.stride_tricks.sliding_window_view(padded, len(window))[::HOP][:count]
    return np.asarray(np.abs(scipy.fft.rfft(frames * window, axis=1)), np.float32)


def _package_tracker() -> Tracker:
    from swift_f0 import SwiftF0

    detector = SwiftF0(threads=1, spin=False)

    def tracked(samples: Samples) -> Track:
        pitch = detector.detect(samples, RATE, fmin=LOWEST, fmax=HIGHEST)
        return np.where(pitch.confidence >= VOICED, pitch.pitch_hz, np.nan).astype(np.float32)

    return tracked
