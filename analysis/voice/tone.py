"""Tone: where a voice left its own calm speech, and where it came back.

A voice is compared with nobody but itself in this call (:mod:`analysis.voice.baseline`). ::

    semitones   6 |                 .--.-. .-.
                4 |        limit . . . . . . . . . . .
                0 |  .-. -.  .-.               -. .-.
                     [ baseline ][ escalation ][settled]

A step is an *escalation* where its pitch lies above the baseline by ``rise_pitch`` *and* effort shows as well, as level or
as balance (``rise_level``, ``rise_balance``). Pitch alone rises in a question, level alone when the speaker leans in. Less of a rise
will do where more than one of the three is up and they come together to ``rise_joint`` of the speaker's own spreads from phrase to
phrase (:mod:`analysis.voice.heat`): a steady voice, raised by 3 semitones, is raised; a lively one is lively. It lasts ``rise_speech`` of speech at least: never one loud word.
Pitch and spectral balance over voiced frames are the strongest cues to vocal effort there are (Banse & Scherer 1996;
Juslin & Laukka 2003). They measure effort, which a laugh has too: nothing here says what anybody felt.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import numpy as np

from analysis.limits import Limits
from analysis.report import Measure, Moment
from analysis.voice.baseline import Phrase, Profile, Step, Voices, joint_rise
from analysis.voice.persons import person_at
from audio.call import SPEAKERS, Call, Speaker, other
from audio.span import Span

QUICKER = 1.15
"""Ratio of paces that is told: 5 to 10 % is just noticeable (Quené 2007), and our count is off by as much."""
NEARLY = 0.75
"""Share of a limit of effort that will do right before a voice is raised."""
MISTAKEN = 5.0
"""Semitones round the other's calm pitch within which, on one channel, a rise is not believed."""


def raised_steps(profile: Profile, limits: Limits) -> list[Step]:
    """The steps above the limits, neighbours joined; whatever their length.

    What lasts long enough for an escalation began where the voice began to rise: steps right before it that are nearly
    raised belong to it.
    """
    steps, runs = profile.steps, list[list[Step]]()
    last = 0
    people = [person_at(profile, step.span.start) for step in steps]
    raised_numbers = [is_raised(step, profile, limits) for step in steps]
    for (raised, person), group in groupby(range(len(steps)), key=lambda k: (raised_numbers[k], people[k])):
        numbers = list(group)
        if not raised:
            continue
        first = numbers[0]
        if sum(steps[number].speech for number in numbers) >= limits.rise_speech:
            while first > last and people[first - 1] == person and _is_nearly_raised(steps[first - 1], limits):
                first -= 1
        last = numbers[-1] + 1
        runs.append(list(steps[first:last]))
    return [_join(run) for run in runs]


def _is_nearly_raised(step: Step, limits: Limits) -> bool:
    """Pitch is up, and effort shows, though not to its limit."""
    effort = step.level >= NEARLY * limits.rise_level or step.balance >= NEARLY * limits.rise_balance
    return step.pitch >= limits.rise_pitch and effort


def surely_raised(call: Call, voice: Profile, other_voice: Profile | None, limits: Limits) -> list[Step]:
    """The raised steps that are surely this speaker's.

    Where both voices lie in one channel, a rise to the other's usual pitch is more likely the other, taken for this one.
    """
    steps = raised_steps(voice, limits)
    if call.layout == "two_sides":
        return steps
    if other_voice is None:
        return []
    return [step for step in steps if abs(voice.baseline.pitch + step.pitch - other_voice.baseline.pitch) > MISTAKEN]


def is_raised(step: Step, voice: Profile, limits: Limits) -> bool:
    """Effort shows, and pitch is up by its limit or all is together, in more than one of the three."""
    if step.level < limits.rise_level and step.balance < limits.rise_balance:
        return False
    rise = (step.pitch, step.balance, step.level)
    several = sum(part >= spread for part, spread in zip(rise, voice.spread, strict=True)) > 1
    return step.pitch >= limits.rise_pitch or (several and joint_rise(rise, voice.spread) >= limits.rise_joint)


def _join(run: list[Step]) -> Step:
    weights = [step.speech for step in run]
    rise = np.average([(s.pitch, s.balance, s.level, s.pace) for s in run], axis=0, weights=weights)
    return Step(tuple(p for step in run for p in step.phrases), *(float(v) for v in rise))


def describe_step(step: Step) -> str:
    """The evidence in words: how far, in what, for how long."""
    parts = [f"pitch up {step.pitch:.1f} semitones"] if step.pitch >= 1 else []
    if step.level >= 1:
        parts.append(f"level up {step.level:.0f} dB")
    if step.balance >= 1:
        parts.append(f"sharper by {step.balance:.0f} dB")
    if step.pace >= QUICKER:
        parts.append(f"pace up {100 * (step.pace - 1):.0f} %")
    listed = parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
    return f"{listed} over own calm speech, for {step.speech:.0f} s of speech"


def measure(call: Call, voices: Voices, limits: Limits) -> tuple[Measure, ...]:
    """Baselines as figures; ``escalation`` in semitones for each sustained rise; ``settling`` where it returns; and
    ``raised_voice`` for each rise of the agent's, shorter ones too."""
    whole = Span(0.0, call.duration)
    measures: list[Measure] = []
    for speaker in SPEAKERS:
        voice = voices.of(speaker)
        if voice is None:
            measures.append(
                Measure("baseline_pitch", whole, speaker, None, "Hz", withheld=_why_no_baseline(call, speaker, limits))
            )
            continue
        measures.append(Measure("baseline_pitch", whole, speaker, _hertz(voice.baseline), "Hz"))
        if len(voice.persons) > 1:
            measures += [
                Measure("baseline_pitch", person.span, speaker, _hertz(person), "Hz") for person in voice.persons
            ]
        for step in surely_raised(call, voice, voices.of(other(speaker)), limits):
            if speaker == "agent" and step.speech >= limits.raised_voice_speech:
                measures.append(
                    Measure("raised_voice", step.span, speaker, round(step.pitch, 1), "semitones", describe_step(step))
                )
            if step.speech >= limits.rise_speech:
                measures.append(
                    Measure("escalation", step.span, speaker, round(step.pitch, 1), "semitones", describe_step(step))
                )
                after = _later(voice, step)
                if sum(p.span.duration for p in after) >= limits.settle_speech:
                    measures.append(_settling(speaker, step, after, voice))
    return tuple(measures)


def _hertz(baseline: Phrase) -> float:
    return round(float(2 ** (baseline.pitch / 12)), 1)


def _later(voice: Profile, step: Step) -> list[Phrase]:
    """What the same person says after a step."""
    person = person_at(voice, step.span.end)
    later = [p for p in voice.phrases if p.span.start >= step.span.end]
    return [p for p in later if person_at(voice, p.span.start) == person]


def _settling(speaker: Speaker, step: Step, phrases: list[Phrase], voice: Profile) -> Measure:
    change = float(np.median([p.pitch for p in phrases[:3]])) - voice.baseline.pitch
    words = f"pitch back from {step.pitch:.1f} to {change:+.1f} semitones of own calm speech"
    return Measure(
        "settling",
        Span(phrases[0].span.start, phrases[min(2, len(phrases) - 1)].span.end),
        speaker,
        round(change - step.pitch, 1),
        "semitones",
        words,
    )


def _why_no_baseline(call: Call, speaker: Speaker, limits: Limits) -> str:
    doubt = call.doubt("pitch", speaker)
    if doubt is not None:
        return doubt.why
    if call.voice(speaker) is None:
        return "there is no sound, only a transcript"
    return f"the {speaker} says too little for a baseline of their own (under {limits.baseline_speech:.0f} s voiced)"


def moments(measures: Iterable[Measure], limits: Limits) -> tuple[Moment, ...]:
    """The customer escalated. Of the agent's rises nothing is made here (:mod:`analysis.voice.raised_voice`)."""
    escalations: list[Moment] = []
    for rise in measures:
        if rise.speaker == "customer" and rise.name == "escalation":
            because = f"{_capitalised(rise.words)} ({_describe_limits(limits, limits.rise_speech)})"
            escalations.append(
                Moment(
                    "escalated",
                    "voice_up",
                    rise.span,
                    "customer",
                    f"Customer's voice {describe_rise(rise.value)}",
                    because,
                    rule="rise_pitch, rise_balance, rise_level, rise_joint, rise_speech",
                )
            )
    return tuple(escalations)


def describe_rise(semitones: float | None) -> str:
    """A rise as a headline has it; some are of level and balance alone."""
    return f"up {semitones:g} semitones" if (semitones or 0) >= 1 else "louder and sharper"


def rise_limits(limits: Limits) -> str:
    """What counts as raised, in words."""
    return (
        f"{limits.rise_level:g} dB of level or {limits.rise_balance:g} dB of balance, with {limits.rise_pitch:g} semitones "
        f"or {limits.rise_joint:g} times the voice's usual variation in all"
    )


def _describe_limits(limits: Limits, speech: float) -> str:
    return f"limits: {rise_limits(limits)}, for {speech:g} s"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
