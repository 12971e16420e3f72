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

from analysis.language.sequences.techniques import Course, HeardTechnique

WITHIN = 60.0
"""Seconds before a line in which the agent's guiding counts."""
LINES = 2
"""Lines that guide, this one among them, that make it a walk through steps."""
NOTE = "Said while the customer is walked through steps."


def is_guiding(at: int, course: Course) -> bool:
    """Whether line ``at`` of a call belongs to a walk through steps."""
    near = [at, *course.before(at, "agent", WITHIN)]
    return sum("guides" in course.cues[k] for k in near) >= LINES


def lower_guided_pushes(heard: Iterable[HeardTechnique], course: Course, hot: bool) -> list[HeardTechnique]:
    """The hits of a line, its pushes by the model alone only possible where the customer is walked through steps.

    hot  whether the customer has just escalated: then nothing is held back
    """
    return [one if hot or not _doubtful(one) or not is_guiding(one.at, course) else _possible(one) for one in heard]


def _doubtful(one: HeardTechnique) -> bool:
    return one.hit.stance == "push" and one.hit.rule == "model" and one.hit.confidence == "high"


def _possible(one: HeardTechnique) -> HeardTechnique:
    return replace(one, hit=replace(one.hit, confidence="low"), notes=(*one.notes, NOTE))
