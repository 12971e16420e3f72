"""*More than the fix* makes up for something, so something must have gone wrong first; before that a gift is a sale.

::

    customer  | it never worked |                                   | hello |
    agent                         | I've added a free month |                 | I've added a free month |
                                    more than the fix                           a sale: left out
"""

from __future__ import annotations

from analysis.language.sequences.course import Course
from analysis.language.sequences.placed_hit import PlacedHit


def check(placed: PlacedHit, course: Course) -> PlacedHit | None:
    """The gift (the hit, unchanged) where the customer has spoken of trouble before it, else ``None``."""
    return placed if course.trouble_before(placed.line) else None
