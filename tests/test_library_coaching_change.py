"""Before and after: by hand, and by simulation with known truth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from library.coaching.change import PEERS, Opportunities, Z, change, drawn_in
from library.trends.base_rate import DRAWN, spread_of

PICKED = 0


def flat(agent: int, after: bool, calls: int, chances: int, uses: int, stratum: int = 0) -> list[Opportunities]:
    """``calls`` alike, each with so many chances and uses."""
    return [Opportunities(agent, after, f"{agent}-{after}-{k}", stratum, chances, uses) for k in range(calls)]


def a_house(before: int, after: int, peers: int = 6) -> list[Opportunities]:
    rows = flat(PICKED, False, 20, 10, before) + flat(PICKED, True, 20, 10, after)
    for peer in range(1, peers + 1):
        rows += flat(peer, False, 20, 10, 2) + flat(peer, True, 20, 10, 3)
    return rows


def test_a_difference_in_differences_by_hand() -> None:
    found = change(a_house(1, 5), PICKED, "stretch")
    assert (found.peers, found.why_not) == (6, "")
    assert found.before.used.value == pytest.approx(0.1) and found.after.used.value == pytest.approx(0.5)
    assert found.before.peers == pytest.approx(0.2) and found.after.peers == pytest.approx(0.3)
    # (0.5 - 0.3) - (0.1 - 0.2)
    assert found.plain == pytest.approx(0.3)
    assert found.before.band is not None and found.before.band == pytest.approx((0.2, 0.2))


def test_rates_are_compared_at_equal_heat() -> None:
    # peers: 10 % where it is calm, 40 % where it is hot; the agent has hot ones only, and does as they do
    rows = flat(PICKED, False, 20, 10, 4, stratum=54) + flat(PICKED, True, 20, 10, 4, stratum=54)
    for peer in range(1, 7):
        for after in (False, True):
            rows += flat(peer, after, 20, 10, 1) + [
                one._replace(call=f"hot {one.call}") for one in flat(peer, after, 20, 10, 4, stratum=54)
            ]
    found = change(rows, PICKED, "stretch")
    assert found.before.peers == pytest.approx(0.4) and found.plain == pytest.approx(0.0)


def test_a_stratum_that_peers_hardly_have_is_drawn_to_its_heat() -> None:
    # the agent's third of the call (stratum 1) has one chance and no use among peers, the same heat 1200 with 240
    rows = flat(PICKED, False, 20, 10, 2, stratum=1) + flat(PICKED, True, 20, 10, 2, stratum=1)
    for peer in range(1, 7):
        rows += flat(peer, False, 20, 10, 2) + flat(peer, True, 20, 10, 2)
    rows.append(Opportunities(1, False, "odd", 1, 1, 0))
    usual = 240 / 1201
    expected = (0 + DRAWN * usual) / (1 + DRAWN)
    assert change(rows, PICKED, "stretch").before.peers == pytest.approx(expected)


def test_what_is_drawn_in_by_hand() -> None:
    # before: -0.2, 0, 0, 0.2 with standard errors of 0.1: weights 100 each, mean 0, Q = 100 (0.04 + 0.04) = 8
    # tau² = (8 - 3) / (400 - 40000 / 400) = 5 / 300; B = (1/60) / (1/60 + 1/100) = 0.625
    excess = np.array([[-0.2, 0.1], [0.0, 0.0], [0.0, 0.0], [0.2, 0.125]])
    variance = np.full((4, 2), 0.01)
    assert spread_of([-0.2, 0.0, 0.0, 0.2], [0.1] * 4) == pytest.approx((0.0, 5 / 300))
    value, reach = drawn_in(excess, variance)
    # expected after: -0.2 * 0.625 = -0.125, so the change is 0.1 + 0.125
    assert value == pytest.approx(0.225)
    # peers' own changes are 0, 0, 0.125 - 0.125: no drift
    assert reach == pytest.approx(Z * (0.01 + 5 / 300 * (1 - 0.625)) ** 0.5)


def test_too_few_is_said_and_nothing_told() -> None:
    few_calls = flat(PICKED, False, 9, 10, 1) + flat(PICKED, True, 20, 10, 1)
    few_chances = flat(PICKED, False, 12, 1, 1) + flat(PICKED, True, 20, 10, 1)
    for rows, why in (
        (few_calls, "Too few calls: 9 before the session"),
        (few_chances, "Too few opportunities: 12 before"),
        (flat(PICKED, False, 20, 10, 1), "0 since the session"),
        ([], "0 before the session"),
    ):
        found = change(rows + a_house(1, 1)[40:], PICKED, "stretch")
        assert why in found.why_not and found.plain is found.value is found.low is None
    found = change(a_house(1, 5, peers=PEERS - 1), PICKED, "stretch")
    assert found.peers == PEERS - 1 and "4 others" in found.why_not and found.value is None
    assert found.before.used.value == pytest.approx(0.1)


def test_peers_without_such_opportunities_are_nothing_to_compare_with() -> None:
    rows = flat(PICKED, False, 20, 10, 4, stratum=54) + flat(PICKED, True, 20, 10, 4, stratum=54)
    found = change(rows + a_house(1, 1)[40:], PICKED, "stretch")
    assert "nothing to compare with" in found.why_not


def test_a_technique_that_nobody_uses_is_told_without_certainty() -> None:
    rows = [one._replace(uses=0) for one in a_house(0, 0)]
    found = change(rows, PICKED, "stretch")
    assert found.value == pytest.approx(0.0)
    assert found.low is not None and found.high is not None and found.low < -0.005 and found.high > 0.005


# by simulation: agents differ, everybody does a little more of it later, and whoever was lowest is picked


def a_side(rng: np.random.Generator, agent: int, rate: float, after: bool, calls: int) -> Iterator[Opportunities]:
    for k in range(calls):
        own = rng.beta(max(rate, 1e-3) * 30, max(1 - rate, 1e-3) * 30)  # moments of one call are alike
        for stratum, factor in ((2, 0.8), (29, 1.5)):
            chances = int(rng.poisson(2))
            if chances:
                uses = int(rng.binomial(chances, min(1.0, own * factor)))
                yield Opportunities(agent, after, f"{agent}-{after}-{k}", stratum, chances, uses)


def simulated(
    rng: np.random.Generator, alike: float, effect: float = 0.0, drift: float = 0.0, agents: int = 10, calls: int = 30
) -> tuple[list[Opportunities], int]:
    rates = rng.beta(0.15 * alike, 0.85 * alike, agents)
    before = [list(a_side(rng, k, rates[k], False, calls)) for k in range(agents)]
    rows = [row for own in before for row in own]
    picked = int(np.argmin([sum(row.uses for row in own) / sum(row.chances for row in own) for own in before]))
    later = rates + 0.03 + rng.normal(0.0, drift, agents)
    later[picked] += effect
    for k in range(agents):
        rows += a_side(rng, k, float(np.clip(later[k], 0.001, 0.999)), True, calls)
    return rows, picked


TIMES = 200


@pytest.mark.parametrize(
    ("alike", "drift"), [(20.0, 0.0), (2000.0, 0.0), (20.0, 0.06)], ids=["differ", "alike", "drift"]
)
def test_where_nothing_happened_the_interval_has_nothing_in_it(alike: float, drift: float) -> None:
    rng = np.random.default_rng(7)
    holds, drawn, plain = 0, [], []
    for _ in range(TIMES):
        found = change(*simulated(rng, alike, drift=drift), "stretch")
        assert found.value is not None and found.low is not None and found.high is not None and found.plain is not None
        holds += found.low <= 0 <= found.high
        drawn.append(found.value)
        plain.append(found.plain)
    # of 200 at 95 %, under 183 happens once in a hundred times
    assert holds >= 183
    assert abs(np.mean(drawn)) < 0.02
    if (
        alike > 1000
    ):  # where agents are alike, picking the lowest is picking luck: the plain difference takes it for success
        assert np.mean(plain) > 0.04 > 2 * abs(np.mean(drawn))


def test_a_real_change_is_found() -> None:
    rng = np.random.default_rng(8)
    found = [change(*simulated(rng, 20.0, effect=0.25), "stretch") for _ in range(60)]
    assert sum((one.low or 0.0) > 0 for one in found) >= 50
    assert np.mean([one.value or 0.0 for one in found]) == pytest.approx(0.25, abs=0.05)
    assert sum((one.low or 0.0) <= 0.28 <= (one.high or 0.0) for one in found) >= 52
