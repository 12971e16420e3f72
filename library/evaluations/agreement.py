"""How far reviewers agree beyond luck, with what is not known about it.

The same calls, answered by two or more people (or by a person and the machine's draft), one row a call::

            ann  ben  eve
    call 1  yes  yes  yes      all pairs agree
    call 2  no   no   –        two have answered, and agree
    call 3  yes  no   no       one pair of three agrees
    call 4  –    yes  –        one answer: it pairs with nothing

Three figures, each with its interval of 95 %:

*raw*    the share of pairs of answers to the same call that agree, calls weighing alike. Two who always say “yes” agree wholly, and
         that says nothing of them, hence the other two.
*alpha*  Krippendorff's α (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*): 1 − observed / expected
         disagreement, for answers by name, or for numbers by the squares of their distances. Where nearly all
         answers are the same it falls to zero, however well people agree.
*ac1*    Gwet's AC1 (Gwet 2008, *Computing inter-rater reliability and its variance in the presence of high agreement*,
         Br. J. Math. Stat. Psychol. 61), which does not: luck is only where people are in doubt.

The variances are Gwet's, by linearisation over calls (Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th ed., ch. 5 and 6), with
Student's t for so many calls less one. Where not one pair differs that variance is zero, which would claim certainty
after three calls: the lower bound is then that of the raw agreement (Wilson's), carried over.

``krippendorff`` (PyPI) is under the GPL, and ``irrCAC`` pins a SciPy of 2024 and takes a missing answer for one more category where
answers are numbers; so the formulas are here, and the tests hold them to the published examples.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from library.trends.trends import Share, share

FEWEST_CALLS = 10
"""Under so many calls that two have answered, a page says that they prove little: where nine of ten agree, the interval of raw
agreement runs from 60 to 98 %."""

Answer = Hashable
Counts = NDArray[np.float64]
"""How many gave each answer, shape ``(calls, answers)``."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient of agreement, 1 for all and 0 for luck's, and its interval of 95 %; all ``None`` where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people agree: ``calls`` that two or more have answered, ``answers`` given to those.

    ``raw`` counts pairs of answers to the same call, each call weighing one.
    """

    calls: int
    answers: int
    raw: Share
    alpha: Coefficient
    ac1: Coefficient


NOT_TOLD = Coefficient(None, None, None)


def agreement(rows: Sequence[Sequence[Answer | None]], numbers: bool = False) -> Agreement:
    """Agreement over calls: ``rows[call][person]`` is an answer, ``None`` where that person gave none.

    ``numbers`` says that answers are numbers, of which near ones agree more than far ones (α only; AC1 goes by name).
    """
    given = [[answer for answer in row if answer is not None] for row in rows]
    given = [answers for answers in given if answers]
    categories = sorted({answer for answers in given for answer in answers}, key=_order)
    place = {answer: k for k, answer in enumerate(categories)}
    counts = np.zeros((len(given), len(categories)))
    for unit, answers in enumerate(given):
        for answer in answers:
            counts[unit, place[answer]] += 1
    paired = counts[counts.sum(axis=1) >= 2]
    weights = _closeness(categories) if numbers else np.eye(len(categories))
    raw = _raw(paired)
    return Agreement(len(paired), int(paired.sum()), raw, _alpha(paired, weights, raw), _ac1(counts, raw))


def _order(answer: Answer) -> tuple[str, float, str]:
    number = float(answer) if isinstance(answer, int | float) else 0.0
    return type(answer).__name__ if not isinstance(answer, int | float) else "number", number, str(answer)


def _closeness(categories: Sequence[Answer]) -> Counts:
    """How near two numbers are, 1 for the same and 0 for the farthest, by the square of their distance."""
    if not all(isinstance(category, int | float) and math.isfinite(category) for category in categories):
        raise ValueError("Agreement of numbers needs numbers.")
    values = np.array([float(category) for category in categories if isinstance(category, int | float)])
    distance = (values[:, None] - values[None, :]) ** 2
    farthest = distance.max(initial=0.0)
    return np.asarray(1.0 - distance / farthest if farthest else np.ones_like(distance))


def _agreeing(counts: Counts, weights: Counts) -> Counts:
    """Of every call with ``r`` answers the weight of its pairs that agree, over ``r − 1``, shape ``(calls,)``."""
    near = counts @ weights.T
    return np.asarray((counts * (near - 1)).sum(axis=1) / (counts.sum(axis=1) - 1))


def _raw(paired: Counts) -> Share:
    if not len(paired):
        return share(0, 0)
    each = _agreeing(paired, np.eye(paired.shape[1])) / paired.sum(axis=1)
    whole = int(np.count_nonzero(each == 1.0))
    told = share(whole, len(paired))
    if set(each.tolist()) <= {0.0, 1.0}:
        return told
    mean = float(each.mean())
    if len(each) < 2:
        return Share(whole, 1, mean, 0.0, 1.0)
    low, high = _interval(mean, float(each.std(ddof=1)) / math.sqrt(len(each)), len(each))
    return Share(whole, len(paired), mean, max(0.0, low), high)


def _alpha(paired: Counts, weights: Counts, raw: Share) -> Coefficient:
    """Krippendorff's α of calls with two or more answers, in Gwet's form with weights, which is the same figure."""
    n = len(paired)
    if n < 2:
        return NOT_TOLD
    r = paired.sum(axis=1)
    mean = r.mean()
    own = _agreeing(paired, weights) / mean
    loss = (r - mean) / mean
    observed_bare = own.mean()
    epsilon = 1 / r.sum()
    observed = (1 - epsilon) * observed_bare + epsilon
    shares = (paired / mean).mean(axis=0)
    expected = float(shares @ weights @ shares)
    if expected >= 1:  # one answer only, by everybody: nothing to tell luck from
        return NOT_TOLD
    value, bare = (observed - expected) / (1 - expected), (observed_bare - expected) / (1 - expected)
    by_call = (own - observed * loss - expected) / (1 - expected)
    luck = paired @ ((weights + weights.T) @ shares / 2) / mean - expected * loss
    steps = by_call - 2 * (1 - bare) * (luck - expected) / (1 - expected)
    error = math.sqrt(float(((steps - bare) ** 2).sum()) / (n * (n - 1)))
    return _coefficient(float(value), error, n, raw, expected)


def _ac1(counts: Counts, raw: Share) -> Coefficient:
    """Gwet's AC1; calls with one answer count in how often each answer is given, as he has it."""
    n, q = counts.shape
    r = counts.sum(axis=1)
    paired = r >= 2
    if n < 2 or q < 2 or not paired.any():
        return NOT_TOLD
    own = np.zeros(n)
    own[paired] = _agreeing(counts[paired], np.eye(q)) / r[paired]
    observed = own[paired].mean()
    shares = (counts / r[:, None]).mean(axis=0)
    expected = float((shares * (1 - shares)).sum() / (q - 1))
    value = (observed - expected) / (1 - expected)
    by_call = n / paired.sum() * (own - expected * paired) / (1 - expected)
    luck = (counts / r[:, None]) @ (1 - shares) / (q - 1)
    steps = by_call - 2 * (1 - value) * (luck - expected) / (1 - expected)
    error = math.sqrt(float(((steps - value) ** 2).sum()) / (n * (n - 1)))
    return _coefficient(float(value), error, n, raw, expected)


def _coefficient(value: float, error: float, n: int, raw: Share, expected: float) -> Coefficient:
    if raw.hits == raw.of and raw.low is not None:  # no pair differs: see the top
        return Coefficient(value, (raw.low - expected) / (1 - expected), 1.0)
    return Coefficient(value, *_interval(value, error, n))


def _interval(value: float, error: float, n: int) -> tuple[float, float]:
    if n < 2:
        return -1.0, 1.0
    reach = float(stats.t.ppf(0.975, n - 1)) * error
    return max(-1.0, value - reach), min(1.0, value + reach)
