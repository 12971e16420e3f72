"""*Pre-emptive acknowledgement* (Toister): the wait is named before the customer names it.

::

    agent     | one moment |  ~ hold ~  | thanks for waiting, so … |       pre-emptive: after a wait, and before
    customer                                          (no complaint yet)   the customer complains of it

    agent     | one moment |  ~ hold ~                      | sorry for the wait |
    customer                           | hello? I've waited ages! |        after the complaint the same words
                                                                           acknowledge a feeling

A wait is a silence, words of holding, or the queue before the call.
"""

from __future__ import annotations

from analysis.language.sequences.course import Course
from analysis.language.sequences.placed_hit import PlacedHit

SILENCE = 5.0
"""Seconds in which nobody speaks that count as a hold."""
OPENING = 30.0
"""Seconds from the start in which a wait is the queue before the call."""
RECENT = 60.0
"""Seconds after a hold in which the wait may still be acknowledged before other things."""


def check(placed: PlacedHit, course: Course) -> PlacedHit:
    """The acknowledgement, noted; an acknowledged feeling where no wait came before it or the customer complained first."""
    line = course.lines[placed.line]
    wait_start = _wait_before(placed.line, course)
    if wait_start is None:
        return placed.renamed("acknowledge_feeling", "No wait came before it.")
    since = course.before(placed.line, "customer", line.span.start - wait_start)
    complaints = [k for k in since if "wait_complaint" in course.cues[k]]
    if complaints:
        first = course.clock(min(complaints))
        return placed.renamed("acknowledge_feeling", f"The customer had named the wait before, at {first}.")
    next_lines = course.lines[placed.line + 1 : placed.line + 3]
    went_on = placed.sentence.end < len(line.text) or any(later.speaker == "agent" for later in next_lines)
    ending = ", and then on with the matter." if went_on else "."
    return placed.noted("Said after the wait and before the customer spoke of it" + ending)


def _wait_before(index: int, course: Course) -> float | None:
    """When the wait began that came before line ``index``; ``None`` where none did."""
    line = course.lines[index]
    silent_since = course.spoken_until[index - 1] if index else 0.0
    if line.span.start - silent_since >= SILENCE:
        return silent_since
    for k in course.before(index, "agent", RECENT):
        if "hold" in course.cues[k]:
            return course.lines[k].span.end
    for k in range(index, 0, -1):
        if line.span.start - course.lines[k].span.start > RECENT:
            break
        if course.lines[k].span.start - course.lines[k - 1].span.end >= SILENCE:
            return course.lines[k - 1].span.end
    return 0.0 if line.span.start <= OPENING else None
