"""Response: what the customer's voice did after a moment, against the same customer's just before it.

Followed by, never caused by. The last three phrases before and the first three after are compared::

    customer   .. |b1|  |b2| |b3|     [ moment ]     |a1| |a2|   |a3| ..
                      mean b  ────────  change  ────────  mean a

Each phrase is one number: its pitch (half of the weight), level and spectral balance (a quarter each), in units of the
customer's own spread from phrase to phrase, so that a lively speaker must change more than an even one. The margin is half the
90 % interval of the difference of two means of so few phrases (1.645 standard errors, the spread taken as known). Beyond the
margin, and beyond ``response_least``, the customer is calmer or hotter; within it there is *no clear change*; with under two
phrases on a side nobody *can tell*. An escalation in words after, and none before, is told as well and counts as hotter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.limits import Limits
from analysis.profile import Phrase, Profile, profile
from analysis.report import Moment, Response
from audio.call import Call
from audio.span import Span

PHRASES = 3
"""On each side of a moment."""
ENOUGH = 2
WEIGHTS = (0.5, 0.25, 0.25)
"""Of pitch, balance, level."""
NOISE = float(np.sqrt(sum(w * w for w in WEIGHTS)))
"""Standard deviation of a phrase's number, its three parts taken as independent."""
Z90 = 1.645


def answer(call: Call, moments: Sequence[Moment], limits: Limits) -> tuple[Moment, ...]:
    """The moments, each of the agent's pushes and partnerings with what followed it."""
    voice = profile(call, "customer", limits)
    words = [m for m in moments if m.kind == "escalated" and m.words and m.confidence == "high"]
    return tuple(
        replace(m, response=_response(m, voice, words, limits)) if m.kind in ("pushed", "partnered") else m
        for m in moments
    )


def heat(phrase: Phrase, voice: Profile) -> float:
    """How far a phrase lies above the speaker's baseline, in own spreads."""
    base = voice.baseline
    rise = (phrase.pitch - base.pitch, phrase.balance - base.balance, phrase.level - base.level)
    return sum(w * r / s for w, r, s in zip(WEIGHTS, rise, voice.spread, strict=True))


def _response(moment: Moment, voice: Profile | None, words: Sequence[Moment], limits: Limits) -> Response:
    if voice is None:
        return Response("cannot_tell", "The customer's voice could not be measured, or there is too little of it.")
    span = moment.span
    early = Span(max(0.0, span.start - limits.response_before), span.start)
    late = Span(span.end, span.end + limits.response_after)
    before = [p for p in voice.phrases if p.span.start < span.start and p.span.end > early.start][-PHRASES:]
    after = [
        p for p in voice.phrases if span.start < p.span.start and p.span.end > span.end and p.span.start < late.end
    ][:PHRASES]
    before = [p for p in before if p not in after]
    if min(len(before), len(after)) < ENOUGH:
        return Response(
            "cannot_tell", f"The customer says too little: {len(before)} phrases before, {len(after)} after."
        )
    change = float(np.mean([heat(p, voice) for p in after]) - np.mean([heat(p, voice) for p in before]))
    margin = Z90 * NOISE * float(np.sqrt(1 / len(before) + 1 / len(after)))
    told = _told(before, after, change, margin)
    new = [m for m in words if m.span.start in Span(after[0].span.start - 0.5, after[-1].span.end)]
    if new and not any(m.span.start in early for m in words) and change > -limits.response_least:
        return Response(
            "hotter", f"{told} The customer then says: “{new[0].words}”.", round(change, 2), round(margin, 2)
        )
    if abs(change) > max(margin, limits.response_least):
        return Response("hotter" if change > 0 else "calmer", told, round(change, 2), round(margin, 2))
    return Response("no_change", told, round(change, 2), round(margin, 2))


def _told(before: Sequence[Phrase], after: Sequence[Phrase], change: float, margin: float) -> str:
    pitch = float(np.mean([p.pitch for p in after]) - np.mean([p.pitch for p in before]))
    level = float(np.mean([p.level for p in after]) - np.mean([p.level for p in before]))
    return (
        f"Customer's pitch {pitch:+.1f} semitones and level {level:+.0f} dB, {len(after)} phrases after against "
        f"{len(before)} before ({change:+.1f} ± {margin:.1f} own spreads)."
    )
