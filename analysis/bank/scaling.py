"""Puts the model's stances on their scales: what was said of lines that it never saw, against what they are.

Every author of the bank is read by a model of the others, and the held-out third of the real ordinary lines by one of
these too. A stance's scale (:class:`analysis.sure.Scale`) is the logistic line through them, weighted to how often the
stance is met in calls (:data:`RATES`); of the lines that are not of the stance half the weight lies on real ordinary
ones and half on the bank's, which are made to be hard. The bounds are set by silence: the *high* one so that at most
:data:`QUIET` of the ordinary lines reach it, the *low* one so that at most :data:`POSSIBLE` do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from analysis.phrases import NEUTRAL
from analysis.sure import Scale, weight
from audio.call import Speaker

RATES = {"push": 0.02, "partner": 0.10, "escalation": 0.03}
"""Share of a speaker's lines in a service call that are of a stance."""
QUIET = {"push": 0.005, "partner": 0.001, "escalation": 0.008}
"""Share of the held-out ordinary lines that may reach the high bound."""
POSSIBLE = {"push": 0.015, "partner": 0.01, "escalation": 0.025}
"""Share that may reach the low one."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with what a model that never saw its author says of it.

    ``stance`` is the right one, or neutral; ``raw`` the model's probability of each; ``author`` its author, or the file
    of a real ordinary line.
    """

    author: str
    speaker: Speaker
    stance: str
    real: bool
    raw: Mapping[str, float]
    tokens: int


def scale(judged: Sequence[Judged], stance: str) -> Scale:
    """The scale of a stance; ``judged`` are all of its speaker."""
    given = np.array([[weight(j.raw[stance], j.tokens)] for j in judged])
    meant = np.array([j.stance == stance for j in judged])
    weights = _weights(judged, meant, RATES[stance])
    line = LogisticRegression(C=1e6, max_iter=1000).fit(given, meant, sample_weight=weights)
    drawn = Scale(float(line.coef_[0, 0]), float(line.intercept_[0]), 0.0, 1.0)
    ordinary = [
        chance for j, chance in zip(judged, chances(judged, stance, drawn), strict=True) if _ordinary(j, judged)
    ]
    return replace(
        drawn,
        low=_bound(ordinary, POSSIBLE[stance]),
        high=_bound(ordinary, QUIET[stance]),
    )


def chances(judged: Sequence[Judged], stance: str, drawn: Scale) -> list[float]:
    """The calibrated probability of ``stance`` for each line; 0 where another is likelier."""
    return [drawn.chance(j.raw[stance], j.tokens) if j.raw[stance] >= max(j.raw.values()) else 0.0 for j in judged]


def _weights(judged: Sequence[Judged], meant: NDArray[np.bool_], rate: float) -> NDArray[np.float64]:
    real = np.array([j.real for j in judged])
    shares = [(meant, rate)]
    shares += (
        [(~meant & real, (1 - rate) / 2), (~meant & ~real, (1 - rate) / 2)] if real.any() else [(~meant, 1 - rate)]
    )
    weights = np.zeros(len(judged))
    for which, share in shares:
        weights[which] = share * len(judged) / max(1, which.sum())
    return weights


def _ordinary(one: Judged, judged: Sequence[Judged]) -> bool:
    """Real ordinary lines where there are any, and otherwise the bank's."""
    return one.real if any(j.real for j in judged) else one.stance == NEUTRAL


def _bound(ordinary: Sequence[float], share: float) -> float:
    """The least probability that at most ``share`` of the ordinary lines reach."""
    ranked = sorted(ordinary, reverse=True)
    return ranked[int(share * len(ranked))] + 1e-4 if ranked else 0.5
