"""*Feel, felt, found* (a selling technique older than its writers) counts only whole: three parts, in this order.

::

    agent     | I see how you feel |    | others felt that too |    | and they found … |
    customer                        |mm|                        |ok|
                feel                      felt                        found: here it is whole

All three may stand in a line, or in up to three lines of the agent: the line that completes it gets the name. What is not
whole acknowledges a feeling.
"""

from __future__ import annotations

from analysis.language.sequences.course import TOGETHER, Course
from analysis.language.sequences.placed_hit import PlacedHit

CLEAR = 0.6
"""Calibrated probability above which the reading is believed though not all of the cues are in the line."""


def check(placed: PlacedHit, course: Course) -> PlacedHit:
    """The technique where the line holds it whole, else an acknowledged feeling."""
    if course.cues[placed.line].in_order("felt", "found") or placed.hit.score > CLEAR:
        return placed
    return placed.renamed("acknowledge_feeling", "Not all of feel, felt and found are there.")


def completed(placed: PlacedHit, course: Course) -> PlacedHit:
    """The hit, renamed to this technique if it is a partnering with *found* in its line, and *feel* and *felt* came shortly before."""
    if placed.hit.stance != "partner" or "found" not in course.cues[placed.line]:
        return placed
    parts = _parts_before(placed.line, course)
    if parts is None:
        return placed
    return placed.renamed("feel_felt_found", f"The other parts came at {' and '.join(map(course.clock, parts))}.")


def _parts_before(index: int, course: Course) -> list[int] | None:
    """The earlier lines that hold *feel* and *felt*, in order, where line ``index`` itself does not hold all."""
    missing = ["feel", "felt"]
    parts: list[int] = []
    for k in course.before(index, "agent", TOGETHER)[:2][::-1]:
        wanted = len(missing)
        while missing and missing[0] in course.cues[k]:
            missing.pop(0)
        if len(missing) < wanted:
            parts.append(k)
    if missing == ["felt"] and course.cues[index].in_order("felt", "found"):
        missing = []
    return parts if parts and not missing else None
