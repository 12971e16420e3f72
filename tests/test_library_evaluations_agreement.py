"""Agreement: published worked examples to the printed digit, an independent reckoning, and properties."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats

from library.evaluations.agreement import Coefficient, agreement

FOUR_CODERS = """
A 1 2 3 3 2 1 4 1 2 . . .
B 1 2 3 3 2 2 4 1 2 5 . 3
C . 3 3 3 2 3 4 2 2 5 1 .
D 1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Twelve units by four coders: Krippendorff (2011), *Computing Krippendorff's Alpha-Reliability*, part C, and Gwet (2014), *Handbook of
Inter-Rater Reliability*, table 2.8 and after: one set of figures, that both print."""


def rows(picture: str) -> list[list[int | None]]:
    people = [[None if cell == "." else int(cell) for cell in line.split()[1:]] for line in picture.split("\n") if line]
    return [list(row) for row in zip(*people, strict=True)]


def by_name(picture: str) -> list[list[str | None]]:
    return [[None if answer is None else f"answer {answer}" for answer in row] for row in rows(picture)]


def test_four_coders_as_published() -> None:
    found = agreement(by_name(FOUR_CODERS))
    assert (found.calls, found.answers) == (11, 40)
    assert f"{found.alpha.value:.3f}" == "0.743"  # Krippendorff 2011, part C
    assert f"{found.alpha.value:.5f}" == "0.74342"  # Gwet, “irrCAC”, raw4raters
    assert f"{found.ac1.value:.5f} {found.ac1.low:.5f} {found.ac1.high:.0f}" == "0.77544 0.46081 1"
    assert f"{found.raw.value:.7f}" == "0.8181818"
    assert f"{found.ac1.low:.3f}" == "0.461"


SIX_RATERS = """
0 0 0 6 0
0 3 0 0 3
0 1 4 0 1
0 0 0 0 6
0 3 0 3 0
2 0 4 0 0
0 0 4 0 2
2 0 3 1 0
2 0 0 4 0
0 0 0 0 6
1 0 0 5 0
1 1 0 4 0
0 3 3 0 0
1 0 0 5 0
0 2 0 3 1
"""
"""Fifteen patients by six psychiatrists, how many gave each of five diagnoses: Gwet (2014), also in “irrCAC” as distrib.6raters."""
ABSTRACTORS = ((13, "E", "E"), (20, "A", "A"), (7, "A", "N"), (4, "N", "A"), (56, "N", "N"))
"""A hundred women by two abstractors of their records: Gwet (2014), also in “irrCAC” as cont3x3abstractors."""


def deviation(found: Coefficient, calls: int) -> float:
    """The standard error that an interval was made of."""
    assert found.low is not None and found.high is not None
    return (found.high - found.low) / 2 / float(stats.t.ppf(0.975, calls - 1))


def test_six_raters_as_published() -> None:
    """With standard errors, to all digits that Gwet's own program prints of them."""
    counts = [[int(cell) for cell in line.split()] for line in SIX_RATERS.split("\n") if line]
    found = agreement([[f"d{k}" for k, n in enumerate(row) for _ in range(n)] for row in counts])
    assert (found.calls, f"{found.raw.value:.7f}") == (15, "0.5511111")
    assert f"{found.ac1.value:.7f} {deviation(found.ac1, 15):.8f}" == "0.4448007 0.08418757"
    assert f"{found.ac1.low:.3f} {found.ac1.high:.3f}" == "0.264 0.625"
    assert f"{found.alpha.value:.7f}" == "0.4204384"
    assert f"{deviation(found.alpha, 15):.8f}" == "0.08119291", (
        "of α as of Fleiss' κ, which for six answers each is its bare form"
    )


def test_two_abstractors_as_published() -> None:
    found = agreement([pair for n, *pair in ABSTRACTORS for _ in range(n)])
    assert f"{found.raw.value:.2f}" == "0.89"
    assert f"{found.ac1.value:.7f} {found.alpha.value:.7f}" == "0.8493305 0.7972585"
    bare = (
        deviation(found.ac1, 100) * (99 / 100) ** 0.5
    )  # for a table of two, Gwet divides by n; for raw answers by n − 1
    assert f"{bare:.8f}" == "0.04321747"


def test_the_interval_of_alpha_is_what_leaving_one_call_out_says() -> None:
    """Gwet's programs print several standard errors for α of one set of answers; so it is held to the jackknife, which knows no formula."""
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 3, 300)
    units = [[f"a{t if rng.random() < 0.8 else rng.integers(0, 3)}" for _ in range(3)] for t in truth]
    found = agreement(units)
    left_out = [agreement(units[:k] + units[k + 1 :]) for k in range(len(units))]
    for told, others in (
        (found.alpha, [one.alpha.value for one in left_out]),
        (found.ac1, [one.ac1.value for one in left_out]),
    ):
        error = (len(units) - 1) / len(units) ** 0.5 * float(np.std(np.array(others, float)))
        assert deviation(told, len(units)) == pytest.approx(error, rel=0.03)


def test_numbers_near_each_other_agree_more() -> None:
    assert (
        f"{agreement(rows(FOUR_CODERS), numbers=True).alpha.value:.3f}" == "0.849"
    )  # Krippendorff 2011, part E: interval


def test_two_coders_as_published() -> None:
    binary = agreement(by_name("A 0 1 0 0 0 0 0 0 1 0\nB 1 1 1 0 0 1 0 0 0 0"))
    assert f"{binary.alpha.value:.3f}" == "0.095"  # Krippendorff 2011, part A
    nominal = agreement([*zip("aabbdcccedda", "babbbccceddd", strict=True)])
    assert f"{nominal.alpha.value:.3f}" == "0.692"  # part B: Ben and Gerry


def test_where_nearly_all_is_the_same_alpha_falls_and_ac1_does_not() -> None:
    """118 of 125 twice “yes”, never twice “no”: by hand π = .972, luck 2 π (1 − π) = .054432."""
    found = agreement([("yes", "yes")] * 118 + [("yes", "no")] * 5 + [("no", "yes")] * 2)
    assert found.ac1.value == pytest.approx((0.944 - 0.054432) / (1 - 0.054432), abs=1e-12)
    assert found.alpha.value is not None
    assert found.alpha.value < 0


def test_what_cannot_be_told_is_not_told() -> None:
    nothing = agreement([])
    assert (nothing.calls, nothing.raw.value, nothing.alpha.value, nothing.ac1.value) == (0, None, None, None)
    alone = agreement([["yes", None], [None, "no"]])
    assert (alone.calls, alone.alpha.value, alone.ac1.value) == (0, None, None)
    same = agreement([["yes", "yes"]] * 9)
    assert (same.raw.value, same.alpha.value, same.ac1.value) == (1.0, None, None)


def test_three_calls_that_agree_prove_little() -> None:
    found = agreement([["yes", "yes"], ["no", "no"], ["yes", "yes"]])
    assert found.ac1.value == found.alpha.value == 1.0
    assert found.raw.low == pytest.approx(0.4385, abs=1e-4)  # Wilson, 3 of 3
    assert found.ac1.low is not None
    assert found.ac1.low < 0


def test_words_are_no_numbers() -> None:
    with pytest.raises(ValueError, match="needs numbers"):
        agreement([["yes", "no"], ["no", "no"]], numbers=True)


def pairwise_alpha(units: Sequence[Sequence[int | None]]) -> float | None:
    """α from Krippendorff's own words: pairs within units against pairs across all, for answers by name."""
    paired = [[a for a in unit if a is not None] for unit in units]
    paired = [unit for unit in paired if len(unit) >= 2]
    pooled = Counter(a for unit in paired for a in unit)
    n = sum(pooled.values())
    within = sum(sum(a != b for a, b in itertools.permutations(unit, 2)) / (len(unit) - 1) for unit in paired) / max(
        n, 1
    )
    across = sum(pooled[a] * pooled[b] for a in pooled for b in pooled if a != b) / (n * (n - 1)) if n > 1 else 0.0
    return None if across == 0 or len(paired) < 2 else 1 - within / across


ANSWERS = some.lists(some.lists(some.sampled_from([None, 1, 2, 3]), min_size=3, max_size=3), min_size=1, max_size=12)


@given(ANSWERS)
@settings(max_examples=200, deadline=None)
def test_alpha_is_pairs_within_against_pairs_across(units: list[list[int | None]]) -> None:
    found, by_hand = (
        agreement([[None if a is None else f"n{a}" for a in unit] for unit in units]).alpha.value,
        pairwise_alpha(units),
    )
    assert (found is None) == (by_hand is None)
    assert found is None or by_hand is None or math.isclose(found, by_hand, abs_tol=1e-6)


def plain_ac1(units: Sequence[Sequence[int | None]]) -> float | None:
    """AC1 from Gwet's own words, a few lines of NumPy: pairs of one call against (1 / (q − 1)) Σ π (1 − π)."""
    given = [[a for a in unit if a is not None] for unit in units]
    given = [unit for unit in given if unit]
    answers = sorted({a for unit in given for a in unit})
    if len(given) < 2 or len(answers) < 2 or all(len(unit) < 2 for unit in given):
        return None
    shares = np.array([[unit.count(a) / len(unit) for a in answers] for unit in given]).mean(axis=0)
    luck = (shares * (1 - shares)).sum() / (len(answers) - 1)
    same = np.mean([np.mean([a == b for a, b in itertools.combinations(unit, 2)]) for unit in given if len(unit) > 1])
    return float((same - luck) / (1 - luck))


@given(ANSWERS)
@settings(max_examples=200, deadline=None)
def test_ac1_is_as_gwet_says_it(units: list[list[int | None]]) -> None:
    found = agreement([[None if a is None else f"n{a}" for a in unit] for unit in units]).ac1.value
    by_hand = plain_ac1(units)
    assert (found is None) == (by_hand is None)
    assert found is None or by_hand is None or math.isclose(found, by_hand, abs_tol=1e-6)


def plain_interval_alpha(units: Sequence[Sequence[int | None]]) -> float | None:
    """α of numbers, a few lines of NumPy: the mean square of distances within calls against that across all."""
    paired = [np.array([a for a in unit if a is not None], float) for unit in units]
    paired = [unit for unit in paired if len(unit) > 1]
    if len(paired) < 2:
        return None
    pooled = np.concatenate(paired)
    within = sum(((unit[:, None] - unit) ** 2).sum() / (len(unit) - 1) for unit in paired) / len(pooled)
    across = ((pooled[:, None] - pooled) ** 2).sum() / (len(pooled) * (len(pooled) - 1))
    return None if across == 0 else float(1 - within / across)


@given(ANSWERS)
@settings(max_examples=200, deadline=None)
def test_alpha_of_numbers_is_squares_within_against_squares_across(units: list[list[int | None]]) -> None:
    found, by_hand = agreement(units, numbers=True).alpha.value, plain_interval_alpha(units)
    assert (found is None) == (by_hand is None)
    assert found is None or by_hand is None or math.isclose(found, by_hand, abs_tol=1e-6)


@given(ANSWERS, some.permutations([0, 1, 2]))
@settings(max_examples=60, deadline=None)
def test_who_is_who_changes_nothing(units: list[list[int | None]], order: list[int]) -> None:
    def told(given: list[list[int | None]]) -> list[float | None]:
        found = agreement([[None if a is None else f"n{a}" for a in unit] for unit in given])
        return [found.raw.value, found.alpha.value, found.alpha.low, found.ac1.value, found.ac1.low]

    assert told(units) == pytest.approx(told([[unit[k] for k in order] for unit in units]), nan_ok=True)
