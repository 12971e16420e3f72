"""Agreement: published worked examples to the printed digit, an independent reckoning, and properties."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from library.evaluations.agreement import agreement

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


@given(ANSWERS, some.permutations([0, 1, 2]))
@settings(max_examples=60, deadline=None)
def test_who_is_who_changes_nothing(units: list[list[int | None]], order: list[int]) -> None:
    def told(given: list[list[int | None]]) -> list[float | None]:
        found = agreement([[None if a is None else f"n{a}" for a in unit] for unit in given])
        return [found.raw.value, found.alpha.value, found.alpha.low, found.ac1.value, found.ac1.low]

    assert told(units) == pytest.approx(told([[unit[k] for k in order] for unit in units]), nan_ok=True)
