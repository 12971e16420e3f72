"""Pitch against known truth on a telephone: ``python -m tests.bench.pitch --data FOLDER [--clips N]``.

Each clip of FOLDER/emotion lends its spectral envelope and its rhythm; its pitch is thrown away and a contour of our own put
in its place, by adding up harmonics with random phases. So the truth is known, and no tracker had a part in it::

    envelope of the clip (cepstrum, 10 ms) ──┐
    contour: a base, a declination, accents ─┼─> harmonics up to 4 kHz ──> 300-3400 Hz ──> noise ──> mu-law ──> tracker
    voiced where the clip's lows are strong ─┘   noise where unvoiced

* gross error: frames voiced in truth and answer whose pitch is more than 20 % off, over all such frames
* missed: true voiced frames without a pitch; false: pitch where the truth has none
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.signal.voice_features import measure_voice
from audio.span import Span
from tests.bench._sounds import LINE, Samples, banded, noisy, read, recorded, show

HOP, FRAME = 80, 256
"""Samples from envelope to envelope (10 ms), and of one."""
LIFTER = 14
"""Cepstral coefficients kept: 1.75 ms, shorter than the period of any voice, so that nothing of the clip's own pitch stays."""
GROSS = 0.2
EDGE = 2
"""Envelope frames beside a change of voicing that are not scored: the truth there is a matter of taste."""


def envelope(clip: Samples) -> NDArray[np.float64]:
    """Magnitude of each 10 ms, shape ``(frames, FRAME // 2 + 1)``, smoothed by its cepstrum."""
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(clip, FRAME // 2), FRAME)[::HOP] * np.hanning(FRAME)
    cepstrum = np.fft.irfft(np.log(np.abs(np.fft.rfft(frames)) + 1e-4))
    cepstrum[:, LIFTER : FRAME - LIFTER] = 0
    return np.exp(np.fft.rfft(cepstrum).real)


def is_voiced(clip: Samples) -> NDArray[np.bool_]:
    """Where a clip is loud and low: more energy under 1 kHz than over 2 kHz. Runs under 50 ms are dropped."""
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(clip, FRAME // 2), FRAME)[::HOP] * np.hanning(FRAME)
    power = np.abs(np.fft.rfft(frames)) ** 2
    low, high = power[:, : FRAME // 8].sum(axis=1), power[:, FRAME // 4 :].sum(axis=1)
    voiced = (low > high) & (power.sum(axis=1) > 1e-3 * power.sum(axis=1).max())
    for a, b in _runs(voiced):
        voiced[a:b] = b - a >= 5
    return voiced


def contour(frames: int, dice: np.random.Generator) -> NDArray[np.float64]:
    """Hz a frame: 80 to 320 at the base, falling two semitones, with accents of up to ten as a raised voice has."""
    at = np.arange(frames) / 100
    semitones = -1.0 * at + dice.uniform(0.2, 0.6) * np.sin(2 * np.pi * 5 * at)
    for _ in range(int(dice.integers(1, 5))):
        semitones += dice.uniform(1, 10) * np.exp(-(((at - dice.uniform(0, at[-1])) / dice.uniform(0.1, 0.3)) ** 2))
    return np.clip(dice.uniform(80, 320) * 2 ** (semitones / 12), 70, 500)


def spoken(clip: Samples, dice: np.random.Generator) -> tuple[Samples, NDArray[np.float64]]:
    """The clip with a pitch of ours, and that pitch each 10 ms, NaN where unvoiced."""
    shape, voiced = envelope(clip), is_voiced(clip)
    hertz = contour(len(shape), dice)
    frame = np.arange(len(clip)) / HOP
    each = np.interp(frame, np.arange(len(hertz)), hertz)
    phase = 2 * np.pi * np.cumsum(each) / LINE
    low = np.minimum(frame.astype(int), len(shape) - 1)
    gate = np.convolve(voiced[low].astype(float), np.hanning(HOP) / np.hanning(HOP).sum(), "same")
    sound = np.zeros(len(clip))
    for harmonic in range(1, int(LINE / 2 / hertz.min())):
        bins = np.minimum(each * harmonic / LINE * FRAME, FRAME // 2)
        audible = each * harmonic < 0.49 * LINE
        whole = np.minimum(bins.astype(int), FRAME // 2 - 1)
        part = bins - whole
        height = shape[low, whole] * (1 - part) + shape[low, whole + 1] * part
        sound += audible * height * np.sin(harmonic * phase + dice.uniform(0, 2 * np.pi))
    rush = dice.standard_normal(len(clip)) * np.interp(
        frame, np.arange(len(shape)), shape[:, FRAME // 4 :].mean(axis=1)
    )
    sound = sound * gate + rush * (1 - gate)
    return sound / (np.abs(sound).max() + 1e-9) * 0.5, np.where(voiced, hertz, np.nan)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    change = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return list(zip(change[::2].tolist(), change[1::2].tolist(), strict=True))


def main() -> int:
    """Print the figures beside their bars, for each amount of noise."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--clips", type=int, default=100)
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    paths = sorted((args.data / "emotion").glob("*.flac"))
    dice = np.random.default_rng(args.seed)
    chosen = dice.choice(len(paths), min(args.clips, len(paths)), replace=False)
    made = [spoken(read(paths[k]), dice) for k in chosen]
    for below, bar in ((40.0, ""), (20.0, "<= 0.5 %"), (10.0, "<= 0.8 %")):
        gross, missed, false, fine = _heard(made, below, dice)
        show(f"gross error, noise {below:.0f} dB below", f"{gross:.2f} %", bar)
        show("  voiced missed / unvoiced taken", f"{missed:.1f} / {false:.1f} %")
        show("  median of the rest", f"{fine:.2f} semitones")
    return 0


def _heard(
    made: list[tuple[Samples, NDArray[np.float64]]], below: float, dice: np.random.Generator
) -> tuple[float, float, float, float]:
    """Gross error, missed and false voicing in per cent, and the median fine error in semitones."""
    true, found, sure = [], [], []
    for sound, hertz in made:
        with recorded(noisy(banded(sound), below, dice), subtype="ULAW") as call:
            track = measure_voice(call, 0, "agent", [Span(0.0, call.duration)])
        at = np.minimum((np.arange(len(track.pitch)) * track.hop * LINE / HOP + 0.5).astype(int), len(hertz) - 1)
        steady = np.ones(len(hertz), bool)
        for a, b in _runs(~np.isnan(hertz)):
            for edge in (a, b):
                steady[max(0, edge - EDGE) : edge + EDGE] = False
        true.append(hertz[at])
        found.append(track.pitch.astype(float))
        sure.append(steady[at])
    known, heard, scored = np.concatenate(true), np.concatenate(found), np.concatenate(sure)
    both = scored & ~np.isnan(known) & ~np.isnan(heard)
    off = np.abs(heard[both] / known[both] - 1)
    semitones = np.abs(12 * np.log2(heard[both] / known[both]))[off <= GROSS]
    return (
        100 * float(np.mean(off > GROSS)),
        100 * float(np.mean(np.isnan(heard[scored & ~np.isnan(known)]))),
        100 * float(np.mean(~np.isnan(heard[scored & np.isnan(known)]))),
        float(np.median(semitones)),
    )


if __name__ == "__main__":
    sys.exit(main())
