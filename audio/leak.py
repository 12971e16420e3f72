"""Takes out of each side what leaks into it from the other, so that leak is not heard as speech.

On many recorders the agent's headset lets the customer through, and a hybrid echoes the agent back: each side
holds the other's voice again, some 20 to 60 dB down and up to 100 ms late. A level gate cannot tell a leak
from a quiet "mm-hm". But a leak is *predictable*: it is the other side through a short fixed filter. ::

    agent     ~~~~~~~~~~~~~~ own voice ~~~~~~~~~~~~~~
                   \\  filter h, 0 to 128 ms
    customer        `~~~ leak ~~~'        ~~~ own ~~~      customer - h * agent = own

The filter is estimated by Welch's method (Welch 1967) as cross-spectrum over power spectrum, from moments when the
other side is loud and this one at least 10 dB lower, so that one's own voice does not disturb it. It is
used only where the coherence of the two sides, in the telephone band, stands clear of what chance gives (1/K for K windows;
Carter 1987). Two really separate channels are left alone, sample for sample.
"""

from __future__ import annotations

import tempfile

import numpy as np
from numpy.typing import NDArray
from scipy.signal import oaconvolve

from audio.decode import RATE, Samples, Sound

WINDOW = 4096
"""Samples of a Welch window (256 ms), twice the filter's length."""
TAPS = 2048
"""Samples of the filter: leaks up to 128 ms late."""
LOWER = 10.0
"""dB by which this side must lie below the other for a window to count."""
WINDOWS = (20, 3000)
"""Fewest windows (about 3 s) for an estimate, and as many as are worth taking."""
CLEAR = 3.0
"""Times the coherence of chance that a leak must reach."""

Taps = NDArray[np.float32]


def leaks(sound: Sound) -> tuple[Taps | None, Taps | None]:
    """The filters by which side 1 leaks into side 0, and side 0 into side 1; ``None`` where none is found."""
    sums = [_Spectra(), _Spectra()]
    for _, block in sound.blocks():
        for into in (0, 1):
            sums[into].add(source=block[1 - into], side=block[into])
    return sums[0].filter(), sums[1].filter()


class _Spectra:
    """Running spectra of one direction of leak."""

    def __init__(self) -> None:
        bins = WINDOW // 2 + 1
        self.power, self.side_power = np.zeros(bins), np.zeros(bins)
        self.cross = np.zeros(bins, complex)
        self.count = 0

    def add(self, source: Samples, side: Samples) -> None:
        half = WINDOW // 2
        level = [_levels(samples, half) for samples in (source, side)]
        if self.count >= WINDOWS[1] or len(level[0]) < 2:
            return
        loud = max(-55.0, float(np.percentile(level[0], 95)) - 20)
        fits = (level[0] > loud) & (level[1] < level[0] - LOWER)
        starts = np.flatnonzero(fits[:-1] & fits[1:]) * half
        if not len(starts):
            return
        shape = np.hanning(WINDOW).astype(np.float32)
        at = starts[:, None] + np.arange(WINDOW)
        x, y = np.fft.rfft(source[at] * shape), np.fft.rfft(side[at] * shape)
        self.power += (np.abs(x) ** 2).sum(axis=0)
        self.side_power += (np.abs(y) ** 2).sum(axis=0)
        self.cross += (np.conj(x) * y).sum(axis=0)
        self.count += len(starts)

    def filter(self) -> Taps | None:
        if self.count < WINDOWS[0]:
            return None
        coherence = np.abs(self.cross) ** 2 / (self.power * self.side_power + 1e-20)
        band = slice(300 * WINDOW // RATE, 3400 * WINDOW // RATE)
        if float(np.median(coherence[band])) < CLEAR / self.count:
            return None
        response = np.fft.irfft(self.cross / (self.power + 1e-4 * self.power.max()))
        return response[:TAPS].astype(np.float32)


def without_leak(sound: Sound) -> Sound:
    """The sound with each side's leak taken out: ``sound`` itself where there is none to be found."""
    filters = leaks(sound)
    if filters[0] is None and filters[1] is None:
        return sound
    file = tempfile.NamedTemporaryFile(prefix="sameside-", suffix=".pcm")  # noqa: SIM115  the Sound closes it
    for first, block in sound.blocks():
        # the filter looks back TAPS samples: take them from before the block, and drop them again after
        back = min(first, TAPS)
        longer = sound.read(first - back, first + block.shape[1])
        clean = block.copy()
        for into, taps in enumerate(filters):
            if taps is not None:
                clean[into] -= oaconvolve(longer[1 - into], taps)[back : back + block.shape[1]]
        file.write((np.clip(clean, -1, 1).T * 32767).astype("<i2").tobytes())
    file.flush()
    return Sound(file, sound.channels, sound.length, sound.peak, sound.id, sound.damaged)


def _levels(samples: Samples, frame: int) -> Samples:
    """RMS in dBFS of each whole frame, shape ``(frames,)``."""
    count = len(samples) // frame
    power = np.mean(samples[: count * frame].reshape(count, frame) ** 2, axis=1)
    return np.asarray(10 * np.log10(power + 1e-10), np.float32)
