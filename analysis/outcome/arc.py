"""The arc of a call: customers who were heard out, voices that stayed calm.

These need what the other lenses found, so this one comes after them. ::

    customer   [ escalated ......................... ]
    agent                  |mm|            |mm|            [ listening ]

* **listening**: an upset customer talks at length, and the agent says nothing over it but listening sounds.
* **calm voice**: the customer's voice is up, the agent's stays at its own calm, nothing in that time pushes, and the
  customer settles.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report import Measure, Moment
from audio.call import Call
from audio.span import common, merge

LISTENED = 10.0
"""Seconds of an upset customer's speech that show listening, ours."""
HEARD_OUT = 1.0
"""Seconds: pauses up to this are inside a customer's run."""


def moments(call: Call, measures: Sequence[Measure], lens_moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """The moments that only the whole shows; ``lens_moments`` are those of the other lenses, of which only sure ones count."""
    if not call.turns or call.doubt("overtalk"):
        return ()
    lens_moments = [m for m in lens_moments if m.confidence == "high"]
    return (*_listening(call, measures, lens_moments), *_calm_voice(call, measures, lens_moments))


def _listening(call: Call, measures: Sequence[Measure], lens_moments: Sequence[Moment]) -> list[Moment]:
    """Long runs of an upset customer that the agent did not talk into."""
    agent_spans = [turn.span for turn in call.of("agent")]
    interrupted = [m.span for m in measures if m.name in ("interruption", "attempt") and m.speaker == "agent"]
    upset = [m.span for m in lens_moments if m.kind == "escalated"]
    backchannels = [m.span for m in measures if m.name == "backchannel" and m.speaker == "agent"]
    moments = []
    for run in merge((turn.span for turn in call.of("customer")), gap=HEARD_OUT):
        floor = [s for s in agent_spans if (run & s) and s not in backchannels]
        if (
            run.duration < LISTENED
            or common([run], interrupted)
            or not common([run], upset)
            or len(common([run], floor)) > 1
        ):
            continue
        listening_sounds = sum((run & s) is not None for s in backchannels)
        moments.append(
            Moment(
                "partnered",
                "listening",
                run,
                "agent",
                f"Hears the customer out for {run.duration:.0f} s",
                f"The customer speaks for {run.duration:.0f} s without being talked over, with {listening_sounds} listening sounds from the agent.",
                rule="listening",
            )
        )
    return moments


def _calm_voice(call: Call, measures: Sequence[Measure], lens_moments: Sequence[Moment]) -> list[Moment]:
    """Escalations of the customer's voice that ended while the agent's voice stayed at its own calm."""
    settled_at = [m.span.start for m in measures if m.name == "settling" and m.speaker == "customer"]
    pushes = [m.span for m in lens_moments if m.kind == "pushed" and m.speaker == "agent"]
    raised = [m.span for m in measures if m.name in ("escalation", "raised_voice") and m.speaker == "agent"]
    moments = []
    for m in measures:
        if m.name != "escalation" or m.speaker != "customer":
            continue
        calm_again = next((at for at in settled_at if at >= m.span.end), None)
        replies = [turn.span for turn in call.of("agent") if m.span.start <= turn.span.start <= m.span.end]
        if (
            calm_again is None
            or sum(s.duration for s in replies) < 3.0
            or common([m.span], pushes)
            or common([m.span], raised)
        ):
            continue
        moments.append(
            Moment(
                "partnered",
                "calm_voice",
                replies[-1],
                "agent",
                "Voice stays calm while the customer's is up",
                f"The customer's voice is {m.value:g} semitones up for {m.span.duration:.0f} s; the agent's stays at its own calm, and the customer's comes back.",
                rule="rise_pitch, settle_speech",
            )
        )
    return moments
