"""*A choice* names two options; one way alone moves the call forward.

::

    agent     | I can post it, or you can fetch it |       a choice
    agent     | I can post it |                            forward, but no choice
"""

from __future__ import annotations

from analysis.language.sequences.course import Course
from analysis.language.sequences.placed_hit import PlacedHit


def check(placed: PlacedHit, course: Course) -> PlacedHit:
    """The choice, or moving forward where the line names no second way."""
    if "choice" in course.cues[placed.line]:
        return placed
    return placed.renamed("move_forward", "One way is offered, not two.")
