"""The report to print: marks that fall on the same second stand above each other."""

from __future__ import annotations

import math
import re
from itertools import combinations

from library_calls import a_call, a_moment, a_report

from ui.dashboard.printed_report import MARK, drawn, mark_rows


def test_marks_that_would_overlap_go_to_rows_of_their_own() -> None:
    assert mark_rows([]) == []
    assert mark_rows([0, 0, 0]) == [0, 1, 2]
    assert mark_rows([0, MARK, MARK + 1, 2 * MARK]) == [0, 0, 1, 0]


def test_every_mark_of_one_second_is_seen_on_paper() -> None:
    kinds = ("pushed", "partnered", "escalated", "missed")
    moments = [a_moment(kind, start=8.0 + 0.1 * k) for k, kind in enumerate(kinds)]
    svg = drawn(a_call(), a_report("c1", *moments), [])
    circles = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.-]+)" cy="([\d.-]+)" r="10"', svg)]
    assert len(circles) == len(kinds)
    assert all(math.dist(one, other) >= 20 for one, other in combinations(circles, 2))
    top = float(re.findall(r'viewBox="-12 ([\d.-]+) ', svg)[0])
    assert min(y for _, y in circles) - 10 >= top  # within the picture
