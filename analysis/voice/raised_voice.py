"""The agent's raised voice: a fact by itself, a push only with heat beside it.

Pitch, level and balance measure effort, and joy, relief and laughter are as effortful as a quarrel: on recordings of actors no
measure of the voice told an agent's joy from anger (eleven of thirteen joyful agents were accused). So a rise of the agent's
voice stays what it is, a measure, among the report's escalations and on the timeline's lane; a moment is made of it only where
something else in the call is hot. ::

    customer          [ escalated ]                      [ in words ]                [== "oh, thank you!" ==]
    agent                     [ raised ]      [ raised "you should have" ]       [ raised "there it is!" ]
                              pushed            pushed                              a fact
                       |<- follows_within ->|

* **heat**: a sure push in words within ``BESIDE`` of it; the agent's interruption in it; an escalation of the customer that ends or
  begins within ``follows_within`` of it.
* **veto**: laughter, thanks or praise in what either says in it or within ``GLADLY``, outside what is hot itself.
* An interruption alone makes no more than a possible push: in a glad moment people come in too. Without words nobody knows what
  it was about: then an interruption makes none, and the customer's heat a possible one.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.language.gladness import is_glad, touch
from analysis.limits import Limits
from analysis.report import Measure, Moment
from analysis.voice.tone import describe_rise, rise_limits
from audio.call import Call
from audio.span import Span

BESIDE = 2.0
"""Seconds round the raised voice in which pushing words belong to it: about a turn's beginning."""
GLADLY = 4.0
"""Seconds round it in which glad words do: the turn before and the one after."""


def moments(call: Call, measures: Sequence[Measure], others: Sequence[Moment], limits: Limits) -> tuple[Moment, ...]:
    """The agent's rises that something hot lies beside; ``others`` are the moments of voices and words."""
    rises = [rise for rise in measures if rise.name == "raised_voice" and rise.speaker == "agent"]
    return tuple(moment for rise in rises if (moment := _push(call, rise, others, limits)) is not None)


def _push(call: Call, rise: Measure, others: Sequence[Moment], limits: Limits) -> Moment | None:
    sure = [m for m in others if m.confidence == "high"]
    beside_it, around_it = _around(rise.span, BESIDE), _around(rise.span, limits.follows_within)
    pushes = [m for m in sure if m.kind == "pushed" and m.speaker == "agent" and m.words and touch(m.span, beside_it)]
    interruptions = [
        m for m in sure if m.technique == "interruption" and m.speaker == "agent" and touch(m.span, rise.span)
    ]
    escalations = [m for m in sure if m.kind == "escalated" and m.speaker == "customer" and touch(m.span, around_it)]
    causes = [*pushes, *escalations, *(interruptions if call.has_words else ())]
    if not causes or is_glad(call, _around(rise.span, GLADLY), [m.span for m in (*pushes, *escalations) if m.words]):
        return None
    before = any(m.span.start < rise.span.start for m in escalations)
    evidence = [f"beside it the agent says “{m.words}”" for m in pushes[:1]]
    if escalations:
        evidence.append(f"the customer escalates {'just before' if before else 'right after'} it")
    if interruptions:
        evidence.append("the agent interrupts in it")
    return Moment(
        "pushed",
        "raised_voice",
        rise.span,
        "agent",
        f"Agent's voice {describe_rise(rise.value)}" + (", after the customer's heat" if before else ""),
        f"{rise.words[:1].upper()}{rise.words[1:]}; {', and '.join(evidence)} (limits: "
        f"{rise_limits(limits)}, for {limits.raised_voice_speech:g} s).",
        rule="rise_pitch, rise_balance, rise_level, rise_joint, raised_voice_speech, follows_within",
        confidence="high" if call.has_words and (pushes or escalations) else "low",
    )


def _around(span: Span, seconds: float) -> Span:
    return Span(span.start - seconds, span.end + seconds)
