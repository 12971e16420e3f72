"""What to hear again of an agent's latest calls: two things that went well, and one to try otherwise.

::

    went well   partnering, sure, followed by a calmer customer; not a mere return to the usual, where there is any other
                  1. the technique that the agent uses least of these: what is rare is no habit yet, and is worth being told
                  2. of it, where the customer's voice came down farthest beyond its margin
                two, of two techniques, and of two calls where there are two
    to try      a push, sure, not refused by whoever heard it, for which the rule book has words to say instead
                  1. the technique heard in most of these calls: a habit, not a slip
                  2. the latest of it, which is remembered best

Facts of words and voices, never of feelings; nothing is said of how others do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.report import Moment, Report


@dataclass(frozen=True, slots=True)
class Highlight:
    """A moment to hear, and the call that it is in."""

    call_id: str
    moment: Moment


def went_well(reports: Sequence[Report], most: int = 2) -> tuple[Highlight, ...]:
    """At most so many, chosen out of these ``reports``, the latest first."""
    there = [
        Highlight(report.call_id, moment)
        for report in reports
        for moment in report.moments
        if moment.kind == "partnered" and moment.technique and moment.confidence == "high" and _calmer(moment)
    ]
    uses = Counter(
        m.technique for report in reports for m in report.moments if m.kind == "partnered" and m.confidence == "high"
    )
    ranked = sorted(there, key=lambda one: (_is_usual(one.moment), uses[one.moment.technique], -_beyond(one.moment)))
    chosen: list[Highlight] = []
    for another_call in (True, False):
        for one in ranked:
            techniques = {each.moment.technique for each in chosen}
            calls = {each.call_id for each in chosen}
            if (
                len(chosen) < most
                and one.moment.technique not in techniques
                and not (another_call and one.call_id in calls)
            ):
                chosen.append(one)
    return tuple(chosen)


def to_try(reports: Sequence[Report]) -> Highlight | None:
    """The push to try otherwise, out of these ``reports``, the latest first; ``None`` where there is none."""
    there = [
        Highlight(report.call_id, moment)
        for report in reports
        for moment in report.moments
        if moment.kind == "pushed" and moment.technique and moment.confidence == "high" and moment.instead
    ]
    calls = Counter(technique for technique, _ in {(one.moment.technique, one.call_id) for one in there})
    return min(there, key=lambda one: -calls[one.moment.technique], default=None)


def _calmer(moment: Moment) -> bool:
    return moment.response is not None and moment.response.after == "calmer"


def _is_usual(moment: Moment) -> bool:
    return moment.response is not None and moment.response.usual


def _beyond(moment: Moment) -> float:
    """By how much the voice came down beyond what it does anyway, in its own usual variation."""
    response = moment.response
    return 0.0 if response is None else -(response.change or 0.0) - (response.margin or 0.0)
