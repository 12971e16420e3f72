"""Strata: moments that are alike in what the customer's voice does by itself, so that a technique is compared with like (:mod:`library.trends.base_rate`).

How far the voice lay above the customer's usual just before, how much was heard on both sides (the margin), and which third of the call it was.
"""

from __future__ import annotations

import numpy as np

from analysis.report import Response

HEATS = (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
"""Own spreads over the usual, just before: where one stratum ends and the next begins."""
MARGINS = (1.0, 1.3)
"""Own spreads: much heard on both sides, some, little."""
PARTS = 3
"""Of a call, in time."""
STRATA = (len(HEATS) + 1) * (len(MARGINS) + 1) * PARTS


def stratum(response: Response, position: float) -> int | None:
    """Where a told response belongs; ``position`` is its time as a share of the call. ``None`` where nothing was told."""
    if response.after == "cannot_tell" or response.before is None or response.margin is None:
        return None
    heat = int(np.searchsorted(HEATS, response.before, side="right"))
    margin = int(np.searchsorted(MARGINS, response.margin, side="right"))
    part = min(PARTS - 1, max(0, int(position * PARTS)))
    return (heat * (len(MARGINS) + 1) + margin) * PARTS + part
