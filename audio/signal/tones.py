"""Tones that a machine makes are no voice: words blanked out by a tone, beeps of consent, keys pressed, a line that rings.

Left in, a tone is a loud, high, perfectly steady "voice": it raises the level against which speech is found, cuts a raised voice in
two, and lies on both channels like a leak. So it is silenced before anything else is measured. What tells it from a voice is that
its power lies at one frequency, or two, and that nothing about them moves::

    spectrum     voice   ..:|:.:|:..|:.:|..    many harmonics, which wander
                 tone    ......|...........    .97 of the power within 31 Hz of its one or two peaks
    frequency    voice   ~~~^~~^^~~
                 tone    ----------            steady to 4 Hz, the level to 3 dB

A voice can hum as purely for a sixth of a second (in 40 real and made calls up to .2 s, its strongest peak under 530 Hz), so a tone must
last (``LONG``), or lie higher than a hum (``HIGH``), or be a key's two frequencies (ITU-T Q.23).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfft

from audio.call import Doubt, Speaker
from audio.signal.decode import RATE, Samples, Sound
from audio.signal.temporary import new_file, writing
from audio.span import Span, common, merge

HALF = RATE // 2
"""Samples a second in which tones are looked for: all of a telephone's band."""
WINDOW, HOP = 512, 256
"""Samples of a spectrum (64 ms), and from one to the next."""
BAND = (9, 250)
"""Bins that are looked at: 140 to 3900 Hz."""
NEAR = 2
"""Bins to each side that belong to a peak."""
PURE = 0.97
"""Share of the power that lies in the two strongest peaks of a tone."""
ALONE = 0.05
"""Power of the second peak against the first, under which the tone is of one frequency."""
QUIET = 1e-7
"""Power under which nothing is a tone (-70 dB of full scale)."""
STEADY = (4.0, 3.0)
"""Hz and dB by which a tone may differ from its first spectrum and from its last."""
LONG, SHORT, KEY = 10, 4, 2
"""Spectra on end that a tone of any height, one that is high, and one of a key must last (0.35, 0.16 and 0.1 s)."""
LOW, HIGH = 300.0, 600.0
"""Hz from which something that lasts is a tone and no hum, and something short is."""
KEYS = ((697.0, 770.0, 852.0, 941.0), (1209.0, 1336.0, 1477.0, 1633.0))
KEY_WITHIN = 0.018
"""Share by which a key's frequencies may be off."""
EDGE = 0.048
"""Seconds beyond the outermost spectra to which a tone may reach."""
SAID = 0.5
"""Seconds of tones in the midst of a call from which they are worth a word."""

Tones = tuple[list[Span], ...]
"""Where tones are, for each channel."""


@contextmanager
def without_tones(sound: Sound) -> Iterator[tuple[Sound, Tones]]:
    """The sound without its tones (``sound`` itself where it has none), and where they were."""
    tones = find_tones(sound)
    with _silence(sound, tones) if any(tones) else sound as toneless:
        yield toneless, tones


def find_tones(sound: Sound) -> Tones:
    """The tones of each channel."""
    found: Tones = tuple([] for _ in range(sound.channels))
    with ThreadPoolExecutor(2) as pool:
        for first, block in sound.blocks():
            # what lies across the seam is seen whole in the one or the other
            block = sound.read(first, first + block.shape[1] + 2 * WINDOW * LONG)
            for spans, tones in zip(found, pool.map(_tones, block), strict=True):
                spans += [span.shift(first / RATE) for span in tones]
    return tuple(merge(spans) for spans in found)


def _tones(samples: Samples) -> list[Span]:
    half = samples[: len(samples) // 2 * 2].reshape(-1, 2).mean(axis=1)
    count = (len(half) - WINDOW) // HOP + 1
    if count < KEY:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(half, WINDOW)[::HOP]
    power = np.mean(windows**2, axis=1)
    loud = np.flatnonzero(power > QUIET)
    if not len(loud):
        return []
    pure, frequencies = np.zeros(count, bool), np.zeros((count, 2))
    pure[loud], frequencies[loud] = _peaks(windows[loud])
    return [
        Span(max(0.0, first * HOP / HALF - EDGE), ((last - 1) * HOP + WINDOW) / HALF + EDGE)
        for first, last in _runs(pure, frequencies, 10 * np.log10(power + 1e-12))
        if _is_tone(frequencies[first:last])
    ]


def _peaks(windows: Samples) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Whether each window holds nothing beside two peaks, and their frequencies in Hz, the lower first; shape ``(windows, 2)``."""
    spectrum = np.abs(rfft(windows * np.hanning(WINDOW + 1)[:-1].astype(np.float32), axis=1)) ** 2
    spectrum = spectrum[:, : BAND[1]]
    spectrum[:, : BAND[0]] = 0
    whole = spectrum.sum(axis=1) + 1e-12
    first, first_power = _take_peak(spectrum)
    second, second_power = _take_peak(spectrum)
    second = np.where(second_power < ALONE * first_power, first, second)
    return (first_power + second_power) / whole >= PURE, np.sort(np.stack([first, second], axis=1), axis=1)


def _take_peak(spectrum: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Frequency and power of each spectrum's strongest peak, which is taken out of it."""
    rows = np.arange(len(spectrum))[:, None]
    bins = np.clip(spectrum.argmax(axis=1), NEAR, spectrum.shape[1] - 1 - NEAR)
    around = bins[:, None] + np.arange(-NEAR, NEAR + 1)
    peak = spectrum[rows, around].astype(float)
    left, middle, right = np.log(peak[:, NEAR - 1 : NEAR + 2].T + 1e-12)
    beside = 0.5 * (left - right) / np.minimum(left - 2 * middle + right, -1e-9)  # a parabola through the three
    spectrum[rows, around] = 0
    return (bins + np.clip(beside, -0.5, 0.5)) * HALF / WINDOW, peak.sum(axis=1)


def _runs(
    pure: NDArray[np.bool_], frequencies: NDArray[np.float64], level: NDArray[np.floating]
) -> list[tuple[int, int]]:
    """Where spectra that are pure follow each other with the same frequencies and level: ``[first, last)``."""
    runs: list[tuple[int, int]] = []
    for index in np.flatnonzero(pure).tolist():
        first, last = runs[-1] if runs else (-1, -1)
        if (
            last == index
            and bool((np.abs(frequencies[index] - frequencies[first]) <= STEADY[0]).all())
            and abs(float(level[index] - level[index - 1])) <= STEADY[1]
        ):
            runs[-1] = (first, index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _is_tone(frequencies: NDArray[np.float64]) -> bool:
    low, high = frequencies.mean(axis=0)
    if len(frequencies) >= LONG:
        return bool(low >= LOW)
    if len(frequencies) >= SHORT and low >= HIGH:
        return True
    return len(frequencies) >= KEY and all(
        any(abs(hertz / key - 1) <= KEY_WITHIN for key in keys) for hertz, keys in zip((low, high), KEYS, strict=True)
    )


def _silence(sound: Sound, tones: Tones) -> Sound:
    file = new_file()
    peak = np.zeros(sound.channels, np.float32)
    with writing():
        for first, block in sound.blocks():
            for spans, samples in zip(tones, block, strict=True):
                for span in common(spans, [Span(first / RATE, (first + len(samples)) / RATE)]):
                    samples[round(span.start * RATE) - first : round(span.end * RATE) - first] = 0
            peak = np.maximum(peak, np.abs(block).max(axis=1))
            file.write(np.round(block.T * 32768).astype("<i2").tobytes())
        file.flush()
    return Sound(file, sound.channels, sound.length, peak, sound.id, sound.notes)


def tones_of(channels: Mapping[Speaker, int], tones: Tones) -> dict[Speaker, list[Span]]:
    """The tones on the channel of each speaker."""
    return {speaker: tones[channel] for speaker, channel in channels.items()}


def tone_doubts(tones: Tones, speech: Mapping[Speaker, Sequence[Span]]) -> tuple[Doubt, ...]:
    """What is to be said of tones that lie between the first speech of a call and the last."""
    spoken = [span for spans in speech.values() for span in spans]
    if not spoken:
        return ()
    call = Span(min(span.start for span in spoken), max(span.end for span in spoken))
    within = common([span for spans in tones for span in spans], [call])
    seconds = sum(span.duration for span in within)
    if seconds < SAID:
        return ()
    first = within[0].start
    where = f"at {int(first // 60)}:{int(first % 60):02d}" + (
        f" and {len(within) - 1} times more" if within[2:] else " and once more" if within[1:] else ""
    )
    why = f"A steady tone {where} ({seconds:.1f} s in all) is no voice and was left out: words blanked out, a beep of consent or a key."
    return (Doubt("file", why),)
