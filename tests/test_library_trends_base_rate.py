"""The base rate: placebos matched by hand, intervals that know their clusters, luck drawn in; both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import real_postgres
from library_calls import a_call, a_moment, a_report

from analysis.report import Placebo, Response
from audio.span import Span
from library.calls.listing import Filter
from library.calls.strata import stratum
from library.store import Library
from library.trends.base_rate import ENOUGH, FEWEST, Difference, Row, differences, shrink_estimates

OWN = ("partnered", "own_it")
COOL, HOT = (stratum(Response("no_change", "", 0.0, 1.1, before=b), 0.5) or 0 for b in (0.1, 1.6))


def placebos(at: int, calmer: int, of: int, clusters: int = 10) -> list[Row]:
    return [Row(f"c{k % clusters}", None, at, 1, int(k < calmer)) for k in range(of)]


def said(at: int, calmer: int, of: int, clusters: int = 10, technique: tuple[str, str] = OWN) -> list[Row]:
    return [Row(f"c{k % clusters}", technique, at, 1, int(k < calmer)) for k in range(of)]


def test_strata_are_of_heat_margin_and_place() -> None:
    told = Response("calmer", "", -1.2, 1.1, before=0.2)
    same = replace(told, before=0.49, margin=1.29)
    assert stratum(told, 0.5) == stratum(same, 0.6)
    others = {stratum(told, 0.2), stratum(told, 0.9), stratum(replace(told, before=0.5), 0.5), stratum(replace(told, margin=0.9), 0.5)}  # fmt: skip
    assert len(others | {stratum(told, 0.5)}) == 5
    assert stratum(told, 1.0) == stratum(told, 0.99)
    assert stratum(Response("cannot_tell", ""), 0.5) is None


def test_a_technique_of_hot_moments_is_compared_with_hot_placebos() -> None:
    """Calmer follows half of the hot moments and a tenth of the cool ones, whatever is said."""
    rows = [*placebos(HOT, 500, 1000), *placebos(COOL, 100, 1000), *said(HOT, 20, 40), *said(COOL, 1, 10)]
    found = differences(rows)[OWN]
    assert found.moments == 50
    assert found.calmer == pytest.approx(21 / 50)
    assert found.anyway == pytest.approx((40 * 0.5 + 10 * 0.1) / 50)
    assert found.value == pytest.approx(0.0)
    assert found.low is not None and found.high is not None
    assert found.low < 0 < found.high


def test_of_few_moments_or_few_clusters_nothing_is_told() -> None:
    base = placebos(HOT, 500, 1000)
    assert differences([*base, *said(HOT, 10, ENOUGH - 1)])[OWN].value is None
    assert differences([*base, *said(HOT, 10, ENOUGH)])[OWN].value is not None
    assert differences([*base, *said(HOT, 10, ENOUGH, clusters=7)])[OWN].value is None
    assert differences([*placebos(HOT, 1, FEWEST - 1), *said(HOT, 10, 40)])[OWN] == Difference(0)
    assert differences(base) == {}


def test_moments_without_placebos_of_their_heat_are_left_out() -> None:
    found = differences([*placebos(COOL, 100, 1000), *said(COOL, 4, 40), *said(HOT, 40, 40)])[OWN]
    assert (found.moments, found.calmer) == (40, 0.1)


def test_a_calm_voice_is_heard_by_its_outcome_and_not_compared() -> None:
    rows = [*placebos(HOT, 500, 1000), *said(HOT, 40, 40, technique=("partnered", "calm_voice"))]
    assert differences(rows) == {}


def test_agents_who_are_all_alike_within_widen_the_interval() -> None:
    """Forty moments in ten clusters: five clusters always calmer, five never, against the same mixed evenly."""
    base = placebos(HOT, 5000, 10_000)
    alike = [Row(f"c{k % 10}", OWN, HOT, 1, int(k % 10 < 5)) for k in range(40)]
    mixed = [Row(f"c{k % 10}", OWN, HOT, 1, int(k % 20 < 10)) for k in range(40)]
    wide, narrow = (differences([*base, *rows])[OWN] for rows in (alike, mixed))
    assert wide.value == narrow.value == 0
    assert wide.high is not None and narrow.high is not None
    # ten means of 0 or 1, by t with 9 degrees of freedom, against forty independent moments
    assert wide.high == pytest.approx(2.262 * np.sqrt(0.25 / 9), rel=0.02)
    assert narrow.high == pytest.approx(2.262 * np.sqrt(0.25 / 40), rel=0.02)


def test_the_best_of_many_is_drawn_in_and_a_plain_difference_stays() -> None:
    assert shrink_estimates([0.3], [0.1]) == [0.3]
    assert shrink_estimates([0.1, -0.1], [0.2, 0.2]) == pytest.approx([0.0, 0.0])  # no more scatter than chance
    values, errors = [0.4, 0.0, -0.4], [0.1, 0.1, 0.1]
    between = (0.32 / 0.01 - 2) / (300 - 100)  # DerSimonian and Laird, by hand
    assert shrink_estimates(values, errors) == pytest.approx([v * between / (between + 0.01) for v in values])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    library = Library(url, files=tmp_path)
    yield library
    library.close()


def keep(library: Library, name: str, calmer: bool, agent: str | None, low: bool = False) -> None:
    """A call with one moment of owning it, and three placebos at the same heat, the last one of which calmer follows."""
    told = Response("calmer" if calmer else "no_change", "", 0.0, 1.1, before=1.6)
    moment = replace(a_moment("partnered", "own_it", 14, 15, confidence="low" if low else "high"), response=told)
    empty = [Placebo(Span(at, at + 1.0), replace(told, after=after)) for at, after in ((12, "hotter"), (14, "no_change"), (16, "calmer"))]  # type: ignore[arg-type]  # fmt: skip
    unclear = Placebo(Span(17.0, 18.0), Response("cannot_tell", ""))
    library.keep_call(a_call(name), agent=agent)
    library.keep_report(replace(a_report(name, moment), placebos=(*empty, unclear)))


def test_a_library_compares_what_its_reports_hold(library: Library) -> None:
    for k in range(24):
        keep(library, f"call {k:02}", k % 2 == 0, f"Agent {k % 9}")
    keep(library, "possible", True, "Agent 1", low=True)
    found = library.trends.anyway()[OWN]
    assert (found.moments, found.calmer) == (24, 0.5)
    assert found.anyway == pytest.approx(1 / 3)
    assert found.value == pytest.approx(1 / 6) and found.drawn == found.value
    assert library.trends.anyway(Filter(agent="Agent 1"))[OWN].value is None  # three calls: too few to tell
    keep(library, "call 00", False, "Agent 0")  # reviewed anew: counted once
    assert library.trends.anyway()[OWN].calmer == pytest.approx(11 / 24)
    library.delete("call 02")
    assert library.trends.anyway()[OWN].moments == 23
