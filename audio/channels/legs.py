"""Legs out of step: two channels that were recorded apart and put together, one of them late.

Who talks over whom is told by tenths of a second, so a leg that is a second late makes an interruption of every answer. Two things show it.
**Echo**: some of each voice is on the other channel too (:mod:`audio.channels.leakage`), 0 to 400 ms late, never before it was said and
never seconds after. **Turns**: people answer within some tenths of a second, either one alike (Stivers et al. 2009); where one leg is late, one of
them always comes in before the other has ended, and the other always waits::

    in step       left   =====      =====      ====            either waits 0.3 s
                  right        ====       ====
    right late    left   =====      =====      ====            right waits 1.5 s, left comes in 0.9 s early, each time
                  right            ====       ====

The echo decides, where there is one: found in every other moment alike, at a lag that stands out. Turns decide where there is none, and only
where they are plain: people who interrupt do so now and then, and by now more, now less.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

from audio.call import Doubt
from audio.signal.decode import RATE, Samples, Sound
from audio.span import Span, common, merge

MOST = 2.5
"""Seconds by which a leg may be out of step."""
LEAST = 0.45
"""Seconds from which it is said: an echo comes 0.4 s late at most, and few people wait longer always."""
TICK = 0.05
"""Seconds from one shift that is tried to the next."""
WORTH = (0.4, 0.03)
"""Seconds of over-talk, and share of it, that some shift must take away for echo and turns to be looked at."""

HALF = RATE // 2
"""Samples a second in which the echo is looked for."""
WINDOW, REACH = 2048, round(MOST * HALF)
"""Samples of a window, and of the longest lag, either way."""
WINDOWS = 160
"""As many windows of a channel as are worth taking, and the fewest that tell anything."""
FEWEST = 20
LISTENS = (-20.0, -3.0)
"""dB: the source within the first of its usual, and this side by the second further under its own."""
AGREE = 16
"""Samples by which the two halves' lags may differ (2 ms)."""
PLAIN = 20.0
"""Peak of the correlation over its own spread: without echo it reached 16, with one 18 to 130."""
DELAY = 0.03
"""Seconds by which an echo usually is late."""

PAUSE = 0.5
"""Seconds of pause within a turn."""
CHANGES = 5
"""Changes of the floor that one must always take early."""
EARLY, ALWAYS, SELDOM = -0.15, 0.75, 0.25
"""Seconds; the share of changes in which the one comes in earlier than that, and in which the other does at most."""
TAKES, WAITS = -0.3, 0.7
"""Seconds: the median of the one, and of the other."""
ALIKE = 0.6
"""Seconds by which the one's changes differ from their median at most, in the median."""
LEFT = 0.7
"""Share of the over-talk that may be left once the legs are put in step."""

Lag = tuple[float, str]
"""Seconds by which the right channel is late against the left, and what shows it."""


def leg_doubts(sound: Sound, speech: Sequence[Sequence[Span]]) -> tuple[Doubt, ...]:
    """That the channels are out of step, where they plainly are; ``speech`` of the left and of the right channel."""
    late = _lag(sound, speech[0], speech[1])
    if late is None:
        return ()
    seconds, shown = late
    why = (
        f"The two channels are out of step: the right one is {abs(seconds):.1f} s {'late' if seconds > 0 else 'early'} "
        f"against the left, as {shown} shows, so who talks over whom cannot be told; over-talk is withheld."
    )
    return (Doubt("overtalk", why),)


def _lag(sound: Sound, left: Sequence[Span], right: Sequence[Span]) -> Lag | None:
    best, gained = _best_shift(left, right)
    if gained < max(WORTH[0], WORTH[1] * _at_once(left, right, 0.0)):
        return None
    echo = _echo(sound)
    if echo is not None:
        return (echo, "the echo of each voice on the other's channel") if abs(echo) >= LEAST else None
    by_turns = _by_turns(left, right)
    if by_turns is None or best * by_turns > 0:
        return None
    return by_turns, "the time that each takes to answer"


def _at_once(left: Sequence[Span], right: Sequence[Span], shift: float) -> float:
    moved = [Span(max(0.0, span.start + shift), max(0.0, span.end + shift)) for span in right if span.end + shift > 0]
    return sum(span.duration for span in common(left, moved))


def _best_shift(left: Sequence[Span], right: Sequence[Span]) -> tuple[float, float]:
    """The shift of the right side's speech that leaves the least over-talk, and the seconds of it that are taken away."""
    shifts = np.arange(-round(MOST / TICK), round(MOST / TICK) + 1) * TICK
    at_once = [_at_once(left, right, float(shift)) for shift in shifts]
    least = int(np.argmin(at_once))
    return float(shifts[least]), at_once[len(shifts) // 2] - at_once[least]


def _by_turns(left: Sequence[Span], right: Sequence[Span]) -> float | None:
    """Seconds by which the right channel is late, by who waits for whom; ``None`` where that does not tell."""
    waits = [_waits(left, right), _waits(right, left)]  # of the right, of the left
    if min(map(len, waits)) < CHANGES - 1:
        return None
    medians = [float(np.median(wait)) for wait in waits]
    taker = int(np.argmin(medians))
    takes, lets = waits[taker], waits[1 - taker]
    early = [float(np.mean(wait < EARLY)) for wait in (takes, lets)]
    spread = float(np.median(np.abs(takes - medians[taker])))
    if int((takes < EARLY).sum()) < CHANGES or early[0] < ALWAYS or early[1] > SELDOM or spread > ALIKE:
        return None
    if medians[taker] > TAKES or medians[1 - taker] < WAITS:
        return None
    late = (medians[0] - medians[1]) / 2
    if abs(late) < LEAST or _at_once(left, right, -late) > LEFT * _at_once(left, right, 0.0):
        return None
    return late


def _waits(own: Sequence[Span], other: Sequence[Span]) -> NDArray[np.float64]:
    """Seconds that ``other`` waits at each change of the floor from ``own``; below 0 where it comes in before the end."""
    own_turns, other_turns = merge(own, gap=PAUSE), merge(other, gap=PAUSE)
    starts = [turn.start for turn in own_turns]
    waits = []
    for index, turn in enumerate(other_turns):
        before = bisect_left(starts, turn.start) - 1
        if before < 0 or (index and other_turns[index - 1].start > starts[before]):
            continue  # nobody has spoken in between
        waits.append(turn.start - own_turns[before].end)
    return np.array(waits)


def _echo(sound: Sound) -> float | None:
    """Seconds by which the right channel is late, by the lag of each voice on the other's channel; ``None`` without echo."""
    into_left, into_right = (_echo_lag(sound, channel) for channel in (0, 1))
    if into_left is not None and into_right is not None:
        late = (into_right - into_left) / 2
        return late if abs(into_left + into_right) < 2 * LEAST else None
    if into_right is not None:
        return into_right - DELAY
    return DELAY - into_left if into_left is not None else None


def _echo_lag(sound: Sound, side: int) -> float | None:
    """Seconds by which the other's voice is late on ``side``, below 0 where it is early; ``None`` where none stands out."""
    size = next_fast_len(2 * REACH + WINDOW, real=True)
    spectra, count = np.zeros((2, size // 2 + 1), complex), 0
    for first, block in sound.blocks():
        around = sound.read(first - 2 * REACH, first + block.shape[1] + 2 * REACH)
        if first == 0:
            around = np.pad(around, ((0, 0), (2 * REACH, 0)))
        half = around[:, : around.shape[1] // 2 * 2].reshape(2, -1, 2).mean(axis=2)
        starts = _listening(half[1 - side], half[side])
        white = np.diff(half, axis=1, prepend=half[:, :1])
        for start in starts[: WINDOWS - count].tolist():
            listened = white[side, start : start + WINDOW]
            weight = 1 / (float(listened @ listened) + 1e-5 * WINDOW)
            said = white[1 - side, start - REACH : start + REACH + WINDOW]
            spectra[count % 2] += np.conj(rfft(said, size)) * rfft(listened, size) * weight
            count += 1
        if count >= WINDOWS:
            break
    if count < FEWEST:
        return None
    halves = [_at_lags(spectrum, size) for spectrum in spectra]
    peaks = [int(np.argmax(np.abs(half))) for half in halves]
    whole = np.abs(halves[0] + halves[1])
    if abs(peaks[0] - peaks[1]) > AGREE or whole.max() < PLAIN * whole.std():
        return None
    return (int(np.argmax(whole)) - REACH) / HALF


def _at_lags(spectrum: NDArray[np.complex128], size: int) -> NDArray[np.float64]:
    """The correlation at lags of ``-REACH`` to ``REACH``: what was said is taken from ``REACH`` before what is listened to."""
    return np.asarray(irfft(spectrum, size)[(np.arange(-REACH, REACH + 1) - REACH) % size])


def _listening(source: Samples, side: Samples) -> NDArray[np.intp]:
    """Where windows begin in which the source is loud and this side low, each against its own usual, not too near the ends."""
    count = len(side) // WINDOW
    level = [
        10 * np.log10(np.mean(samples[: count * WINDOW].reshape(count, WINDOW) ** 2, axis=1) + 1e-10)
        for samples in (source, side)
    ]
    below = [values - np.percentile(values, 97) for values in level]
    starts = np.flatnonzero((below[0] > LISTENS[0]) & (below[1] < below[0] + LISTENS[1])) * WINDOW
    return np.asarray(starts[(starts >= REACH) & (starts + WINDOW + REACH <= len(side))])
