"""How sure a hit is: from the model's raw probability of a stance to a calibrated one, and what is high or only possible.

A classifier's probabilities are sure of themselves where its training was: the bank has one line in two that takes a
side, a call one in twenty, and a short line puts all its weight on three words. So a stance's raw probability is put on
a *scale* of its own (Platt 1999), a logistic line through what was right on authors held out and on real ordinary lines,
weighted to the rate at which the stance occurs in calls::

    log-odds = slope * (raw log-odds + ln((1 + tokens) / 13)) + bias

A turn of phrase of the rule book is evidence in the model, which has it as a feature, and no licence. From ``high`` on a
hit is counted; from ``low`` on it is *possible*: shown apart, counted nowhere. Both bounds are set by how rarely ordinary
talk reaches them (``analysis/language/bank/scaling.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from math import exp, log
from typing import Literal

from audio.call import Speaker

Confidence = Literal["high", "low"]
TYPICAL = 12
"""Tokens of a text that gains and loses nothing by its length.

What few words say weighs as much in the model as what many say (its vectors have unit length), and is less to rely on:
with it, a quarter more of held-out pushes are heard at the same number of ordinary lines fired."""
LONG = 30
"""Tokens from which on a text gains no more by being longer."""
FAR = 1e-6
"""Raw probabilities are kept this far from 0 and 1, where their log-odds would run away."""


def logit(chance: float) -> float:
    """The log-odds of a probability, kept finite."""
    chance = min(max(chance, FAR), 1 - FAR)
    return log(chance / (1 - chance))


def log_odds_by_length(raw: float, tokens: int) -> float:
    """The log-odds of a raw probability, kept finite, and more for a longer text than for a shorter one."""
    return logit(raw) + log((1 + min(tokens, LONG)) / (1 + TYPICAL))


@dataclass(frozen=True, slots=True)
class Calibration:
    """One stance's scale: its line in log-odds, and the two bounds, probabilities."""

    slope: float
    bias: float
    low: float
    high: float

    def chance(self, raw: float, tokens: int, shift: float = 0.0) -> float:
        """The calibrated probability; ``shift`` is added to its log-odds."""
        return 1 / (1 + exp(-(self.slope * log_odds_by_length(raw, tokens) + self.bias + shift)))

    def level(self, chance: float) -> Confidence | None:
        """How sure a hit of this probability is; ``None`` where there is none."""
        return "high" if chance >= self.high else "low" if chance >= self.low else None

    @property
    def numbers(self) -> tuple[float, ...]:
        """Slope, bias, low and high, as a model's file holds them."""
        return astuple(self)


UNSCALED = Calibration(1.0, 0.0, 0.3, 0.5)
"""The raw probability as it is, for a model that was not put on a scale."""
Scales = Mapping[Speaker, Mapping[str, Calibration]]
"""By speaker and stance."""
