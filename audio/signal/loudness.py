"""How loud a piece of sound is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def rms_level(samples: NDArray[np.float32]) -> float:
    """RMS in dBFS of samples in -1 to 1, shape ``(samples,)``; never below -100, which is also that of no sound at all."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return float(10 * np.log10(max(power, 1e-10)))
