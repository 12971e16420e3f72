"""Somebody who thanks, praises, is relieved or at ease is not escalating, whatever the rest of the line reads like.

::

    customer  | oh thank goodness, I was so worried, thanks ever so much |
                relief                               warm_thanks              the model: an escalation? left out

A turn of phrase of anger from the rule book stands all the same. Agreement alone ("fine, if you must") holds back only a
reading that is doubtful.
"""

from __future__ import annotations

from analysis.language.rulebook.sayings import find_sayings
from analysis.language.sequences.course import Course
from analysis.language.sequences.placed_hit import PlacedHit

ESCALATIONS = (
    "anger_statement",
    "repeated_contact",
    "threat_to_leave",
    "supervisor_request",
    "overtalk_complaint",
    "profanity",
)
GRATEFUL = frozenset(["relief", "praise", "warm_thanks", "making_up", "manners", "at_ease"])
"""Sayings of somebody who is not escalating."""
DOUBTFUL = 0.5
"""Calibrated probability under which a reading as an escalation yields to words of agreement."""


def check(placed: PlacedHit, course: Course) -> PlacedHit | None:
    """The escalation, or ``None`` where the model alone hears it in a line of gratitude."""
    if placed.hit.rule != "model":
        return placed
    sayings = find_sayings(course.lines[placed.line].text, "customer", course.tokens[placed.line])
    agreed = "accepted" in sayings and placed.hit.likely < DOUBTFUL
    return None if agreed or sayings.keys() & GRATEFUL else placed
