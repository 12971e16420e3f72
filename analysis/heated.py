"""Which escalations are past doubt: what settles, what is missed and how a call ended rest on these alone.

The model's reading of a single line errs, mostly where somebody states a trouble as calmly as one can ("it leaks all over
my counter"). So an escalation is past doubt where a turn of phrase of the rule book or a voice makes it, where the reading
hardly errs, or where it is not the first and nobody partnered since::

    customer   [ read so, 40 % ]                         doubtful
    customer   [ read so, 40 % ] .... [ read so, 40 % ]  the second is past doubt: what is said twice is meant
    customer   [ "put me through to your manager" ]      past doubt
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report import Moment

SURE = 0.75
"""Calibrated probability from which on what the model alone read as an escalation is past doubt: below it half are."""


def escalations(found: Sequence[Moment]) -> list[Moment]:
    """The customer's escalations of high confidence, in the order of time."""
    return sorted((m for m in found if m.kind == "escalated" and m.confidence == "high"), key=lambda m: m.span)


def past_doubt(found: Sequence[Moment]) -> list[Moment]:
    """Those of them that are past doubt, in the order of time."""
    hot = escalations(found)
    met = [m.span.start for m in found if m.kind == "partnered" and m.confidence == "high"]
    return [
        m
        for before, m in zip((None, *hot), hot, strict=False)
        if m.rule != "model"
        or (m.likely or 0.0) >= SURE
        or (before is not None and not any(before.span.start < at < m.span.start for at in met))
    ]
