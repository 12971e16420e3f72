"""Sounds for tests, made by arithmetic from a seed: what was put in is known, so what is heard can be checked.

``talk`` is a voice of pulses through the resonances of a throat, syllable by syllable, with known pitch and known edges.
It is speech enough for level, pitch, leak and layout; where the voice detector must believe it, tests take the committed
samples. Sounds have the shape ``(samples,)``, float32 in -1 to 1, at ``RATE`` unless said otherwise.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

from audio.signal.decode import Sound as Decoded
from audio.signal.decode import decode
from audio.span import Span, common, merge

Sound = NDArray[np.float32]
Dice = np.random.Generator

RATE = 16000
SAMPLES = Path(__file__).parents[1] / "samples"
VOWELS = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (270, 2290, 3010),
    (570, 840, 2410),
    (300, 870, 2240),
    (490, 1350, 1690),
)
"""Formants in Hz (Peterson & Barney 1952)."""
SYLLABLE, CLOSED = 0.16, 0.04
"""Seconds that a vowel sounds, and that the mouth is shut between two."""


def dice(seed: int = 1) -> Dice:
    return np.random.default_rng(seed)


def silence(seconds: float, rate: int = RATE) -> Sound:
    return np.zeros(round(seconds * rate), np.float32)


def noise(seconds: float, level: float, seed: int = 1, rate: int = RATE) -> Sound:
    """White noise of ``level`` dBFS."""
    return (dice(seed).standard_normal(round(seconds * rate)) * 10 ** (level / 20)).astype(np.float32)


def tone(hertz: float, seconds: float, level: float = -12.0, rate: int = RATE) -> Sound:
    """A sine of ``level`` dBFS."""
    time = np.arange(round(seconds * rate)) / rate
    return (np.sqrt(2) * 10 ** (level / 20) * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def at_level(sound: Sound, level: float) -> Sound:
    """``sound`` brought to ``level`` dBFS."""
    return (sound * 10 ** (level / 20) / np.sqrt(np.mean(sound**2) + 1e-20)).astype(np.float32)


def pulses(pitch: float | NDArray[np.float64], seconds: float, rate: int = RATE) -> Sound:
    """Glottal pulses, one a period of ``pitch`` Hz (one number, or one a sample)."""
    count = round(seconds * rate)
    phase = np.cumsum(np.broadcast_to(np.asarray(pitch, float), count)) / rate
    train = np.zeros(count)
    train[np.flatnonzero(np.diff(np.floor(phase), prepend=0.0) > 0)] = 1.0
    return np.asarray(lfilter([1.0], [1.0, -0.95], train), np.float32)


def throat(source: Sound, formants: Sequence[float], rate: int = RATE) -> Sound:
    """``source`` through a resonator for each formant (Klatt 1980)."""
    sound = np.asarray(source, float)
    for hertz, width in zip(formants, (80, 100, 140), strict=True):
        radius = np.exp(-np.pi * width / rate)
        b, c = 2 * radius * np.cos(2 * np.pi * hertz / rate), -(radius**2)
        sound = lfilter([1 - b - c], [1, -b, -c], sound)
    return np.asarray(sound, np.float32)


def talk(seconds: float, pitch: float = 120.0, level: float = -20.0, seed: int = 1) -> Sound:
    """Vowels at ``pitch`` Hz, five a second, from the first sample to the last."""
    rng, parts = dice(seed), []
    for _ in range(int(np.ceil(seconds / (SYLLABLE + CLOSED)))):
        vowel = throat(pulses(pitch * rng.uniform(0.97, 1.03), SYLLABLE), VOWELS[rng.integers(len(VOWELS))])
        edge = np.minimum(1, np.minimum(np.arange(len(vowel)), np.arange(len(vowel))[::-1]) / (0.01 * RATE))
        parts += [(at_level(vowel, 0.0) * edge).astype(np.float32), silence(CLOSED)]
    return at_level(np.concatenate(parts)[: round(seconds * RATE)], level)


def placed(seconds: float, *parts: tuple[float, Sound]) -> Sound:
    """``seconds`` of silence with each sound added at its time."""
    whole = silence(seconds)
    for start, sound in parts:
        at = round(start * RATE)
        whole[at : at + len(sound)] += sound[: len(whole) - at]
    return whole


def leaked(own: Sound, across: Sound, down: float, delay: float = 0.02) -> Sound:
    """``own`` with what comes across from the other side, ``down`` dB lower and ``delay`` s late."""
    late = round(delay * RATE)
    return (own + np.concatenate([np.zeros(late, np.float32), across])[: len(own)] * 10 ** (-down / 20)).astype(
        np.float32
    )


def banded(sound: Sound, rate: int = RATE) -> Sound:
    """The telephone's band, 300 to 3400 Hz."""
    return np.asarray(sosfilt(butter(4, [300, 3400], "band", fs=rate, output="sos"), sound), np.float32)


def mu_law(sound: Sound) -> Sound:
    """Eight bits of G.711's companding curve."""
    x = np.clip(sound, -1, 1)
    y = np.round(np.sign(x) * np.log1p(255 * np.abs(x)) / np.log(256) * 127) / 127
    return np.asarray(np.sign(y) * np.expm1(np.abs(y) * np.log(256)) / 255, np.float32)


def ringing(seconds: float) -> Sound:
    """The ring of a British exchange: 400 and 450 Hz, twice for 0.4 s, every 3 s."""
    both = tone(400, seconds, -20) + tone(450, seconds, -20)
    at = np.arange(len(both)) / RATE % 3
    return np.asarray(both * ((at < 0.4) | ((at > 0.6) & (at < 1.0))), np.float32)


def keys(digits: str) -> Sound:
    """DTMF: each digit its two tones for 0.15 s, then 0.1 s of nothing (ITU-T Q.23)."""
    rows, columns = (697, 770, 852, 941), (1209, 1336, 1477)
    parts = []
    for digit in digits:
        row, column = divmod("123456789*0#".index(digit), 3)
        parts += [tone(rows[row], 0.15, -15) + tone(columns[column], 0.15, -15), silence(0.1)]
    return np.concatenate(parts)


def fax(seconds: float, seed: int = 1) -> Sound:
    """A fax: the calling tone (1100 Hz, 0.5 s every 3 s), then 1850 and 1650 Hz keyed at 300 bits a second (V.21)."""
    bits = dice(seed).integers(0, 2, int(seconds * 300) + 1)
    hertz = np.where(np.repeat(bits, RATE // 300 + 1)[: round(seconds * RATE)] == 1, 1650.0, 1850.0)
    data = 0.2 * np.sin(2 * np.pi * np.cumsum(hertz) / RATE)
    at = np.arange(len(data)) / RATE
    calling = 0.2 * np.sin(2 * np.pi * 1100 * at) * (at % 3 < 0.5)
    return np.asarray(np.where(at < seconds / 3, calling, data), np.float32)


def music(seconds: float, seed: int = 1) -> Sound:
    """Hold music: a chord of plucked strings every half second."""
    rng, whole = dice(seed), np.zeros(round(seconds * RATE))
    time = np.arange(RATE) / RATE
    for k in range(int(seconds * 2)):
        root = 220 * 2 ** (rng.choice([0, 3, 5, 7]) / 12)
        chord = sum(
            np.sin(2 * np.pi * root * step * h * time) / h * np.exp(-3 * h * time)
            for step in (1, 1.25, 1.5)
            for h in (1, 2, 3, 4)
        )
        at = k * RATE // 2
        whole[at : at + RATE] += np.asarray(chord)[: len(whole) - at]
    return at_level(np.asarray(whole, np.float32), -20)


def write(
    path: Path,
    *sides: Sound,
    rate: int = RATE,
    from_rate: int = RATE,
    codec: str = "pcm_s16le",
    bits_a_second: int | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """One recording with a channel a side, resampled to ``rate`` and coded as FFmpeg's ``codec``; the container by the suffix."""
    sides = tuple(np.asarray(soxr.resample(s, from_rate, rate), np.float32) if rate != from_rate else s for s in sides)
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[len(sides)]
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, rate=rate, layout=layout, options=options or {})
        if bits_a_second:
            stream.bit_rate = bits_a_second
        samples = np.ascontiguousarray(np.clip(np.stack(sides, axis=1), -1, 1).reshape(1, -1).astype(np.float32))
        for first in range(0, samples.shape[1], rate * len(sides)):
            frame = av.AudioFrame.from_ndarray(
                samples[:, first : first + rate * len(sides)], format="flt", layout=layout
            )
            frame.sample_rate, frame.pts, frame.time_base = rate, first // len(sides), Fraction(1, rate)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def decoded(folder: Path, *sides: Sound, rate: int = RATE) -> Decoded:
    """The sides as the program has them after decoding; close it."""
    return decode(write(folder / "made.wav", *sides, rate=rate))


@functools.cache
def sample(name: str) -> tuple[Sound, ...]:
    """The channels of a committed sample at 16 kHz."""
    with decode(SAMPLES / f"{name}.opus") as sound:
        return tuple(sound.read())


def heard_as(hertz: NDArray[np.float32], true: float, within: float = 0.03) -> float:
    """The share of voiced frames whose pitch lies within ``within`` of the true one."""
    voiced = hertz[~np.isnan(hertz)]
    return float(np.mean(np.abs(voiced / true - 1) <= within)) if len(voiced) else 0.0


@functools.cache
def truth(name: str) -> dict[str, Any]:
    """What is known of a committed sample; see samples/README.md."""
    known: dict[str, Any] = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
    return known


def true_speech(name: str, speaker: str | None = None) -> list[Span]:
    """Who speaks when in a sample (``None``: anybody), joined as the program joins: over pauses under 0.25 s."""
    lines = [line for line in truth(name)["lines"] if speaker in (None, line["speaker"])]
    return merge((Span(w["start"], w["end"]) for line in lines for w in line["words"]), gap=0.25 - 1e-9)


def missed_and_false(found: Iterable[Span], true: Sequence[Span]) -> tuple[float, float]:
    """Speech that was not found and found that was not there, both over all true speech."""
    found, said = merge(found), sum(s.duration for s in true)
    both = sum(s.duration for s in common(found, true))
    return (said - both) / said, (sum(s.duration for s in found) - both) / said
