"""Bends a voice: higher or lower, livelier, from a longer or a shorter throat; its words keep their times.

The vocoder WORLD takes speech apart into what the vocal folds do and what the throat does with it, each 5 ms::

    f0           ~ pitch in hertz       x 2^(semitones / 12), its excursions x range
    envelope     ~ resonances           read at size x the frequency: a throat ``size`` times as long
    aperiodicity ~ breath and hiss      the same

and puts it together again. Length and words stay as they were, so that the times of the words do too; pace is the
synthesiser's affair. Needed only to *make* samples: the package ``pyworld`` (the extra ``samples``).
Ref: Morise, Yokomori & Ozawa 2016, "WORLD: a vocoder-based high-quality speech synthesis system"; formants are
inverse to the length of the vocal tract (Fant 1960), about 0.85 to 1.15 of the mean in grown-up people.
"""

from __future__ import annotations

import warnings
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from samples.voice import MissingVoiceError, Sound

Table = NDArray[np.float64]
_FLOOR, _CEILING = 60.0, 500.0  # hertz, of the voices as they are


def bend(sound: Sound, rate: int, semitones: float = 0.0, range_: float = 1.0, size: float = 1.0) -> Sound:
    """``sound`` of shape ``(samples,)`` as another would say it; as long as before.

    semitones  added to the pitch
    range_     times the excursions of the pitch from its (geometric) mean; 0 is a monotone
    size       the length of the vocal tract, times the voice's own

    Raises :class:`MissingVoiceError` where pyworld is not here.
    """
    pyworld = _world()
    wave = sound.astype(np.float64)
    rough_hertz, times = pyworld.dio(wave, rate, f0_floor=_FLOOR, f0_ceil=_CEILING)
    hertz = pyworld.stonemask(wave, rough_hertz, times, rate)
    envelope = warp(pyworld.cheaptrick(wave, hertz, times, rate), size)
    breath = warp(pyworld.d4c(wave, hertz, times, rate), size)
    bent = pyworld.synthesize(move(hertz, semitones, range_), envelope, breath, rate)
    return np.asarray(np.resize(bent, len(sound)), dtype=np.float32)


def _world() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks up its version in a way that setuptools warns of
        try:
            import pyworld
        except ImportError:
            raise MissingVoiceError(
                "pyworld is not here; to make the samples anew: pip install 'sameside[samples]'"
            ) from None
    return pyworld  # type: ignore[no-any-return]


def move(hertz: Table, semitones: float, range_: float) -> Table:
    """A pitch track, shape ``(frames,)``, 0 where unvoiced, moved and stretched about its geometric mean."""
    voiced = hertz > 0
    moved = np.zeros_like(hertz)
    if voiced.any():
        octaves = np.log2(hertz[voiced])
        mean = octaves.mean()
        moved[voiced] = 2 ** (mean + (octaves - mean) * range_ + semitones / 12)
    return moved


def warp(table: Table, size: float) -> Table:
    """Spectra, shape ``(frames, bins)``, as a throat ``size`` times as long shapes them."""
    bins = np.arange(table.shape[1])
    source_bins = np.minimum(bins * size, bins[-1])
    low = np.floor(source_bins).astype(int)
    high, share = np.minimum(low + 1, bins[-1]), source_bins - low
    return np.ascontiguousarray(table[:, low] ** (1 - share) * table[:, high] ** share)
