"""Who spoke when, on one side: Silero finds the speech, the level finds its edges.

Over-talk is measured in tenths of a second, so the edges matter more than anything else here. The detector (Silero VAD
6.2, 32 ms windows) says *whether* somebody speaks; it is some 60 ms off about *when*. So each stretch it finds
is trimmed or extended to where the level leaves the line's own noise::

    probability  ....:###############:....        seed
    level      __.-^^'`^^-.-^^^^'`^-..___         above noise + 3 dB, at most 0.25 s beyond the seed
    speech       [====================]

Stretches are joined over pauses under 0.25 s, the length below which a silence is more often the closure of a
consonant than a pause (Goldman-Eisler 1968 and most conversation work since).

Before all this a side is brought to a common level, because the detector hears a channel 20 dB down differently; and not once for all,
because whoever shouts speaks calmly 20 or 30 dB lower in the same call::

    level     ____.####.####.____ __..-.._.-..__ ____.####.###.___
    gain      --------------------______________------------------     from the louder seconds of 20 around
    ends at   ------------------._______________.-----------------     so far under the loudest speech of 10 around
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, percentile_filter, uniform_filter1d

from audio.signal.decode import RATE, Sound
from audio.signal.networks import session
from audio.span import Span, merge

WINDOW = 512
"""Samples a probability stands for: 32 ms, fixed by the detector."""
CONTEXT = 64
"""Samples of the window before that the detector sees again."""
BLOCK = 8.0
"""Seconds the detector is given at once: a whole number of windows, so that blocks meet without a seam, whose numbers stay in a core's cache."""
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
"""dB under the loudest speech around at which it ends anyhow, on a line without noise."""
AROUND = 5
"""Seconds to each side in which that loudest speech is looked for."""
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
"""dB by which a whole side is brought there, at most."""
SOFT_LEVEL = COMMON_LEVEL - 10.0
"""dBFS to which what is soft in a loud side is brought: 10 dB do not matter to the detector, and noise and leaks rise as well."""
SOFTER = 25.0
"""dB by which it is brought up more than the whole, at most."""
WIDE = 10
"""Seconds to each side whose louder seconds (a fifth of them) say how soft it is."""
SECOND = RATE // FRAME
"""Levels in a second."""

Levels = NDArray[np.float32]

WEIGHTS = Path(__file__).parents[1] / "weights" / "silero_vad_6.2.onnx"


@lru_cache(maxsize=1)
def detector() -> Any:
    """Silero's network as an ONNX session, loaded once; ``cache_clear`` lets it go."""
    return session(weights())


def weights() -> Path:
    """The newest weights that were installed; without ours, the older ones inside faster-whisper."""
    if WEIGHTS.exists():
        return WEIGHTS
    import faster_whisper

    return Path(faster_whisper.__file__).parent / "assets" / "silero_vad_v6.onnx"


def has_current_weights() -> bool:
    """Whether the weights fit for telephone calls are here."""
    return weights() == WEIGHTS


def levels(sound: Sound, channel: int) -> Levels:
    """RMS in dBFS of each 5 ms of a side, shape ``(frames,)``."""
    parts = []
    for _, block in sound.blocks():
        samples = block[channel]
        count = len(samples) // FRAME
        power = np.mean(samples[: count * FRAME].reshape(count, FRAME) ** 2, axis=1)
        parts.append(10 * np.log10(power + 1e-10))
    return np.concatenate(parts).astype(np.float32)


def probabilities(sound: Sound, channel: int, gain: Levels, progress: Callable[[float], None] | None = None) -> Levels:
    """The probability of speech in each 32 ms of a side, shape ``(windows,)``; ``gain`` is dB by which each second is raised."""
    hidden = cell = np.zeros((1, 1, 128), np.float32)
    context = np.zeros((1, CONTEXT), np.float32)
    batches, seconds = [], np.arange(len(gain)) + 0.5
    for first, block in sound.blocks(BLOCK):
        samples = block[channel]
        count = len(samples) // WINDOW
        if count == 0:
            break
        raised = np.interp((first + WINDOW * np.arange(count)) / RATE, seconds, gain)
        factor = (10 ** (raised / 20)).astype(np.float32)[:, None]
        windows = np.clip(samples[: count * WINDOW].reshape(count, WINDOW) * factor, -1, 1)
        before = np.concatenate([context, windows[:-1, -CONTEXT:]])
        output, hidden, cell = detector().run(
            None, {"input": np.concatenate([before, windows], axis=1), "h": hidden, "c": cell}
        )
        batches.append(np.asarray(output, np.float32).reshape(-1))
        context = windows[-1:, -CONTEXT:]
        if progress:
            progress(min(1.0, (first + len(samples)) / sound.length))
    return np.concatenate(batches) if batches else np.zeros(0, np.float32)


def detect_speech(sound: Sound, channel: int, progress: Callable[[float], None] | None = None) -> list[Span]:
    """The stretches of speech on one side, in order."""
    level = levels(sound, channel)
    return speech_edges(probabilities(sound, channel, gains(level), progress), level)


def gains(level: Levels) -> Levels:
    """dB by which each second of a side is raised for the detector, from its levels; shape ``(seconds,)``, one at least."""
    whole_level = float(np.percentile(level, 99.5)) if len(level) else COMMON_LEVEL
    top = _by_second(level, np.ones(len(level), bool))
    around_level = percentile_filter(top, 80, 2 * WIDE + 1, mode="nearest")
    loud = np.maximum(around_level, maximum_filter1d(top, 3))  # a single word is not raised beyond all measure
    gain = float(np.clip(COMMON_LEVEL - whole_level, *GAIN))
    return np.asarray(np.clip(SOFT_LEVEL - loud, gain, gain + SOFTER), np.float32)


def _by_second(level: Levels, counted: NDArray[np.bool_]) -> Levels:
    """The loudest 50 ms or so of the levels ``counted`` in each second, in dBFS; -200 where none are."""
    count = max(1, -(-len(level) // SECOND))
    table = np.full(count * SECOND, -200.0, np.float32)
    table[: len(level)][counted] = level[counted]
    return np.asarray(np.sort(table.reshape(count, SECOND), axis=1)[:, -SECOND // 20], np.float32)


def speech_edges(probability: Levels, level: Levels) -> list[Span]:
    """Speech from the detector's probabilities (a 32 ms each) and the levels (a 5 ms each)."""
    count = min(len(level), len(probability) * WINDOW // FRAME)
    if count == 0:
        return []
    smooth = 10 * np.log10(uniform_filter1d(10 ** (level[:count] / 10), 3) + 1e-10)
    speech_probability = probability[np.minimum(np.arange(count) * FRAME // WINDOW, len(probability) - 1)]
    seed, noise = speech_probability > SPEAKS, speech_probability < SILENCE
    for first, last in _runs(seed):
        seed[first:last] = last - first > 2 * WINDOW // FRAME + 1 or speech_probability[first:last].max() >= SURE
    if not seed.any():
        return []
    # a fifth from below: hold music is no speech, but is not the noise of the line either
    floor = np.percentile(smooth[noise], 20) if noise.sum() > 100 else np.percentile(smooth, 10)
    top = maximum_filter1d(_by_second(smooth, seed), 2 * AROUND + 1)
    loud = smooth > np.maximum(floor + ABOVE_NOISE, np.repeat(top, SECOND)[:count] - BELOW_SPEECH)
    grown = [_grow(first, last, loud) for first, last in _runs(seed)]
    joined = merge([Span(first / SECOND, last / SECOND) for first, last in grown if first < last], gap=PAUSE - 1e-9)
    return [span for span in joined if span.duration >= SHORTEST]


def _grow(start: int, end: int, loud: NDArray[np.bool_]) -> tuple[int, int]:
    """Move both edges of a seed to where the level leaves the noise: outwards up to REACH, or inwards."""
    reach, hole = round(REACH * RATE / FRAME), round(HOLE * RATE / FRAME)
    first, last = max(0, start - reach), min(len(loud), end + reach)
    left, right = start, end
    while left > first and loud[max(first, left - hole) : left].any():
        left -= 1
    while left < end and not loud[left]:
        left += 1
    while right < last and loud[right : min(last, right + hole)].any():
        right += 1
    while right > left and not loud[right - 1]:
        right -= 1
    return left, right


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    change = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(change == 1).tolist(), np.flatnonzero(change == -1).tolist(), strict=True))
