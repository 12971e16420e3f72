"""Heat: one number for how far a customer's voice lies above their own calm, and how far it scatters from turn to turn.

A *phrase* is one number: its pitch (half of the weight), level and spectral balance (a quarter each), in units of the
customer's own spread from phrase to phrase. The three rise and fall together (correlations of .3 to .6 on real customers), so
nothing is made of them one by one: the joint number is what is compared, and its scatter is measured, not worked out.

Phrases of a turn are alike too: about a quarter of the variance is shared by the turn. So what is compared are means of
*turns*, which end where the agent takes the floor, or at a long pause::

    agent      ========      mm       =======            ======
    customer             |p| |p| |p|          |p| |p|             |p|
    turns                [  mean 1  ]         [mean 2]          [mean 3]
    variance             (S + (1-S)/3) s²    (S + (1-S)/2) s²      s²          S = SHARED

The one unknown, s², is taken from neighbouring turns: differences, so that a rise through the call does not count
(von Neumann et al. 1941), each squared and held down beyond ``HELD`` robust spreads, so that an outburst hardly counts
(winsorised variance; Huber 1964). A call has few turns; so the estimate is drawn to what customers mostly have, as if that were
``PRIOR_WORTH`` degrees of freedom more (moderated variance; Smyth 2004), and the t distribution does the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from analysis.voice.baseline import Phrase, Profile, joint_rise
from audio.span import Span

SHARED = 0.25
"""Share of a phrase's variance that its turn has in common; .24 to .29 on real customers."""
FLOOR = 1.0
"""Seconds of the agent's speech between two phrases that make them two turns; less is listening."""
PAUSE = 2.0
"""Seconds of silence between two phrases that make them two turns."""
NOTHING = 1e-6
"""Seconds by which a sum of times may be off: the same for a shifted call."""
HELD = 2.5
"""Robust spreads beyond which a difference of neighbouring turns counts no more."""
HELD_VARIANCE = 0.96
"""Mean square of standard normal numbers held down so: what the rest is divided by."""
WORTH = 0.6
"""Degrees of freedom that a pair of neighbouring turns is worth, by simulation (2/3 were none held down)."""
PRIOR = 0.8
"""The usual s², in squared own spreads: what correlations of .3 to .6 come to, and no less than on real customers."""
PRIOR_WORTH = 6.0
"""Degrees of freedom that the usual s² is worth."""


@dataclass(frozen=True)
class Turn:
    """What a customer says until the agent takes the floor, as the phrases that could be measured."""

    phrases: tuple[Phrase, ...]
    heats: tuple[float, ...]

    @cached_property
    def span(self) -> Span:
        """From the first phrase to the last."""
        return Span(self.phrases[0].span.start, self.phrases[-1].span.end)

    @cached_property
    def mass(self) -> float:
        """Phrases, a word or two counted for less."""
        return sum(p.weight for p in self.phrases)

    @cached_property
    def heat(self) -> float:
        """The mean over the phrases, in own spreads over the customer's baseline."""
        return sum(p.weight * h for p, h in zip(self.phrases, self.heats, strict=True)) / self.mass

    @cached_property
    def variance(self) -> float:
        """Of the mean, in units of s²."""
        return SHARED + (1 - SHARED) / self.mass


@dataclass(frozen=True, slots=True)
class Scatter:
    """s², the variance of a single phrase's heat, and the degrees of freedom it is known with."""

    variance: float
    freedom: float


def heat(phrase: Phrase, voice: Profile) -> float:
    """How far a phrase lies above the speaker's baseline, in own spreads."""
    baseline = voice.baseline
    return joint_rise(
        (phrase.pitch - baseline.pitch, phrase.balance - baseline.balance, phrase.level - baseline.level), voice.spread
    )


def turns(phrases: Iterable[Phrase], agent_spans: Sequence[Span], voice: Profile) -> tuple[Turn, ...]:
    """Phrases in the order of time as turns; ``agent_spans`` are the agent's stretches of speech, in that order too."""
    groups: list[list[Phrase]] = []
    for phrase in phrases:
        if not groups or _are_two_turns(groups[-1][-1].span, phrase.span, agent_spans):
            groups.append([])
        groups[-1].append(phrase)
    return tuple(Turn(tuple(group), tuple(heat(p, voice) for p in group)) for group in groups)


def keep_phrases(customer_turns: Iterable[Turn], is_kept: Callable[[Span], bool]) -> tuple[Turn, ...]:
    """The turns with only those of their phrases whose spans are to be kept; none of what is then empty."""
    remaining = ([(p, h) for p, h in zip(t.phrases, t.heats, strict=True) if is_kept(p.span)] for t in customer_turns)
    return tuple(Turn(tuple(p for p, _ in pairs), tuple(h for _, h in pairs)) for pairs in remaining if pairs)


def _are_two_turns(earlier: Span, later: Span, agent_spans: Sequence[Span]) -> bool:
    if later.start - earlier.end >= PAUSE - NOTHING:
        return True
    talk, first = 0.0, bisect_right(agent_spans, earlier.end, key=lambda span: span.end)
    for span in agent_spans[first:]:
        if span.start >= later.start:
            break
        talk += min(span.end, later.start) - max(span.start, earlier.end)
    return talk >= FLOOR - NOTHING


def mean_heat(customer_turns: Sequence[Turn]) -> tuple[float, float]:
    """The mean heat of some turns, the surer ones counted for more, and its variance in units of s²."""
    precisions = [1 / turn.variance for turn in customer_turns]
    total = sum(precisions)
    return sum(w * turn.heat for w, turn in zip(precisions, customer_turns, strict=True)) / total, 1 / total


def scatter(customer_turns: Sequence[Turn]) -> Scatter:
    """How far the heat of one customer scatters, from neighbouring turns of the whole call and what is usual."""
    pairs = list(pairwise(customer_turns))
    if not pairs:
        return Scatter(PRIOR, PRIOR_WORTH)
    steps = np.array([(b.heat - a.heat) / np.sqrt(a.variance + b.variance) for a, b in pairs])
    spread = max(float(np.median(np.abs(steps))) / 0.6745, 1e-3)
    own_variance = float(np.mean(np.minimum(np.abs(steps), HELD * spread) ** 2)) / HELD_VARIANCE
    worth = WORTH * len(pairs)
    return Scatter((PRIOR_WORTH * PRIOR + worth * own_variance) / (PRIOR_WORTH + worth), PRIOR_WORTH + worth)
