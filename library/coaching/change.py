"""Before and after: how often an agent does what was agreed on, per opportunity, before a session and after it, against peers in the same weeks.

::

                 before              after
    agent        9 of 120  (7.5 %)   31 of 140 (22.1 %)          uses of the technique, of opportunities for it
    peers, at    14.0 %              16.5 %                      what they would have done at the same opportunities
    equal heat
    excess       −6.5                +5.6 points                 plain difference in differences: +12.1

**Opportunity.** A stretch of the agent's talk between two of the customer's, after which the customer's voice could be told: those in which a technique
was heard and those in which none was (the placebos of :mod:`analysis.outcome.placebo`), in the strata of :mod:`library.trends.base_rate`, how hot the
customer was just before, how much was heard, which third of the call. One does not soothe who is calm, so rates are compared at equal heat: what peers do
is standardised to the agent's own opportunities by the same function as there. Where too few stretches can be told (calls without sound), a call
is one opportunity, its stratum how often its customer escalated, and it is used or not.

**Difference in differences** (Card & Krueger 1994; Angrist & Pischke 2009, *Mostly Harmless Econometrics*, ch. 5): with ``e`` the agent's rate less
the peers' at the agent's opportunities, ``e_after − e_before``. What befell everybody in these weeks falls out.

**Drawn in, for agents are picked when they are at their worst.** Part of a bad stretch is bad luck, and goes by itself (regression to the mean; Galton 1886,
Barnett et al. 2005). With ``s²`` the sampling variance of ``e_before``, and ``τ²`` the variance between agents that sampling does not explain
(DerSimonian & Laird 1986, :func:`library.trends.base_rate.spread_of`)::

    B = τ² / (τ² + s²)      expected = mean + B (e_before − mean)      change = e_after − expected

which is what is to be expected of ``e_after`` for whoever was picked by their past, however they were picked by it (empirical Bayes; Efron & Morris 1975).
Where agents do not differ at all, ``B = 0`` and nothing of the past counts against the agent.

**Interval**, 95 %: ``change ± √(z² (s²_after + τ² (1 − B)) + t² ω²)``. ``ω²`` is how much more than the first two the peers' own changes scatter,
who were not coached: agents drift. ``t`` has as many degrees of freedom as there are peers, less one. Moments of one call are alike, so a sampling
variance is that of a ratio over calls (Kish 1965), never less than independent opportunities would give.

Followed by, never caused by: who is coached, and on what, is not drawn by lot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from library.calls.strata import STRATA
from library.trends.base_rate import anyway_rates, spread_of, standardised
from library.trends.trends import FEWEST_CALLS, Share, Z, design_effect, share

Counts = NDArray[np.float64]
Unit = Literal["stretch", "call"]

PEERS = 5
"""Agents to compare with, with fewer of whom nothing is told."""
ENOUGH = 20
"""Opportunities before, and after, with fewer of which nothing is told."""


class Opportunities(NamedTuple):
    """Those of one call in one stratum, and in how many of them the technique was used."""

    agent: int
    after: bool
    call: str
    stratum: int
    chances: int
    uses: int


@dataclass(frozen=True, slots=True)
class Side:
    """The agent before, or after: calls, the share of opportunities with its interval, and the peers' share at the same opportunities with
    the stretch in which nine of ten of the peers lie (``None`` where there are too few of either)."""

    calls: int
    used: Share
    peers: float | None = None
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Before and after, in shares from -1 to 1.

    unit       what an opportunity is
    peers      how many agents it is compared with
    plain      the difference in differences as it stands, ``None`` where it cannot be told
    value      what is left of it, since agents are picked when they are at their worst; between ``low`` and ``high`` at 95 %
    why_not    why nothing is told, empty where it is
    """

    unit: Unit
    before: Side
    after: Side
    peers: int
    plain: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class _Agent:
    """By side: calls, opportunities and uses by stratum, shape ``(2, strata)``, and by call, shape ``(2, calls, strata)``."""

    calls: tuple[int, int]
    by_call: tuple[Counts, Counts]

    def total(self, after: int) -> Counts:
        return np.asarray(self.by_call[after].sum(axis=1))


def change(rows: Iterable[Opportunities], agent: int, unit: Unit) -> Change:
    """The ``agent``'s change against that of all others in ``rows``, who are the peers."""
    agents = _gathered(rows)
    own = agents.pop(agent, None) or _Agent((0, 0), (np.zeros((2, 0, STRATA)), np.zeros((2, 0, STRATA))))
    peers = [one for one in agents.values() if min(one.calls) >= FEWEST_CALLS and _least(one) >= ENOUGH_OF_PEERS]
    before, after = (Side(own.calls[k], _used(own, k)) for k in (0, 1))
    few = _too_few(own, unit)
    if few:
        return Change(unit, before, after, len(peers), why_not=few)
    if len(peers) < PEERS:
        why = f"There are {len(peers)} others to compare with in these weeks, and {PEERS} are the fewest."
        return Change(unit, before, after, len(peers), why_not=why)
    return _compared(own, peers, unit, (before, after))


ENOUGH_OF_PEERS = 10
"""Opportunities on each side of a peer."""


def _too_few(own: _Agent, unit: Unit) -> str:
    for k, when in enumerate(("before the session", "since the session")):
        if own.calls[k] < FEWEST_CALLS:
            return f"Too few calls: {own.calls[k]} {when}, and {FEWEST_CALLS} are the fewest of which anything is told."
        told = int(own.total(k)[0].sum())
        if unit == "stretch" and told < ENOUGH:
            return f"Too few opportunities: {told} {when}, and {ENOUGH} are the fewest of which anything is told."
    return ""


def _least(one: _Agent) -> float:
    return min(float(one.total(k)[0].sum()) for k in (0, 1))


def _compared(own: _Agent, peers: Sequence[_Agent], unit: Unit, sides: tuple[Side, Side]) -> Change:
    everybody = [own, *peers]
    all_peers = [np.sum([one.total(k) for one in peers], axis=0) for k in (0, 1)]
    excess, variance = np.zeros((len(everybody), 2)), np.zeros((len(everybody), 2))
    usual = np.zeros((len(everybody), 2))
    for i, one in enumerate(everybody):
        for k in (0, 1):
            others = all_peers[k] - (one.total(k) if i else 0)
            found = _excess(one.by_call[k], others)
            if found is None:
                why = "The others had no opportunities like these in these weeks, so there is nothing to compare with."
                return Change(unit, *sides, len(peers), why_not=why)
            excess[i, k], variance[i, k], usual[i, k] = found
    told = [
        Side(side.calls, side.used, float(usual[0, k]), _band(excess[1:, k] + usual[0, k]))
        for k, side in enumerate(sides)
    ]
    value, reach = drawn_in(excess, variance)
    low, high = max(-1.0, value - reach), min(1.0, value + reach)
    plain = float(excess[0, 1] - excess[0, 0])
    return Change(unit, told[0], told[1], len(peers), plain, value, low, high)


def drawn_in(excess: Counts, variance: Counts) -> tuple[float, float]:
    """The change of the first of all agents and half of its interval; ``excess`` and its sampling ``variance`` have shape ``(agents, 2)``."""
    mean, between = spread_of(excess[:, 0].tolist(), np.sqrt(variance[:, 0]).tolist())
    kept = between / (between + variance[:, 0])
    changes = excess[:, 1] - (mean + kept * (excess[:, 0] - mean))
    expected = variance[:, 1] + between * (1 - kept)
    _, drift = spread_of(changes[1:].tolist(), np.sqrt(expected[1:]).tolist())
    reach = float(np.sqrt(Z**2 * expected[0] + stdtrit(len(excess) - 2, 0.975) ** 2 * drift))
    return float(changes[0]), reach


def _excess(by_call: Counts, others: Counts) -> tuple[float, float, float] | None:
    """An agent's rate less that of ``others`` at the agent's own opportunities, its sampling variance, and the latter rate; ``by_call`` has shape
    ``(2, calls, strata)``. ``None`` where there is nothing to compare."""
    total, rate, anyway, chance = standardised(by_call.sum(axis=1), others)
    if total == 0:
        return None
    usable, rates = anyway_rates(others)
    chances, uses = np.where(usable, by_call, 0.0)
    excess = rate - anyway
    calls = len(chances)
    off = uses.sum(axis=1) - chances @ rates - excess * chances.sum(axis=1)
    scatter = calls / max(1, calls - 1) * float(np.sum(off**2)) / total**2
    guess = (rate * total + 1) / (total + 2)  # never certain, where all of few opportunities went one way
    return excess, max(scatter, chance, guess * (1 - guess) / total), anyway


def _band(rates: Counts) -> tuple[float, float]:
    low, high = np.clip(np.quantile(rates, (0.05, 0.95)), 0.0, 1.0)
    return float(low), float(high)


def _used(one: _Agent, after: int) -> Share:
    """The share of opportunities that were used; its interval allows for calls whose moments are alike."""
    chances, uses = one.by_call[after].sum(axis=2)
    of, hits = int(chances.sum()), int(uses.sum())
    squares = (int(uses @ uses), int(uses @ chances), int(chances @ chances))
    return share(hits, of, design_effect(hits, of, *squares, int(np.count_nonzero(chances))))


def _gathered(rows: Iterable[Opportunities]) -> dict[int, _Agent]:
    calls: dict[tuple[int, bool], dict[str, list[tuple[int, int, int]]]] = {}
    for agent, after, call, stratum, chances, uses in rows:
        calls.setdefault((agent, after), {}).setdefault(call, []).append((stratum, chances, uses))
    found = {}
    for agent in {agent for agent, _ in calls}:
        sides = [calls.get((agent, after), {}) for after in (False, True)]
        found[agent] = _Agent((len(sides[0]), len(sides[1])), (_table(sides[0]), _table(sides[1])))
    return found


def _table(calls: dict[str, list[tuple[int, int, int]]]) -> Counts:
    table = np.zeros((2, len(calls), STRATA))
    for k, cells in enumerate(calls.values()):
        for stratum, chances, uses in cells:
            table[:, k, stratum] += (chances, uses)
    return table
