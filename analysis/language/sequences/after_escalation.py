"""The arc of an escalation (Golden: create calm, take charge, move forward): which of the three followed, in order.

::

    customer  | nobody rang me back! |
    agent                              | I'd be cross too |   | leave it with me |   | so, next … |
                [---------------------- calm ----------------- charge -------------- forward ]       three steps
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audio.span import Span

ARC = 90.0
"""Seconds after an escalation in which the arc is looked for."""
CALM = frozenset(
    [
        "acknowledge_feeling",
        "preemptive_acknowledgement",
        "feel_felt_found",
        "collaborative_we",
        "listening",
        "calm_voice",
    ]
)
CHARGE = frozenset(["own_it", "clarify", "firm_direct", "collaborative_we", "truth_with_plan"])
FORWARD = frozenset(["move_forward", "offer_choice", "truth_with_plan", "overcorrect", "follow_up"])


@dataclass(frozen=True, slots=True)
class Arc:
    """What followed an escalation: ``steps`` of calm, charge, forward in order, over ``span``."""

    span: Span
    steps: tuple[str, ...]


def arc_after(escalation: Span, partnered: Sequence[tuple[Span, str]]) -> Arc:
    """Which of *create calm*, *take charge* and *move forward* followed, each after the one before.

    partnered  the agent's partnering moments, as span and technique
    """
    steps: list[str] = []
    reached, end = escalation.start, escalation.end
    used: set[tuple[Span, str]] = set()
    for step, techniques in (("calm", CALM), ("charge", CHARGE), ("forward", FORWARD)):
        for moment in sorted(partnered):
            span, technique = moment
            if moment not in used and technique in techniques and reached <= span.start <= escalation.end + ARC:
                used.add(moment)
                steps.append(step)
                reached, end = span.start, max(end, span.end)
                break
    return Arc(Span(escalation.start, end), tuple(steps))
