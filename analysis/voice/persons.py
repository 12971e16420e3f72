"""Several people on one side, one after the other: each against their own calm, laid on one scale.

Whoever comes new to a side (:class:`~audio.call.Newcomer`) has a pitch, a level and a sharpness of their own. Each person's phrases are
profiled alone, and then moved by as much as their calm differs from that of whoever says most, so that all that is asked of the side
later (is it up, did it come back, what followed) is asked of each person's distance from their own calm::

    semitones   9 |                  -. .-. -          as heard: a supervisor "9 semitones up for 30 s"
                0 |  .-. -.  .-. -.                    the agent
                  |--------------------------
                0 |  .-. -.  .-. -.  -. .-. -          each over their own calm

A line that changes under one voice (:class:`~audio.call.LineChange`) parts a side in the same way.

Whoever says too little for a calm of their own is not judged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from analysis.limits import Limits
from analysis.voice.baseline import Phrase, Profile, Voices, phrases_of, profile_of
from audio.call import Call, Speaker

NEARLY = 0.3
"""Seconds before a newcomer's time at which a phrase that begins is theirs."""


def voice_profiles(call: Call, limits: Limits) -> Voices:
    """Both voices of a call; see :func:`voice_profile`."""
    return Voices(voice_profile(call, "agent", limits), voice_profile(call, "customer", limits))


def voice_profile(call: Call, speaker: Speaker, limits: Limits) -> Profile | None:
    """The voice of ``speaker``; ``None`` where too little was said for a baseline, or pitch is in doubt."""
    voice = call.voice(speaker)
    if voice is None or call.doubt("pitch", speaker):
        return None
    phrases = phrases_of(voice, [turn.span for turn in call.of(speaker)])
    starts = sorted(at - NEARLY for at in _changes(call, speaker))
    by_person: list[list[Phrase]] = [[] for _ in range(len(starts) + 1)]
    for phrase in phrases:
        by_person[bisect_right(starts, phrase.span.start)].append(phrase)
    profiles = [profile_of(speaker, tuple(theirs), limits) for theirs in by_person]
    return _joined([profile for profile in profiles if profile is not None])


def _changes(call: Call, speaker: Speaker) -> list[float]:
    """When somebody comes new to a side, and when it is heard over another line."""
    newcomers = [newcomer.at for newcomer in call.newcomers if newcomer.speaker == speaker]
    return newcomers + [change.at for change in call.line_changes if change.speaker == speaker]


def person_at(voice: Profile, time: float) -> int:
    """Which of the people on a side it is who speaks last before ``time``; the first one where nobody has yet."""
    return max(0, bisect_right([person.span.start for person in voice.persons], time) - 1)


def _joined(profiles: Sequence[Profile]) -> Profile | None:
    """The profiles of several people as one, on the scale of whoever says most, and no steadier than the liveliest of them."""
    if len(profiles) < 2:
        return profiles[0] if profiles else None
    most = max(profiles, key=lambda profile: sum(p.voiced for p in profile.phrases)).baseline
    moved = [_moved(profile, most) for profile in profiles]
    pitch, balance, level = (max(spreads) for spreads in zip(*(profile.spread for profile in profiles), strict=True))
    return Profile(
        profiles[0].speaker,
        tuple(phrase for profile in moved for phrase in profile.phrases),
        tuple(step for profile in moved for step in profile.steps),
        most,
        (pitch, balance, level),
        tuple(profile.baseline for profile in profiles),
    )


def _moved(profile: Profile, baseline: Phrase) -> Profile:
    """The profile moved so that its calm lies where ``baseline`` does."""
    own = profile.baseline

    def move(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
        return tuple(
            replace(
                phrase,
                pitch=phrase.pitch - own.pitch + baseline.pitch,
                balance=phrase.balance - own.balance + baseline.balance,
                level=phrase.level - own.level + baseline.level,
            )
            for phrase in phrases
        )

    steps = tuple(replace(step, phrases=move(step.phrases)) for step in profile.steps)
    return replace(profile, phrases=move(profile.phrases), steps=steps)
