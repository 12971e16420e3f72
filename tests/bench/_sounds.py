"""What the hearing's benchmarks share: clips read, the telephone, recordings made for the program, and a table's lines."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from audio.signal.decode import Sound, decode

Samples = NDArray[np.float64]
LINE = 8000
"""Samples a second of a telephone line."""
CALM, ANGRY, GLAD, AFRAID = "NL", "W", "F", "A"
"""Sixth letter of a clip's name in the Berlin database of emotional speech: neutral, boredom; anger (Wut), joy (Freude), fear (Angst)."""


def read(path: Path, rate: int = LINE) -> Samples:
    """One channel of a recording at ``rate``, shape ``(samples,)``."""
    sound, own = soundfile.read(path, always_2d=True)
    return np.asarray(soxr.resample(sound[:, 0], own, rate), float)


def banded(sound: Samples, rate: int = LINE) -> Samples:
    """300 to 3400 Hz."""
    return np.asarray(sosfilt(butter(4, [300, 3400], "band", fs=rate, output="sos"), sound), float)


def noisy(sound: Samples, below: float, dice: np.random.Generator, rate: int = LINE) -> Samples:
    """``sound`` with noise in the telephone's band, ``below`` dB under its power."""
    hiss = banded(dice.standard_normal(len(sound)), rate)
    return sound + hiss * np.sqrt(np.mean(sound**2) / np.mean(hiss**2)) * 10 ** (-below / 20)


@contextmanager
def recorded(*sides: Samples, rate: int = LINE, subtype: str = "PCM_16") -> Iterator[Sound]:
    """The sides as a file, decoded as the program decodes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "call.wav"
        soundfile.write(path, np.clip(np.stack(sides, axis=1), -1, 1), rate, subtype=subtype)
        with decode(path) as sound:
            yield sound


def show(name: str, value: str, bar: str = "") -> None:
    """A line of a table: what, how much, and what is asked of it."""
    print(f"  {name:44} {value:>18}   {bar}", flush=True)
