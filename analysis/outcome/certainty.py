"""Which escalations are past doubt: what settles, what is missed and how a call ended rest on these alone.

The model's reading of a single line errs, mostly where somebody states a trouble as calmly as one can ("it leaks all over
my counter"). So an escalation is past doubt where a turn of phrase of the rule book or a voice makes it, where the reading
hardly errs, where the voice is up with it and the agent has not just partnered, or where it is not the first and nobody partnered since::

    customer   [ read so, 40 % ]                         doubtful
    customer   [ read so, 40 % ] .... [ read so, 40 % ]  the second is past doubt: what is said twice is meant
    customer   [ "put me through to your manager" ]      past doubt
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.language.rulebook.sayings import find_sayings
from analysis.language.sequences.course import course_of
from analysis.language.sequences.gratitude import GRATEFUL
from analysis.report import Moment
from audio.call import Call

AFTER_PARTNERING = 15.0
"""Seconds after a sure partnering in which a voice that is up bears out no reading: relief rises too."""
SURE = 0.75
"""Calibrated probability from which on what the model alone read as an escalation is past doubt: below it half are."""


def borne_out(call: Call, moments: Sequence[Moment]) -> list[Moment]:
    """The moments; a risen voice whose words complain of nothing is only possible: joy and relief rise too.

    Without words for it the voice stands as it is.
    """
    return [
        replace(m, confidence="low", because=f"{m.because} What is said in it complains of nothing.")
        if m.technique == "voice_up" and m.confidence == "high" and _without_complaint(call, m, moments)
        else m
        for m in moments
    ]


def _without_complaint(call: Call, rise: Moment, moments: Sequence[Moment]) -> bool:
    """Whether the customer's words in a rise are known and tell of no trouble, or of relief."""
    if not call.has_words or any(m.kind == "escalated" and m.words and (m.span & rise.span) for m in moments):
        return False
    course = course_of(call)
    line_numbers = [k for k, line in enumerate(course.lines) if line.speaker == "customer" and (line.span & rise.span)]
    worded = [k for k in line_numbers if course.lines[k].words]
    if any("trouble" in course.cues[k] for k in worded):
        return any(find_sayings(course.lines[k].text, "customer").keys() & GRATEFUL for k in worded)
    return bool(worded)


def escalations(moments: Sequence[Moment]) -> list[Moment]:
    """The customer's escalations of high confidence, in the order of time."""
    return sorted((m for m in moments if m.kind == "escalated" and m.confidence == "high"), key=lambda m: m.span)


def _just_partnered(moment: Moment, partnered_at: Sequence[float]) -> bool:
    """Whether the agent has just partnered; ``partnered_at`` are the partnerings' starts in seconds."""
    return any(moment.span.start - AFTER_PARTNERING <= at < moment.span.start for at in partnered_at)


def past_doubt(moments: Sequence[Moment]) -> list[Moment]:
    """The customer's escalations that are past doubt, in the order of time."""
    escalated = escalations(moments)
    partnered_at = [m.span.start for m in moments if m.kind == "partnered" and m.confidence == "high"]
    return [
        m
        for previous, m in zip((None, *escalated), escalated, strict=False)
        if m.rule != "model"
        or (m.likely or 0.0) >= SURE
        or (
            any(v.technique == "voice_up" and (v.span & m.span) for v in escalated)
            and not _just_partnered(m, partnered_at)
        )
        or (previous is not None and not any(previous.span.start < at < m.span.start for at in partnered_at))
    ]
