"""An agent who walks the customer through steps: what reads like a push there is more likely a part of the help.

"You're going to hold both of them down" is an order by its words and a favour in its place. The place is told by lines
that guide, a cue of the rule book (``in_time/cues.toml``), close together::

    agent     | I can walk you through it |  | you're going to sit … |  | hold both down |  | next time, just check it |
    customer                               ok                         ok                 oh!
                guides                         guides                     guides             not by itself: within a minute

There a push that the model alone hears is only *possible*, unless the customer is hot; a turn of phrase of the rule book
counts as everywhere. What came before never makes a push, it may only hold one back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analysis.language.sequences.course import Course
from analysis.language.sequences.placed_hit import PlacedHit

WITHIN = 60.0
"""Seconds before a line in which the agent's guiding counts."""
LINES = 2
"""Lines that guide, this one among them, that make it a walk through steps."""
NOTE = "Said while the customer is walked through steps."


def is_guiding(index: int, course: Course) -> bool:
    """Whether line ``index`` of a call belongs to a walk through steps."""
    near = [index, *course.before(index, "agent", WITHIN)]
    return sum("guides" in course.cues[k] for k in near) >= LINES


def lower_guided_pushes(hits: Iterable[PlacedHit], course: Course, hot: bool) -> list[PlacedHit]:
    """The hits of a line. Where the customer is walked through steps, a push that only the model heard becomes only possible.

    hot  whether the customer has just escalated: then nothing is held back
    """
    return [
        _lowered(placed) if not hot and _is_sure_push_of_model(placed) and is_guiding(placed.line, course) else placed
        for placed in hits
    ]


def _is_sure_push_of_model(placed: PlacedHit) -> bool:
    return placed.hit.stance == "push" and placed.hit.rule == "model" and placed.hit.confidence == "high"


def _lowered(placed: PlacedHit) -> PlacedHit:
    return replace(placed, hit=replace(placed.hit, confidence="low")).noted(NOTE)
