"""The report to print: marks that fall on the same second stand above each other."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import combinations

from library_calls import a_call, a_moment, a_report

from analysis.report import Outcome
from library.store import Library
from ui.dashboard.printed_report import COLOURS, MARK, drawn, mark_rows, printed


def test_marks_that_would_overlap_go_to_rows_of_their_own() -> None:
    assert mark_rows([]) == []
    assert mark_rows([0, 0, 0]) == [0, 1, 2]
    assert mark_rows([0, MARK, MARK + 1, 2 * MARK]) == [0, 0, 1, 0]


def test_every_mark_of_one_second_is_seen_on_paper() -> None:
    kinds = ("pushed", "partnered", "escalated", "missed")
    moments = [a_moment(kind, start=8.0 + 0.1 * k) for k, kind in enumerate(kinds)]
    svg = drawn(a_call(), a_report("c1", *moments), [], {})
    circles = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.-]+)" cy="([\d.-]+)" r="10"', svg)]
    assert len(circles) == len(kinds)
    assert all(math.dist(one, other) >= 20 for one, other in combinations(circles, 2))
    top = float(re.findall(r'viewBox="-12 ([\d.-]+) ', svg)[0])
    assert min(y for _, y in circles) - 10 >= top  # within the picture


def test_paper_says_which_moments_people_refuse_and_counts_as_they_settled(library: Library) -> None:
    moment = a_moment()
    report = a_report("c1", moment)
    library.keep_call(a_call())
    library.keep_report(report)
    settled = replace(report, outcome=Outcome("calm", "Nothing <b>escalated</b>."))
    plain = printed(library.summary("c1"), a_call(), report, [])
    marked = printed(library.summary("c1"), a_call(), report, [], {moment: ("Ama <i>", "Ben")}, settled)
    assert "Refused by" not in plain and "Refused by Ama &lt;i&gt;, Ben: not counted." in marked
    assert COLOURS["pushed"] in plain and COLOURS["pushed"] not in marked
    assert "Nothing &lt;b&gt;escalated&lt;/b&gt;." in marked


def test_paper_marks_corrected_words_and_says_how_many_they_are(library: Library) -> None:
    library.keep_call(a_call())
    customer = a_call().turns[1]
    words = (replace(customer.words[0], text="<i>Our</i>", heard="My"), *customer.words[1:])
    turns = (a_call().turns[0], replace(customer, words=words))
    told = printed(library.summary("c1"), replace(a_call(), turns=turns, corrected=1), a_report("c1"), [])
    assert "1 word corrected by people" in told
    assert '<span class="corrected" title="Corrected; “My” was heard">&lt;i&gt;Our&lt;/i&gt;</span>' in told
