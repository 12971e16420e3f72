"""Which escalations are past doubt: what settles, what is missed and how a call ended rest on these alone.

The model's reading of a single line errs, mostly where somebody states a trouble as calmly as one can ("it leaks all over
my counter"). So an escalation is past doubt where a turn of phrase of the rule book or a voice makes it, where the reading
hardly errs, or where it is not the first in its call::

    customer   [ read so, 40 % ]                         doubtful
    customer   [ read so, 40 % ] .... [ read so, 40 % ]  the second is past doubt: what is said twice is meant
    customer   [ "put me through to your manager" ]      past doubt
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.report import Moment

SURE = 0.75
"""Calibrated probability from which on what the model alone read as an escalation is past doubt: below it half are."""


def escalations(found: Iterable[Moment]) -> list[Moment]:
    """The customer's escalations of high confidence, in the order of time."""
    return sorted((m for m in found if m.kind == "escalated" and m.confidence == "high"), key=lambda m: m.span)


def past_doubt(found: Iterable[Moment]) -> list[Moment]:
    """Those of them that are past doubt, in the order of time."""
    return [m for k, m in enumerate(escalations(found)) if k or m.rule != "model" or (m.likely or 0.0) >= SURE]
