"""Takes out of each side what leaks into it from the other, so that leak is not heard as speech.

On many recorders the agent's headset lets the customer through, and a hybrid or the network echoes the agent back: each side
holds the other's voice again, some 10 to 60 dB down and up to 400 ms late. A level gate cannot tell a leak
from a quiet "mm-hm". But a leak is *predictable*: it is the other side, late, through a short fixed filter. ::

    agent     ~~~~~~~~~~~~~~ own voice ~~~~~~~~~~~~~~
                   \\  delay 0 to 400 ms, then filter h of 128 ms
    customer          `~~~ leak ~~~'          ~~~ own ~~~      customer - h * agent = own

First the delay is found, at the peak of the two sides' correlation (Knapp & Carter 1976), then, with the other side as much later, the filter by least squares (the normal equations, Toeplitz; Haykin,
*Adaptive Filter Theory*). For both, low frequencies are held down (a first difference, about white for a
voice), or the filter would be made for them alone. They are taken from moments when the other side is loud and this one low, each against its own usual, and
each moment counts in units of this side's own power, so that one's own voice does not disturb. And both are found twice, in every
other moment: a filter is used only where the halves agree on the delay and the filter of each takes power out of the other, which chance
does not. Where a leak is nearly as loud as the voice, what is left after it is gone is too little to tell who talks over whom. Two really separate channels are left alone, sample for sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import next_fast_len
from scipy.linalg import solve_toeplitz
from scipy.signal import oaconvolve

from audio.call import Doubt
from audio.signal.decode import Samples, Sound
from audio.signal.temporary import new_file, writing

WINDOW = 4096
"""Samples of a window (256 ms), twice the filter's length."""
TAPS = 2048
"""Samples of the filter: 128 ms of echo behind the delay."""
LATEST = 6400
"""Samples of the longest delay: 400 ms."""
AHEAD = 160
"""Samples of the filter before the strongest echo: it need not be the first."""
LOWER = 3.0
"""dB by which this side must lie further below its own usual than the other for a window to count."""
FAINTEST = 1e-5
"""Power of a side under which a window counts no more for being fainter (-50 dBFS)."""
RIDGE = 1e-2
"""Of the other side's power, added as white noise: the filter is not asked for what the line does not carry."""
LEAST = 20
"""Fewest windows (about 3 s) for an estimate."""
MOST = (300, 1000)
"""As many windows as are worth taking for the delay, and for the filter."""
AGREE = 32
"""Samples by which the delays of the two halves may differ (2 ms)."""
ECHO = (0.01, 0.5)
"""Gain at which a side comes back to itself by both leaks: fainter it is not worth keeping out (-40 dB), louder it would howl."""
LOUD = -9.0
"""dB from which a leak is nearly as loud as the voice."""
TAKEN = 0.005
"""Share of a side's power in such moments that the filter must take out of those it was not made from."""


@dataclass(frozen=True, slots=True, eq=False)
class Leak:
    """The way from one side into the other: a delay in samples, then a filter, shape ``(TAPS,)``; dB at which a voice comes across."""

    delay: int
    taps: Samples
    loudness: float

    def of(self, source: Samples) -> Samples:
        """What comes across of ``source``, shape as it; of what lies before it, nothing does."""
        leaked = np.zeros_like(source)
        leaked[self.delay :] = oaconvolve(source, self.taps)[: max(0, len(source) - self.delay)]
        return leaked


Leaks = tuple[Leak | None, Leak | None]
"""How side 1 leaks into side 0, and side 0 into side 1; ``None`` where it does not."""


def find_leaks(sound: Sound) -> Leaks:
    """The leaks of a sound of two channels."""
    with ThreadPoolExecutor(2) as pool:
        delay_sums = [_Sums(LATEST, 0, MOST[0]) for _ in range(2)]
        _add_windows(sound, delay_sums, pool)
        delays = list(pool.map(_delay, delay_sums))
        filter_sums = [_Sums(TAPS, delay, MOST[1]) if delay is not None else None for delay in delays]
        _add_windows(sound, filter_sums, pool)
        into_left, into_right = pool.map(lambda sums: sums and _leak(sums), filter_sums)
    return into_left, into_right


class _Sums:
    """Of one direction: correlations over two halves of its windows, as spectra until they are asked for.

    reach  samples that are looked back, from ``delay`` on
    """

    def __init__(self, reach: int, delay: int, most_windows: int) -> None:
        self.reach, self.delay, self.most = reach, delay, most_windows
        self.size = next_fast_len(reach + WINDOW, real=True)
        self.auto, self.across = (np.zeros((2, self.size // 2 + 1), complex) for _ in range(2))
        self.count = 0

    @property
    def full(self) -> bool:
        return self.count >= self.most

    def add(self, source: Samples, side: Samples) -> None:
        """Of one block, both sides as they are."""
        source, side = source[: len(source) - self.delay], side[self.delay :]
        starts = _moments(source, side) if not self.full else np.zeros(0, np.intp)
        starts = starts[starts >= self.reach]
        source, side = (np.diff(samples, prepend=samples[:1]) for samples in (source, side))
        for chunk in np.array_split(starts, max(1, len(starts) // 64)):
            for half in (0, 1):
                self._add(half, source, side, chunk[half::2])
            self.count += len(chunk)

    def _add(self, half: int, source: Samples, side: Samples, starts: NDArray[np.intp]) -> None:
        samples = starts[:, None] + np.arange(WINDOW)
        x, y = source[samples], side[samples]
        weight = 1 / (np.mean(y**2, axis=1, keepdims=True) + FAINTEST) / WINDOW
        past = np.conj(np.fft.rfft(source[starts[:, None] + np.arange(-self.reach, WINDOW)], self.size)) * weight
        self.auto[half] += (np.fft.rfft(x, self.size) * past).sum(axis=0)
        self.across[half] += (np.fft.rfft(y, self.size) * past).sum(axis=0)

    def lags(self, spectrum: NDArray[np.complex128]) -> NDArray[np.float64]:
        """A correlation at lags of 0 to ``reach``: what was looked back to begins that much before the window."""
        correlation = np.fft.irfft(spectrum, self.size)
        return np.asarray(correlation[(np.arange(self.reach) - self.reach) % self.size])


def _add_windows(sound: Sound, sums: Sequence[_Sums | None], pool: ThreadPoolExecutor) -> None:
    directions = [(channel, direction) for channel, direction in enumerate(sums) if direction is not None]
    for _, block in sound.blocks():
        if all(direction.full for _, direction in directions):
            break
        list(pool.map(lambda job, samples=block: job[1].add(samples[1 - job[0]], samples[job[0]]), directions))


def _moments(source: Samples, side: Samples) -> NDArray[np.intp]:
    """Where windows begin in which the source is loud and the side low, each against its own usual."""
    half = WINDOW // 2
    level = [_levels(samples, half) for samples in (source, side)]
    if len(level[0]) < 4:
        return np.zeros(0, np.intp)
    usual = [float(np.percentile(values, 97)) for values in level]
    if usual[0] < -65:
        return np.zeros(0, np.intp)
    below = [values - usual_level for values, usual_level in zip(level, usual, strict=True)]
    suitable = (below[0] > -20) & (below[1] < below[0] - LOWER)
    return np.asarray(np.flatnonzero(suitable[:-1] & suitable[1:]) * half)


def _delay(sums: _Sums) -> int | None:
    """Samples to where the filter begins, a little before the strongest echo; ``None`` where the halves do not agree."""
    if sums.count < LEAST:
        return None
    peaks = [int(np.argmax(np.abs(sums.lags(half)))) for half in sums.across]
    if abs(peaks[0] - peaks[1]) > AGREE:
        return None
    return max(0, min(peaks) - AHEAD)


def _leak(sums: _Sums) -> Leak | None:
    own, across = ([sums.lags(half) for half in both] for both in (sums.auto, sums.across))
    if sums.count < LEAST:
        return None
    first_taps, second_taps = (_taps(own[k], across[k]) for k in (0, 1))
    windows_each = sums.count / 2
    if (
        min(_power_removed(second_taps, own[0], across[0]), _power_removed(first_taps, own[1], across[1]))
        < TAKEN * windows_each
    ):
        return None
    source = own[0] + own[1]
    taps = _taps(source, across[0] + across[1])
    return Leak(sums.delay, taps, float(10 * np.log10(max(1e-10, _power(taps, source) / source[0]))))


def _taps(own: NDArray[np.float64], across: NDArray[np.float64]) -> Samples:
    column = own.copy()
    column[0] = column[0] * (1 + RIDGE) + 1e-12
    return np.asarray(solve_toeplitz(column, across), np.float32)


def _power_removed(taps: Samples, own: NDArray[np.float64], across: NDArray[np.float64]) -> float:
    """The power that a filter takes out, in units of the side's in one window."""
    return float(2 * taps @ across) - _power(taps, own)


def _power(taps: Samples, own: NDArray[np.float64]) -> float:
    """Of what comes through a filter, ``own`` being the correlation of what goes in."""
    itself = np.fft.irfft(np.abs(np.fft.rfft(taps, 2 * TAPS)) ** 2)[:TAPS]
    return float(2 * own @ itself - own[0] * itself[0])


def loudness_doubts(leaks: Leaks) -> tuple[Doubt, ...]:
    """What a leak that is nearly as loud as the voice makes doubtful."""
    loudest = max((leak.loudness for leak in leaks if leak is not None), default=-np.inf)
    if loudest <= LOUD:
        return ()
    why = f"A voice is heard on the other's channel too, only {-loudest:.0f} dB lower, so who talks over whom cannot be told safely"
    return (Doubt("overtalk", f"{why}; over-talk is withheld."),)


def remove_leaks(sound: Sound, leaks: Leaks | None = None) -> Sound:
    """The sound with each side's leak taken out: ``sound`` itself where there is none (``None``: it is looked for)."""
    leaks = find_leaks(sound) if leaks is None else leaks
    if leaks == (None, None):
        return sound
    file = new_file()
    with writing():
        for first, block in sound.blocks():
            back = min(first, 3 * (LATEST + TAPS))  # taken from before the block, and dropped again after
            extended = sound.read(first - back, first + block.shape[1])
            clean = _without_leaks(extended, leaks)[:, back:]
            file.write((np.clip(clean, -1, 1).T * 32767).astype("<i2").tobytes())
        file.flush()
    return Sound(file, sound.channels, sound.length, sound.peak, sound.id, sound.notes)


def _without_leaks(sides: Samples, leaks: Leaks) -> Samples:
    """Both sides, each without the other's leak.

    The other side holds an echo of this one, which comes back with what is taken out. Where it is loud, the sides as cleaned so far
    are taken for the other side twice more: after every odd time nothing of the other is left, and the echo is fainter by both leaks.
    """
    clean = _subtract_leaks(sides, sides, leaks)
    if ECHO[0] < _loop_gain(leaks) < ECHO[1]:
        for _ in range(2):
            clean = _subtract_leaks(sides, clean, leaks)
    return clean


def _loop_gain(leaks: Leaks) -> float:
    """The largest gain, of all frequencies, of the way across and back."""
    into_left, into_right = (0.0 if leak is None else np.abs(np.fft.rfft(leak.taps, 2 * TAPS)) for leak in leaks)
    return float(np.max(into_left * into_right))


def _subtract_leaks(sides: Samples, sources: Samples, leaks: Leaks) -> Samples:
    return np.stack([
        side if leak is None else side - leak.of(source)
        for side, source, leak in zip(sides, sources[::-1], leaks, strict=True)
    ])  # fmt: skip


def _levels(samples: Samples, frame: int) -> Samples:
    """RMS in dBFS of each whole frame, shape ``(frames,)``."""
    count = len(samples) // frame
    power = np.mean(samples[: count * frame].reshape(count, frame) ** 2, axis=1)
    return np.asarray(10 * np.log10(power + 1e-10), np.float32)
