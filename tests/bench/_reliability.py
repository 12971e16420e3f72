"""Whether a chance means what it says: the reliability of each stance's scale, on lines that no model of it saw.

Every author held out, and the held-out third of the real ordinary lines, weighted to the rates of a call as the scales
are (:mod:`analysis.language.bank.scaling`). Of the lines whose chance lies in a bin the *right* share should be the *said* one. At
the bounds stands what they cost: recall on the authors who write as people speak, ordinary lines fired, and precision
at the rate of calls, where every real ordinary line that fires is counted as wrong, though some of them do refuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from analysis.language.bank.rows import COLLOQUIAL
from analysis.language.bank.scaling import RATES, Judged, chances, weights
from analysis.language.classifier import shipped_model
from audio.call import SPEAKERS

BINS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)


def tell(judged: Sequence[Judged]) -> None:
    """Print the reliability of each stance and what its bounds are worth."""
    for speaker in SPEAKERS:
        mine = [one for one in judged if one.speaker == speaker]
        for stance in mine[0].raw if mine else ():
            _stance(speaker, stance, mine)


def _stance(speaker: str, stance: str, mine: Sequence[Judged]) -> None:
    drawn = shipped_model().scale(mine[0].speaker, stance)
    said = np.array(chances(mine, stance, drawn))
    meant = np.array([one.stance == stance for one in mine])
    real = np.array([one.real for one in mine])
    plain = np.array([one.author in COLLOQUIAL for one in mine])
    heavy = weights(mine, meant, RATES[stance])
    print(f"{speaker} {stance}: possible from {drawn.low:.2f}, sure from {drawn.high:.2f}")
    for low, high in pairwise(BINS):
        inside = (said >= low) & (said < high)
        if inside.any():
            told, right = (
                np.average(said[inside], weights=heavy[inside]),
                np.average(meant[inside], weights=heavy[inside]),
            )
            print(f"  {low:.2f} to {high:.2f}  {inside.sum():6} lines  said {told:.3f}  right {right:.3f}")
    for bound in (drawn.low, drawn.high):
        fired = said >= bound
        recall, quiet = fired[meant & plain].mean(), fired[real].mean() if real.any() else float("nan")
        rate = RATES[stance]
        precise = recall * rate / max(1e-9, recall * rate + quiet * (1 - rate))
        print(
            f"  from {bound:.2f}: recall {recall:.3f}, ordinary fired {quiet:.2%}, precision at {rate:.0%} {precise:.2f}"
        )
