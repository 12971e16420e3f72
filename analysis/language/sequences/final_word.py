"""*A final word*: a no that stands, with its reason, a regret or another way. A bare no is none, and hedging makes it none.

It answers what the customer asks again in other words; whether the asking stopped is added to its evidence::

    customer  | can I have it back? |          | but my money, can I have it back? |                       | oh, all right |
    agent                            | no, … |                                       | no, because it's … |
                asked                            asked again                           a final word          did not ask again
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from analysis.language.sequences.after_escalation import ARC
from analysis.language.sequences.course import Course
from analysis.language.sequences.placed_hit import PlacedHit
from analysis.language.sequences.repeated_questions import alike, question_before


def check(placed: PlacedHit, course: Course) -> PlacedHit | None:
    """The final word, noted with what the customer asked before and after it; ``None`` where only the model heard it and it is a bare no."""
    cues = course.cues[placed.line]
    if placed.hit.rule == "model" and "grace" not in cues:
        return None
    question = question_before(placed.line, course)
    if question is None:
        return placed
    first, last = question
    if "hedge" in cues:
        return placed.noted("The customer asks again, and the answer hedges.")
    asks_on = any(course.lines[k].speaker == "customer" and alike(course, last, k) for k in _later(placed.line, course))
    outcome = "asked again after it" if asks_on else "did not ask again"
    return placed.noted(f"The customer had asked the same at {course.clock(first)}, and {outcome}.")


def _later(index: int, course: Course) -> Iterator[int]:
    """The lines that begin within ``ARC`` after line ``index``."""
    end = course.lines[index].span.end
    return takewhile(lambda k: course.lines[k].span.start - end < ARC, range(index + 1, len(course.lines)))
