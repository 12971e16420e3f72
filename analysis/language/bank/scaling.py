"""Puts the model's stances on their scales: what was said of lines that it never saw, against what they are.

Every author of the bank is read by a model of the others, and the held-out third of the real ordinary lines by one of
these too. A stance's scale (:class:`analysis.language.calibration.Calibration`) is the logistic line through them, weighted to how often the
stance is met in calls (:data:`RATES`); of the lines that are not of the stance most of the weight lies on real
ordinary ones, and :data:`HARD` of it on the bank's, which are made to look like what they are not. The bounds are set by silence: the *high* one so that at most
:data:`QUIET` of the ordinary lines reach it, the *low* one so that at most :data:`POSSIBLE` do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from analysis.language.calibration import Calibration, log_odds_by_length
from analysis.language.classifier import NEUTRAL
from audio.call import Speaker

RATES = {"push": 0.02, "partner": 0.10, "escalation": 0.03}
"""Share of a speaker's lines in a service call that are of a stance."""
HARD = 0.1
"""Share of the other lines of a call that are as hard to tell as the bank's."""
QUIET = {"push": 0.005, "partner": 0.002, "escalation": 0.01}
"""Share of the held-out ordinary lines that may reach the high bound."""
CLEAR = {"push": 0.34, "partner": 0.6, "escalation": 0.2}
"""The least chance that a sure hit has, however quiet the ordinary lines are; a possible one has at least half of it."""
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


def scale(judged: Sequence[Judged], stance: str) -> Calibration:
    """The scale of a stance; ``judged`` are all of its speaker."""
    log_odds = np.array([[log_odds_by_length(j.raw[stance], j.tokens)] for j in judged])
    is_stance = np.array([j.stance == stance for j in judged])
    sample_weights = weights(judged, is_stance, RATES[stance])
    fitted = LogisticRegression(C=1e6, max_iter=1000).fit(log_odds, is_stance, sample_weight=sample_weights)
    calibration = Calibration(float(fitted.coef_[0, 0]), float(fitted.intercept_[0]), 0.0, 1.0)
    any_real = any(j.real for j in judged)  # real ordinary lines where there are any, and otherwise the bank's
    judged_chances = zip(judged, chances(judged, stance, calibration), strict=True)
    ordinary = [chance for j, chance in judged_chances if (j.real if any_real else j.stance == NEUTRAL)]
    return replace(
        calibration,
        low=max(_bound(ordinary, POSSIBLE[stance]), CLEAR[stance] / 2),
        high=max(_bound(ordinary, QUIET[stance]), CLEAR[stance]),
    )


def chances(judged: Sequence[Judged], stance: str, calibration: Calibration) -> list[float]:
    """The calibrated probability of ``stance`` for each line; 0 where another is likelier."""
    return [
        calibration.chance(j.raw[stance], j.tokens) if j.raw[stance] >= max(j.raw.values()) else 0.0 for j in judged
    ]


def weights(judged: Sequence[Judged], is_stance: NDArray[np.bool_], rate: float) -> NDArray[np.float64]:
    """How much each line weighs, so that together they are met as often as in calls."""
    real = np.array([j.real for j in judged])
    shares = [(is_stance, rate)]
    shares += (
        [(~is_stance & real, (1 - rate) * (1 - HARD)), (~is_stance & ~real, (1 - rate) * HARD)]
        if real.any()
        else [(~is_stance, 1 - rate)]
    )
    weights = np.zeros(len(judged))
    for which, share in shares:
        weights[which] = share * len(judged) / max(1, which.sum())
    return weights


def _bound(ordinary: Sequence[float], share: float) -> float:
    """The least probability that at most ``share`` of the ordinary lines reach."""
    ranked = sorted(ordinary, reverse=True)
    return ranked[int(share * len(ranked))] + 1e-4 if ranked else 0.5
