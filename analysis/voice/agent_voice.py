"""A house may have nothing measured of its agents' voices: what is then left out of a report, and that it says so.

::

    left out, with SWITCHED_OFF as the reason    the agent's own calm pitch, the pace of their speech
    left out                                     their raised voice, its return, how loud they came in, the calm voice
    as ever                                      who speaks when, over-talk, every word, the customer's voice, what followed

Where both voices lie in one channel their pitches are compared in passing, to tell whose speech is whose; nothing of that is kept.
What depends on the calm voice is not turned against the agent: where it may have been an answer, nothing is said to be missed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.report import Measure, Moment, Report

SWITCHED_OFF = "The house has switched this off: nothing is measured of agents' voices."
"""Why a figure is withheld."""

FIGURES = ("baseline_pitch", "pace")
"""Figures of the agent's voice, which are withheld."""
RISES = ("raised_voice", "escalation", "settling")
"""What is told of the agent's voice at a time of the call, which is left out."""
TECHNIQUES = ("raised_voice", "calm_voice")
"""Moments that rest on the agent's voice."""
_LOUDER = re.compile(r", the agent's voice is \d+ dB (?:louder|softer) than their usual")


def left_out(measures: Sequence[Measure]) -> list[Measure]:
    """Measures without those of the agent's voice."""
    return [_withheld(m) for m in measures if not (m.speaker == "agent" and m.name in RISES)]


def without_agent_voice(report: Report) -> Report:
    """A report that was made while they were measured, as it may be shown now; judged anew it may differ in more."""
    moments = (replace(m, because=_LOUDER.sub("", m.because)) for m in report.moments if m.technique not in TECHNIQUES)
    return replace(report, measures=tuple(left_out(report.measures)), moments=tuple(moments))


def is_heard(measures: Sequence[Measure]) -> bool:
    """Whether the agent's voice was measured in this call, so that something can be said of it."""
    return any(m.name == "baseline_pitch" and m.speaker == "agent" and m.value is not None for m in measures)


def without_calm_voice(moments: Sequence[Moment]) -> list[Moment]:
    """Moments without the calm voices: nobody knows of them where the agent's was not measured."""
    return [m for m in moments if m.technique != "calm_voice"]


def _withheld(measure: Measure) -> Measure:
    if measure.speaker != "agent":
        return measure
    if measure.name in FIGURES:
        return replace(measure, value=None, withheld=SWITCHED_OFF)
    return replace(measure, words=_LOUDER.sub("", measure.words))
