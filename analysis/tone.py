"""Tone: where a voice left its own calm speech, and where it came back.

A voice is compared with nobody but itself in this call. Speech is cut into *phrases* (stretches between pauses, at
most some 3 s), each with its median pitch in semitones, its spectral balance and its level. The row of phrases is then
cut into steps by optimal partitioning (Jackson et al. 2005; the cost is that of a constant mean in all three, the
price of a step that of the Bayesian information criterion), and the lowest step with speech enough is the
speaker's baseline, so that a call which starts hot is judged by its calm end. ::

    semitones   6 |                 .--.-. .-.
                3 |        limit . . . . . . . . . . .
                0 |  .-. -.  .-.               -. .-.          baseline: the lowest sustained step
                     [ baseline ][ escalation ][settled]

A step is an *escalation* where its pitch lies above the baseline by ``rise_pitch`` *and* effort shows as well, as level or
as balance (``rise_level``, ``rise_balance``); three quarters of the pitch will do where both agree. Pitch alone rises in a
question, level alone when the speaker leans in. It lasts ``rise_speech`` of speech at least: never one loud word.
Pitch and spectral balance over voiced frames are the strongest cues to vocal effort there are (Banse & Scherer 1996; Juslin & Laukka 2003). They measure effort, which a
laugh has too: nothing here says what anybody felt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.limits import Limits
from analysis.pace import syllables
from analysis.report import Measure, Moment
from audio.call import SPEAKERS, Call, Speaker, Voice
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
QUICKER = 1.15
"""Ratio of paces that is told: 5 to 10 % is just noticeable (Quené 2007), and our count is off by as much."""
NEARLY = 0.75
"""Of the pitch's limit, enough where level and balance are both up: three cues that agree."""
STEP = 3.0
"""Price of a step as a multiple of log(phrases), for three means: between BIC's 3/2 and twice it, to stay quiet."""

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
        return float(np.clip(self.voiced / WHOLE, 0.25, 1.0))


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
        return Span(self.phrases[0].span.start, self.phrases[-1].span.end)

    @property
    def speech(self) -> float:
        return sum(p.span.duration for p in self.phrases)


@dataclass(frozen=True, slots=True)
class Profile:
    """One voice in one call: its phrases, its steps, its baseline (Hz and dBFS), its own spread from phrase to phrase."""

    speaker: Speaker
    phrases: tuple[Phrase, ...]
    steps: tuple[Step, ...]
    baseline: Phrase
    spread: tuple[float, float, float]


def phrases(voice: Voice, spans: list[Span]) -> tuple[Phrase, ...]:
    """The phrases of a voice within the speaker's turns ``spans``."""
    found = []
    for span in spans:
        parts = max(1, int(span.duration / PHRASE + 0.5 + 1e-6))  # the same for a shifted call
        cuts = [span.start + span.duration * k / parts for k in range(parts + 1)]
        for a, b in pairwise(cuts):
            frames = voice.frames(Span(a, b))
            pitch = voice.pitch[frames]
            voiced = ~np.isnan(pitch)
            if int(voiced.sum()) < VOICED:
                continue
            found.append(
                Phrase(
                    Span(a, b),
                    float(12 * np.log2(np.median(pitch[voiced]))),
                    float(np.median(voice.balance[frames][voiced])),
                    float(np.median(voice.loudness[frames][voiced])),
                    float(voiced.sum() * voice.hop),
                    syllables(voice, Span(a, b)),
                )
            )
    return tuple(found)


def profile(call: Call, speaker: Speaker, limits: Limits) -> Profile | None:
    """The voice of ``speaker``; ``None`` where too little was said for a baseline, or pitch is in doubt."""
    voice = call.voice(speaker)
    if voice is None or call.doubt("pitch", speaker):
        return None
    said = phrases(voice, [turn.span for turn in call.of(speaker)])
    if sum(p.voiced for p in said) < limits.baseline_speech:
        return None
    values = np.array([(p.pitch, p.balance, p.level) for p in said])
    weights = np.array([p.weight for p in said])
    spread = _spread(values, weights)
    planes = _partition(values / spread, weights, STEP * float(np.log(max(2, len(said)))))
    calm = _calm(said, planes, limits)
    pitch, balance, level = (float(v) for v in _median(calm))
    whole = Span(said[0].span.start, said[-1].span.end)
    base = Phrase(whole, pitch, balance, level, sum(p.voiced for p in calm))
    steps = []
    for a, b in planes:
        up = [float(v) for v in _median(said[a:b]) - (base.pitch, base.balance, base.level)]
        steps.append(Step(said[a:b], up[0], up[1], up[2], _pace(said[a:b]) / _pace(calm)))
    return Profile(speaker, said, tuple(steps), base, (float(spread[0]), float(spread[1]), float(spread[2])))


def _median(said: Sequence[Phrase]) -> Matrix:
    """Medians of pitch, balance and level over phrases, each counted by its weight: shape ``(3,)``."""
    values = np.array([(p.pitch, p.balance, p.level) for p in said])
    weights = np.array([p.weight for p in said])
    order = np.argsort(values, axis=0)
    half = np.cumsum(weights[order], axis=0) >= weights.sum() / 2
    middle: Matrix = np.take_along_axis(values, order, axis=0)[half.argmax(axis=0), np.arange(3)]
    return middle


def _spread(values: Matrix, weights: Matrix) -> Matrix:
    """Standard deviation from one phrase to the next, robustly, so that steps do not count: shape ``(3,)``."""
    whole = values[weights >= 0.75]
    if len(whole) < 4:
        return np.array(SPREAD)
    jumps = np.abs(np.diff(whole, axis=0))
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


def _calm(said: tuple[Phrase, ...], planes: list[tuple[int, int]], limits: Limits) -> list[Phrase]:
    """The phrases of the lowest steps that together hold speech enough; a step of a word or two counts for nothing."""
    steps = [said[a:b] for a, b in planes if sum(p.voiced for p in said[a:b]) >= WORDS] or [said]
    calm: list[Phrase] = []
    for step in sorted(steps, key=lambda step: float(_median(step)[0])):
        calm += step
        if sum(p.voiced for p in calm) >= limits.baseline_speech:
            break
    return calm


def _pace(said: Sequence[Phrase]) -> float:
    """Syllables a second; 1 where none was heard, so that a ratio of paces stays finite."""
    return sum(p.syllables for p in said) / sum(p.span.duration for p in said) or 1.0


def raised(profile: Profile, limits: Limits) -> list[Step]:
    """The steps above the limits, neighbours joined; whatever their length."""
    runs: list[list[Step]] = []
    previous: Step | None = None
    for step in profile.steps:
        if is_raised(step, limits):
            if previous is not None and runs and runs[-1][-1] is previous:
                runs[-1].append(step)
            else:
                runs.append([step])
        previous = step
    return [_joined(run) for run in runs]


def is_raised(step: Step, limits: Limits) -> bool:
    """Pitch up by its limit with level or balance, or by ``NEARLY`` of it with both."""
    louder, sharper = step.level >= limits.rise_level, step.balance >= limits.rise_balance
    if step.pitch >= limits.rise_pitch:
        return louder or sharper
    return step.pitch >= NEARLY * limits.rise_pitch and louder and sharper


def _joined(run: list[Step]) -> Step:
    weights = [step.speech for step in run]
    rise = np.average([(s.pitch, s.balance, s.level, s.pace) for s in run], axis=0, weights=weights)
    return Step(tuple(p for step in run for p in step.phrases), *(float(v) for v in rise))


def told(step: Step) -> str:
    """The evidence in words: how far, in what, for how long."""
    parts = [f"pitch up {step.pitch:.1f} semitones"]
    if step.level >= 1:
        parts.append(f"level up {step.level:.0f} dB")
    if step.balance >= 1:
        parts.append(f"sharper by {step.balance:.0f} dB")
    if step.pace >= QUICKER:
        parts.append(f"pace up {100 * (step.pace - 1):.0f} %")
    listed = parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
    return f"{listed} over own calm speech, for {step.speech:.0f} s of speech"


def measure(call: Call, limits: Limits) -> tuple[Measure, ...]:
    """Baselines as figures; ``escalation`` in semitones for each sustained rise; ``settling`` where it returns."""
    whole = Span(0.0, call.duration)
    found: list[Measure] = []
    for speaker in SPEAKERS:
        voice = profile(call, speaker, limits)
        if voice is None:
            found.append(Measure("baseline_pitch", whole, speaker, None, "Hz", withheld=_why(call, speaker, limits)))
            continue
        hertz = float(2 ** (voice.baseline.pitch / 12))
        found.append(Measure("baseline_pitch", whole, speaker, round(hertz, 1), "Hz"))
        for step in raised(voice, limits):
            if step.speech >= limits.rise_speech:
                found.append(Measure("escalation", step.span, speaker, round(step.pitch, 1), "semitones", told(step)))
                back = [p for p in voice.phrases if p.span.start >= step.span.end]
                if sum(p.span.duration for p in back) >= limits.settle_speech:
                    found.append(_settling(speaker, step, back, voice))
    return tuple(found)


def _settling(speaker: Speaker, step: Step, back: list[Phrase], voice: Profile) -> Measure:
    after = float(np.median([p.pitch for p in back[:3]])) - voice.baseline.pitch
    words = f"pitch back from {step.pitch:.1f} to {after:+.1f} semitones of own calm speech"
    return Measure(
        "settling",
        Span(back[0].span.start, back[min(2, len(back) - 1)].span.end),
        speaker,
        round(after - step.pitch, 1),
        "semitones",
        words,
    )


def _why(call: Call, speaker: Speaker, limits: Limits) -> str:
    doubt = call.doubt("pitch", speaker)
    if doubt is not None:
        return doubt.why
    if call.voice(speaker) is None:
        return "there is no sound, only a transcript"
    return f"the {speaker} says too little for a baseline of their own (under {limits.baseline_speech:.0f} s voiced)"


def moments(call: Call, measures: tuple[Measure, ...], limits: Limits) -> tuple[Moment, ...]:
    """The customer escalated or settled; the agent raised their voice, with or without the customer's going up first."""
    found: list[Moment] = []
    for m in measures:
        if m.speaker == "customer" and m.name == "escalation":
            because = f"{_upper(m.words)} ({_limits(limits, limits.rise_speech)})"
            found.append(
                Moment(
                    "escalated",
                    "voice_up",
                    m.span,
                    "customer",
                    f"Customer's voice up {m.value:g} semitones",
                    because,
                    rule="rise_pitch, rise_balance, rise_level, rise_speech",
                )
            )
        elif m.speaker == "customer" and m.name == "settling":
            found.append(
                Moment(
                    "settled",
                    None,
                    m.span,
                    "customer",
                    "Customer's voice back to calm",
                    _upper(m.words),
                    rule="rise_pitch, settle_speech",
                )
            )
    agent = profile(call, "agent", limits)
    if agent is not None:
        hot = [m.span for m in measures if m.name == "escalation" and m.speaker == "customer"]
        found += [
            _raised_voice(step, hot, limits)
            for step in raised(agent, limits)
            if step.speech >= limits.raised_voice_speech
        ]
    return tuple(found)


def _raised_voice(step: Step, hot: list[Span], limits: Limits) -> Moment:
    follows = any(span.start < step.span.start < span.end + limits.follows_within for span in hot)
    headline = f"Agent's voice up {step.pitch:.1f} semitones" + (", after the customer's" if follows else "")
    because = f"{_upper(told(step))} ({_limits(limits, limits.raised_voice_speech)})"
    return Moment(
        "pushed",
        "raised_voice",
        step.span,
        "agent",
        headline,
        because,
        rule="rise_pitch, rise_balance, rise_level, raised_voice_speech",
    )


def _limits(limits: Limits, speech: float) -> str:
    return f"limits: {limits.rise_pitch:g} semitones with {limits.rise_level:g} dB of level or {limits.rise_balance:g} dB of balance, for {speech:g} s"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
