"""Who spoke when, on one side: Silero finds the speech, the level finds its edges.

Over-talk is measured in tenths of a second, so the edges matter more than anything else here. The detector (Silero VAD
6.2, 32 ms windows) says *whether* somebody speaks; it is some 60 ms off about *when*. So each stretch it finds
is trimmed or extended to where the level leaves the line's own noise::

    probability  ....:###############:....        seed
    level      __.-^^'`^^-.-^^^^'`^-..___         above noise + 3 dB, at most 0.25 s beyond the seed
    speech       [====================]

Stretches are joined over pauses under 0.25 s, the length below which a silence is more often the closure of a
consonant than a pause (Goldman-Eisler 1968 and most conversation work since). Before all this a side is brought to a common level,
because the detector hears a channel 20 dB down differently.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from audio.decode import RATE, Sound
from audio.span import Span, merge

WINDOW = 512
"""Samples a probability stands for: 32 ms, fixed by the detector."""
CONTEXT = 64
"""Samples of the window before that the detector sees again."""
FRAME = 80
"""Samples a level stands for: 5 ms."""

SPEAKS = 0.5
"""Probability from which a window is speech (the detector's own recommendation)."""
SURE = 0.65
"""Probability that a stretch of a window or two must reach: keys and music reach 0.6 for so long."""
SILENCE = 0.1
"""Probability below which a window belongs to the line's noise."""
ABOVE_NOISE = 3.0
"""dB over the noise at which speech begins."""
BELOW_SPEECH = 38.0
"""dB under the loudest speech of the side at which it ends anyhow, on a line without noise."""
REACH = 0.25
"""Seconds an edge may lie beyond what the detector found."""
HOLE = 0.04
"""Seconds of quiet that an edge may cross: the closure of a stop consonant."""
PAUSE = 0.25
"""Seconds: shorter pauses are inside a stretch of speech."""
SHORTEST = 0.12
"""Seconds: a shorter sound is a click, not a syllable."""
COMMON_LEVEL = -18.0
"""dBFS of a side's loud speech as the detector gets it."""
GAIN = (-20.0, 30.0)
"""dB by which a side is brought there, at most."""

WEIGHTS = Path(__file__).parent / "weights" / "silero_vad_6.2.onnx"


@lru_cache(maxsize=1)
def detector() -> Any:
    """Silero's network as an ONNX session, loaded once; ``cache_clear`` lets it go."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(weights()), options, providers=["CPUExecutionProvider"])


def weights() -> Path:
    """The newest weights that were installed; without ours, the older ones inside faster-whisper."""
    if WEIGHTS.exists():
        return WEIGHTS
    import faster_whisper

    return Path(faster_whisper.__file__).parent / "assets" / "silero_vad_v6.onnx"


def hears_well() -> bool:
    """Whether the weights fit for telephone calls are here."""
    return weights() == WEIGHTS


def levels(sound: Sound, channel: int) -> NDArray[np.float32]:
    """RMS in dBFS of each 5 ms of a side, shape ``(frames,)``."""
    parts = []
    for _, block in sound.blocks():
        samples = block[channel]
        count = len(samples) // FRAME
        power = np.mean(samples[: count * FRAME].reshape(count, FRAME) ** 2, axis=1)
        parts.append(10 * np.log10(power + 1e-10))
    return np.concatenate(parts).astype(np.float32)


def probabilities(
    sound: Sound, channel: int, gain: float = 0.0, progress: Callable[[float], None] | None = None
) -> NDArray[np.float32]:
    """The probability of speech in each 32 ms of a side raised by ``gain`` dB, shape ``(windows,)``."""
    h = c = np.zeros((1, 1, 128), np.float32)
    context = np.zeros((1, CONTEXT), np.float32)
    found, factor = [], np.float32(10 ** (gain / 20))
    for first, block in sound.blocks(60.0):  # 60 s is a whole number of windows, so blocks meet without a seam
        samples = np.clip(block[channel] * factor, -1, 1)
        count = len(samples) // WINDOW
        if count == 0:
            break
        windows = samples[: count * WINDOW].reshape(count, WINDOW)
        before = np.concatenate([context, windows[:-1, -CONTEXT:]])
        answer, h, c = detector().run(None, {"input": np.concatenate([before, windows], axis=1), "h": h, "c": c})
        found.append(np.asarray(answer, np.float32).reshape(-1))
        context = windows[-1:, -CONTEXT:]
        if progress:
            progress(min(1.0, (first + len(samples)) / sound.length))
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def speech(sound: Sound, channel: int, progress: Callable[[float], None] | None = None) -> list[Span]:
    """The stretches of speech on one side, in order."""
    level = levels(sound, channel)
    gain = float(np.clip(COMMON_LEVEL - np.percentile(level, 99.5), *GAIN))
    return edges(probabilities(sound, channel, gain, progress), level)


def edges(probability: NDArray[np.float32], level: NDArray[np.float32]) -> list[Span]:
    """Speech from the detector's probabilities (a 32 ms each) and the levels (a 5 ms each)."""
    count = min(len(level), len(probability) * WINDOW // FRAME)
    if count == 0:
        return []
    smooth = 10 * np.log10(uniform_filter1d(10 ** (level[:count] / 10), 3) + 1e-10)
    sure = probability[np.minimum(np.arange(count) * FRAME // WINDOW, len(probability) - 1)]
    seed, noise = sure > SPEAKS, sure < SILENCE
    for a, b in _runs(seed):
        seed[a:b] = b - a > 2 * WINDOW // FRAME + 1 or sure[a:b].max() >= SURE
    if not seed.any():
        return []
    # a fifth from below: hold music is no speech, but is not the noise of the line either
    floor = np.percentile(smooth[noise], 20) if noise.sum() > 100 else np.percentile(smooth, 10)
    loud = smooth > max(float(floor) + ABOVE_NOISE, float(np.percentile(smooth[seed], 99)) - BELOW_SPEECH)
    grown = [_grow(a, b, loud) for a, b in _runs(seed)]
    second = RATE // FRAME
    joined = merge([Span(a / second, b / second) for a, b in grown if a < b], gap=PAUSE - 1e-9)
    return [span for span in joined if span.duration >= SHORTEST]


def _grow(start: int, end: int, loud: NDArray[np.bool_]) -> tuple[int, int]:
    """Move both edges of a seed to where the level leaves the noise: outwards up to REACH, or inwards."""
    reach, hole = round(REACH * RATE / FRAME), round(HOLE * RATE / FRAME)
    first, last = max(0, start - reach), min(len(loud), end + reach)
    a, b = start, end
    while a > first and loud[max(first, a - hole) : a].any():
        a -= 1
    while a < end and not loud[a]:
        a += 1
    while b < last and loud[b : min(last, b + hole)].any():
        b += 1
    while b > a and not loud[b - 1]:
        b -= 1
    return a, b


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    change = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(change == 1).tolist(), np.flatnonzero(change == -1).tolist(), strict=True))
