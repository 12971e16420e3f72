"""The interval algebra, against the plainest thing there is: time cut into small cells, each in or out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.span import Span, common, gaps, merge

CELLS = 40
Pairs = list[tuple[int, int]]
pairs = st.lists(st.tuples(st.integers(0, CELLS), st.integers(0, CELLS)).map(sorted).map(tuple), max_size=8)


def spans(some: Pairs) -> list[Span]:
    return [Span(float(a), float(b)) for a, b in some]


def cells(some: list[Span]) -> set[int]:
    return {k for span in some for k in range(round(span.start), round(span.end))}


def sorted_and_apart(some: list[Span]) -> bool:
    return all(a.end < b.start for a, b in pairwise(some))


def test_a_span_runs_forwards() -> None:
    with pytest.raises(ValueError, match=r"2 to 1"):
        Span(2, 1)
    with pytest.raises(ValueError):
        Span(float("nan"), 1)
    assert (Span(1, 1).duration, Span(0.5, 2.0).duration, Span(0.5, 1.5).middle) == (0, 1.5, 1.0)


def test_a_span_is_half_open() -> None:
    assert (0.5 in Span(0.5, 1), 1.0 in Span(0.5, 1)) == (True, False)
    assert Span(0, 1) & Span(1, 2) is None
    assert Span(0, 1) & Span(0.5, 2) == Span(0.5, 1)
    assert (Span(0, 2).contains(Span(0, 2)), Span(0, 2).contains(Span(1, 2.1))) == (True, False)


def test_shifting_and_growing() -> None:
    assert Span(1, 2).shift(-0.5) == Span(0.5, 1.5)
    assert Span(1, 2).grow(0.5) == Span(0.5, 2.5)
    assert Span(0.2, 1).grow(0.5) == Span(0, 1.5)  # never before the recording
    assert Span(1, 1.4).grow(-0.3) == Span(1.3, 1.3)  # and never inside out


def test_merging_bridges_a_gap_and_no_more() -> None:
    apart = [Span(2, 3), Span(0, 1), Span(3.3, 4)]
    assert merge(apart) == [Span(0, 1), Span(2, 3), Span(3.3, 4)]
    assert merge(apart, gap=0.5) == [Span(0, 1), Span(2, 4)]
    assert merge(apart, gap=1) == [Span(0, 4)]
    assert merge([Span(0, 1), Span(1, 2)]) == [Span(0, 2)]
    assert merge([]) == []


@given(pairs)
def test_merging_keeps_the_time_and_nothing_else(some: Pairs) -> None:
    merged = merge(spans(some))
    assert cells(merged) == cells(spans(some))
    assert sorted_and_apart(merged)
    assert merge(merged) == merged


@given(pairs, pairs)
def test_common_is_the_time_in_both(left: Pairs, right: Pairs) -> None:
    both = common(spans(left), spans(right))
    assert cells(both) == cells(spans(left)) & cells(spans(right))
    assert both == common(spans(right), spans(left))
    assert all(a.end <= b.start for a, b in pairwise(both))


@given(pairs, st.tuples(st.integers(0, CELLS), st.integers(0, CELLS)).map(sorted))
def test_gaps_are_the_rest(some: Pairs, within: list[int]) -> None:
    whole = Span(*map(float, within))
    empty = gaps(spans(some), whole)
    assert cells(empty) == cells([whole]) - cells(spans(some))
    assert all(whole.contains(gap) and gap.duration > 0 for gap in empty)


@given(pairs, pairs)
def test_gaps_and_common_make_the_whole(some: Pairs, others: Pairs) -> None:
    whole = Span(0.0, float(CELLS))
    said = sum(s.duration for s in common(spans(some), [whole]))
    assert said + sum(s.duration for s in gaps(spans(some), whole)) == pytest.approx(CELLS)
