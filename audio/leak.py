"""Takes out of each side what leaks into it from the other, so that leak is not heard as speech.

On many recorders the agent's headset lets the customer through, and a hybrid echoes the agent back: each side
holds the other's voice again, some 20 to 60 dB down and up to 100 ms late. A level gate cannot tell a leak
from a quiet "mm-hm". But a leak is *predictable*: it is the other side through a short fixed filter. ::

    agent     ~~~~~~~~~~~~~~ own voice ~~~~~~~~~~~~~~
                   \\  filter h, 0 to 128 ms
    customer        `~~~ leak ~~~'        ~~~ own ~~~      customer - h * agent = own

The filter is estimated by least squares (the normal equations, Toeplitz; Haykin, *Adaptive Filter Theory*), from moments
when the other side is loud and this one low, each against its own usual, so that one's own voice does not disturb it.
It is used only where the coherence of the two sides, in the telephone band, stands clear of what chance gives (1/K for
K windows; Carter 1987). Two really separate channels are left alone, sample for sample.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_toeplitz
from scipy.signal import oaconvolve

from audio.decode import RATE, Samples, Sound

WINDOW = 4096
"""Samples of a window (256 ms), twice the filter's length."""
TAPS = 2048
"""Samples of the filter: leaks up to 128 ms late."""
LOWER = 10.0
"""dB by which this side must lie further below its own usual than the other for a window to count."""
RIDGE = 1e-3
"""Of the other side's power, added as white noise: the filter is not asked for what the line does not carry."""
WINDOWS = (20, 1000)
"""Fewest windows (about 3 s) for an estimate, and as many as are worth taking."""
CLEAR = 3.0
"""Times the coherence of chance that a leak must reach."""

Taps = NDArray[np.float32]


def leaks(sound: Sound) -> tuple[Taps | None, Taps | None]:
    """The filters by which side 1 leaks into side 0, and side 0 into side 1; ``None`` where none is found."""
    sums = [_Spectra(), _Spectra()]
    with ThreadPoolExecutor(2) as pool:
        for _, block in sound.blocks():
            list(pool.map(lambda into, b=block: sums[into].add(source=b[1 - into], side=b[into]), (0, 1)))
            if all(s.count >= WINDOWS[1] for s in sums):
                break
    return sums[0].filter(), sums[1].filter()


class _Spectra:
    """Running sums of one direction of leak: spectra for the coherence, correlations for the filter."""

    def __init__(self) -> None:
        bins = WINDOW // 2 + 1
        self.power, self.side_power = np.zeros(bins), np.zeros(bins)
        self.cross = np.zeros(bins, complex)
        self.auto, self.lagged = np.zeros(TAPS), np.zeros(TAPS)
        self.count = 0

    def add(self, source: Samples, side: Samples) -> None:
        half = WINDOW // 2
        level = [_levels(samples, half) for samples in (source, side)]
        if self.count >= WINDOWS[1] or len(level[0]) < 4:
            return
        usual = [float(np.percentile(values, 97)) for values in level]
        if usual[0] < -65:
            return
        below = [values - loud for values, loud in zip(level, usual, strict=True)]
        fits = (below[0] > -20) & (below[1] < below[0] - LOWER)
        # the filter looks back TAPS samples, half a window, so that much must be there before
        starts = (np.flatnonzero(fits[1:-1] & fits[2:]) + 1) * half
        for chunk in np.array_split(starts, max(1, len(starts) // 64)):
            self._add(source, side, chunk)

    def _add(self, source: Samples, side: Samples, starts: NDArray[np.intp]) -> None:
        if not len(starts):
            return
        at = starts[:, None] + np.arange(WINDOW)
        shape = np.hanning(WINDOW).astype(np.float32)
        x, y = np.fft.rfft(source[at] * shape), np.fft.rfft(side[at] * shape)
        self.power += (np.abs(x) ** 2).sum(axis=0)
        self.side_power += (np.abs(y) ** 2).sum(axis=0)
        self.cross += (np.conj(x) * y).sum(axis=0)
        self.count += len(starts)
        # correlations of the window with the source up to TAPS samples before it, by one longer transform
        longer = source[starts[:, None] + np.arange(-TAPS, WINDOW)]
        size = 2 * WINDOW
        past = np.conj(np.fft.rfft(longer, size))
        for now, sums in ((source[at], self.auto), (side[at], self.lagged)):
            correlation = np.fft.irfft(np.fft.rfft(now, size) * past, size)
            # longer[m] = source[start - TAPS + m], so a delay of d samples lies at lag d - TAPS
            sums += correlation[:, (np.arange(TAPS) - TAPS) % size].sum(axis=0)

    def filter(self) -> Taps | None:
        if self.count < WINDOWS[0]:
            return None
        coherence = np.abs(self.cross) ** 2 / (self.power * self.side_power + 1e-20)
        band = slice(300 * WINDOW // RATE, 3400 * WINDOW // RATE)
        if float(np.median(coherence[band])) < CLEAR / self.count:
            return None
        column = self.auto.copy()
        column[0] *= 1 + RIDGE
        return np.asarray(solve_toeplitz(column, self.lagged), np.float32)


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
