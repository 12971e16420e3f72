"""*Truth with a plan*: bad news, and then what happens next.

Both halves are needed, in this order, in one line or with the bad news in the agent's line before::

    agent     | it won't come today | but I'll drive it over |           both halves in a line
    agent     | it won't come today |    | I'll drive it over |          … or in two
    customer                          |oh|
    agent                                | I'll drive it over |          the plan alone moves the call forward
    agent     | it won't come today, I'm afraid |                        the news alone, said with grace, is a final word
"""

from __future__ import annotations

from analysis.language.sequences.course import TOGETHER, Course
from analysis.language.sequences.placed_hit import PlacedHit


def check(placed: PlacedHit, course: Course) -> PlacedHit | None:
    """The technique where both halves are there, one of its halves under its own name, or ``None``."""
    cues = course.cues[placed.line]
    if cues.in_order("bad_news", "plan"):
        return placed
    earlier = next(iter(course.before(placed.line, "agent", TOGETHER)), None)
    if "plan" in cues and earlier is not None and "bad_news" in course.cues[earlier]:
        return placed.noted(f"The bad news came at {course.clock(earlier)}.")
    if "plan" in cues:
        return placed.renamed("move_forward", "It says what happens next; no bad news stands before it.")
    if "bad_news" in cues and "grace" in cues:
        return placed.renamed("firm_direct", "Bad news without what happens next.")
    return None
