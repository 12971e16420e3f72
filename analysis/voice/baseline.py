"""A voice against itself: its phrases, the planes it speaks on, and its own calm speech in this call.

Speech is cut into *phrases* (stretches between pauses, at most some 3 s), each with its median pitch in semitones
(what creaks folded up, :mod:`analysis.voice.creak`), its spectral balance and its level. The row of phrases is cut into steps by optimal partitioning (Jackson et al. 2005; the
cost is that of a constant mean in all three, the price of a step that of the Bayesian information criterion). The lowest
steps (all three together, in own spreads) that hold speech enough are the speaker's baseline, so that a call which starts hot is judged by its calm end. ::

    semitones   6 |                 .--.-. .-.
                3 |
                0 |  .-. -.  .-.               -. .-.          baseline: the lowest sustained steps
                     [  step   ][   step    ][ step  ]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.limits import Limits
from analysis.voice.creak import fold_octave_drops
from analysis.voice.speech_rate import syllables
from audio.call import Speaker, Voice
from audio.span import Span

PHRASE = 3.0
"""Seconds: longer stretches are cut into equal parts of at most this."""
VOICED = 15
"""Frames with a pitch (0.24 s) that a phrase needs."""
SPREAD = (0.8, 1.2, 1.2)
"""Least standard deviation from phrase to phrase (semitones, dB, dB): nobody is steadier than this."""
WHOLE = 0.8
"""Seconds of voice from which a phrase counts in full."""
WORDS = 1.0
"""Seconds of voice that a step needs to be part of the baseline."""
LONGEST = 600
"""Phrases of a step, which bounds the work on a call of hours."""
STEP = 3.0
"""Price of a step as a multiple of log(phrases), for three means: between BIC's 3/2 and twice it, to stay quiet."""

WEIGHTS = (0.5, 0.25, 0.25)
"""Of pitch, balance and level, in their joint measure."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One stretch of voiced speech: pitch in semitones over 1 Hz, balance and level in dB (medians), seconds voiced, syllables."""

    span: Span
    pitch: float
    balance: float
    level: float
    voiced: float
    syllables: int = 0

    @property
    def weight(self) -> float:
        """How much it counts: a word or two says little of a voice."""
        return min(1.0, max(0.25, self.voiced / WHOLE))


@dataclass(frozen=True, slots=True)
class Step:
    """Neighbouring phrases on one plane, against the baseline: semitones, dB, dB, and the ratio of the paces."""

    phrases: tuple[Phrase, ...]
    pitch: float
    balance: float
    level: float
    pace: float = 1.0

    @property
    def span(self) -> Span:
        """From the first phrase to the last."""
        return Span(self.phrases[0].span.start, self.phrases[-1].span.end)

    @property
    def speech(self) -> float:
        """Seconds of speech."""
        return sum(p.span.duration for p in self.phrases)


@dataclass(frozen=True, slots=True)
class Profile:
    """One voice in one call: its phrases, its steps, its baseline, its own spread from phrase to phrase.

    persons  the baselines of the people who speak on this side one after the other, as they are heard, each with the stretch it is
             theirs; phrases and steps of all but the one who says most are moved onto ``baseline`` (:mod:`analysis.voice.persons`)
    """

    speaker: Speaker
    phrases: tuple[Phrase, ...]
    steps: tuple[Step, ...]
    baseline: Phrase
    spread: tuple[float, float, float]
    persons: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices of a call, worked out once a review; ``None`` for one that could not be measured."""

    agent: Profile | None
    customer: Profile | None

    def of(self, speaker: Speaker) -> Profile | None:
        """The voice of ``speaker``."""
        return self.agent if speaker == "agent" else self.customer


def phrases_of(voice: Voice, spans: list[Span]) -> tuple[Phrase, ...]:
    """The phrases of a voice within the speaker's turns ``spans``."""
    stretches, tracks, balance_level = [], [], []
    for span in spans:
        parts = max(1, int(span.duration / PHRASE + 0.5 + 1e-6))  # the same for a shifted call
        cuts = [span.start + span.duration * k / parts for k in range(parts + 1)]
        for stretch in map(Span, cuts, cuts[1:]):
            frames = voice.frames(stretch)
            voiced = ~np.isnan(voice.pitch[frames])
            if int(voiced.sum()) < VOICED:
                continue
            stretches.append(stretch)
            tracks.append(12 * np.log2(voice.pitch[frames][voiced].astype(float)))
            balance_level.append([float(np.median(track[frames][voiced])) for track in (voice.balance, voice.loudness)])
    pitch = fold_octave_drops(tracks, np.array(balance_level))
    return tuple(
        Phrase(stretch, semitones, balance, level, float(len(track) * voice.hop), syllables(voice, stretch))
        for stretch, semitones, (balance, level), track in zip(stretches, pitch, balance_level, tracks, strict=True)
    )


def profile_of(speaker: Speaker, phrases: tuple[Phrase, ...], limits: Limits) -> Profile | None:
    """The voice of one person by their phrases; ``None`` where too little was said for a baseline."""
    if sum(p.voiced for p in phrases) < limits.baseline_speech:
        return None
    values = np.array([(p.pitch, p.balance, p.level) for p in phrases])
    weights = np.array([p.weight for p in phrases])
    spread = _spread(values, weights)
    runs = _partition(values / spread, weights, STEP * float(np.log(max(2, len(phrases)))))
    calm = _calm(phrases, runs, spread, limits)
    pitch, balance, level = (float(v) for v in _median(calm))
    whole = Span(phrases[0].span.start, phrases[-1].span.end)
    baseline = Phrase(whole, pitch, balance, level, sum(p.voiced for p in calm))
    steps = []
    for a, b in runs:
        rise = [float(v) for v in _median(phrases[a:b]) - (baseline.pitch, baseline.balance, baseline.level)]
        steps.append(Step(phrases[a:b], rise[0], rise[1], rise[2], _pace(phrases[a:b]) / _pace(calm)))
    spreads = (float(spread[0]), float(spread[1]), float(spread[2]))
    return Profile(speaker, phrases, tuple(steps), baseline, spreads, (baseline,))


def joint_rise(rise: Sequence[float], spread: Sequence[float]) -> float:
    """A rise of pitch, balance and level (semitones, dB, dB) as one number, in own spreads (:mod:`analysis.voice.heat`)."""
    return sum(w * r / s for w, r, s in zip(WEIGHTS, rise, spread, strict=True))


def _median(phrases: Sequence[Phrase]) -> Matrix:
    """Medians of pitch, balance and level over phrases, each counted by its weight: shape ``(3,)``."""
    values = np.array([(p.pitch, p.balance, p.level) for p in phrases])
    weights = np.array([p.weight for p in phrases])
    order = np.argsort(values, axis=0)
    past_half = np.cumsum(weights[order], axis=0) >= weights.sum() / 2
    medians: Matrix = np.take_along_axis(values, order, axis=0)[past_half.argmax(axis=0), np.arange(3)]
    return medians


def _spread(values: Matrix, weights: Matrix) -> Matrix:
    """Standard deviation from one phrase to the next, robustly, so that steps do not count: shape ``(3,)``."""
    full = values[weights >= 0.75]
    if len(full) < 4:
        return np.array(SPREAD)
    jumps = np.abs(np.diff(full, axis=0))
    spread: Matrix = np.maximum(np.median(jumps, axis=0) / (0.6745 * np.sqrt(2)), SPREAD)
    return spread


def _partition(values: Matrix, weights: Matrix, price: float) -> list[tuple[int, int]]:
    """Optimal partitioning into runs of constant mean: the runs ``[a, b)`` with the least squares plus price."""
    count = len(values)
    mass = np.concatenate([[0.0], np.cumsum(weights)])
    total = np.vstack([np.zeros(values.shape[1]), np.cumsum(values * weights[:, None], axis=0)])
    square = np.concatenate([[0.0], np.cumsum(weights * (values**2).sum(axis=1))])
    best, back = np.zeros(count + 1), np.zeros(count + 1, int)
    for end in range(1, count + 1):
        start = np.arange(max(0, end - LONGEST), end)
        weight = (mass[end] - mass[start])[:, None]
        inside = square[end] - square[start] - ((total[end] - total[start]) ** 2 / weight).sum(axis=1)
        cost = best[start] + inside + price
        k = int(np.argmin(cost))
        best[end], back[end] = cost[k], start[k]
    cuts, end = [], count
    while end:
        cuts.append((int(back[end]), end))
        end = int(back[end])
    return cuts[::-1]


def _calm(phrases: tuple[Phrase, ...], runs: list[tuple[int, int]], spread: Matrix, limits: Limits) -> list[Phrase]:
    """The phrases of the lowest steps that together hold speech enough; a step of a word or two counts for nothing."""
    steps = [phrases[a:b] for a, b in runs if sum(p.voiced for p in phrases[a:b]) >= WORDS] or [phrases]
    calm: list[Phrase] = []
    for step in sorted(steps, key=lambda step: joint_rise(_median(step).tolist(), spread.tolist())):
        calm += step
        if sum(p.voiced for p in calm) >= limits.baseline_speech:
            break
    return calm


def _pace(phrases: Sequence[Phrase]) -> float:
    """Syllables a second; 1 where none was heard, so that a ratio of paces stays finite."""
    return sum(p.syllables for p in phrases) / sum(p.span.duration for p in phrases) or 1.0
