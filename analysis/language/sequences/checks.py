"""Techniques that need time: the reading hears phrasing; here it is seen where it stands in the call, and put right.

::

    hits of a line ──> the check of its technique, if it has one ──> feel, felt, found over several lines ──> hits
                       the same | noted | another technique | none

Each check is a module of this room: what it needs of the lines before and after is written there. A technique that is not
in the table stands as it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from analysis.language.sequences import (
    feel_felt_found,
    final_word,
    gratitude,
    offer_choice,
    overcorrect,
    preemptive,
    truth_with_plan,
)
from analysis.language.sequences.course import Course
from analysis.language.sequences.placed_hit import PlacedHit

CHECKS: Mapping[str, Callable[[PlacedHit, Course], PlacedHit | None]] = {
    "preemptive_acknowledgement": preemptive.check,
    "truth_with_plan": truth_with_plan.check,
    "offer_choice": offer_choice.check,
    "overcorrect": overcorrect.check,
    "feel_felt_found": feel_felt_found.check,
    "firm_direct": final_word.check,
    **dict.fromkeys(gratitude.ESCALATIONS, gratitude.check),
}
"""By technique: the hit as time bears it out, ``None`` where it does not."""


def correct_by_place(hits: Iterable[PlacedHit], course: Course) -> list[PlacedHit]:
    """The hits as they stand in the call: renamed, noted, or left out where time does not bear them out."""
    borne_out = []
    for placed in hits:
        check = CHECKS.get(placed.hit.technique)
        corrected = check(placed, course) if check else placed
        if corrected is not None:
            borne_out.append(feel_felt_found.completed(corrected, course))
    return borne_out
