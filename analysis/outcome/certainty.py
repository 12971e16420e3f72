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

JUST = 15.0
"""Seconds after a sure partnering in which a voice that is up bears out no reading: relief rises too."""
SURE = 0.75
"""Calibrated probability from which on what the model alone read as an escalation is past doubt: below it half are."""


def borne_out(call: Call, found: Sequence[Moment]) -> list[Moment]:
    """The moments; a risen voice whose words complain of nothing is only possible: joy and relief rise too.

    Without words for it the voice stands as it is.
    """
    return [
        replace(m, confidence="low", because=f"{m.because} What is said in it complains of nothing.")
        if m.technique == "voice_up" and m.confidence == "high" and _content(call, m, found)
        else m
        for m in found
    ]


def _content(call: Call, voice: Moment, found: Sequence[Moment]) -> bool:
    """Whether the customer's words in a rise are known and tell of no trouble, or of relief."""
    if not call.has_words or any(m.kind == "escalated" and m.words and (m.span & voice.span) for m in found):
        return False
    talk = course_of(call)
    here = [k for k, line in enumerate(talk.lines) if line.speaker == "customer" and (line.span & voice.span)]
    spoken = [k for k in here if talk.lines[k].words]
    if any("trouble" in talk.cues[k] for k in spoken):
        return any(find_sayings(talk.lines[k].text, "customer").keys() & GRATEFUL for k in spoken)
    return bool(spoken)


def escalations(found: Sequence[Moment]) -> list[Moment]:
    """The customer's escalations of high confidence, in the order of time."""
    return sorted((m for m in found if m.kind == "escalated" and m.confidence == "high"), key=lambda m: m.span)


def _just_met(moment: Moment, met: Sequence[float]) -> bool:
    """Whether the agent has just partnered; ``met`` are the partnerings' starts in seconds."""
    return any(moment.span.start - JUST <= at < moment.span.start for at in met)


def past_doubt(found: Sequence[Moment]) -> list[Moment]:
    """Those of them that are past doubt, in the order of time."""
    hot = escalations(found)
    met = [m.span.start for m in found if m.kind == "partnered" and m.confidence == "high"]
    return [
        m
        for before, m in zip((None, *hot), hot, strict=False)
        if m.rule != "model"
        or (m.likely or 0.0) >= SURE
        or (any(v.technique == "voice_up" and (v.span & m.span) for v in hot) and not _just_met(m, met))
        or (before is not None and not any(before.span.start < at < m.span.start for at in met))
    ]
