"""Trends: exact counts of small libraries, intervals against textbook values, both databases."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import real_postgres
from hypothesis import given
from hypothesis import strategies as st
from library_calls import a_call, a_moment, a_report

from analysis.report import Measure
from audio.errors import SameSideError
from audio.span import Span
from library.calls.listing import Filter
from library.store import Library
from library.trends.trends import Period, Share, TopicLine, design_effect, last_day, period_of, share

MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Four calls: two of Ama's (one with a partnering twice calmer), one of Ben's, one of nobody's."""
    folder = tmp_path_factory.mktemp("trends")
    url = str(folder / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    library = filled(Library(url, files=folder))
    yield library
    library.close()


def filled(library: Library) -> Library:
    own = [a_moment("partnered", "own_it", k, k + 1, after) for k, after in enumerate(("calmer", "calmer", "hotter"))]
    library.keep_call(a_call("a1"), date=MONDAY, agent="Ama", team="Blue")
    library.keep_report(a_report("a1", *own, a_moment("partnered", "own_it", 9, 10, "calmer", confidence="low")))
    library.keep_call(a_call("a2"), date=MONDAY + timedelta(days=6), agent="Ama")
    library.keep_report(a_report("a2", a_moment("pushed", "command", after="cannot_tell"), own[0]))
    library.keep_call(a_call("b1"), date=MONDAY + timedelta(days=7), agent="Ben")
    library.keep_report(a_report("b1", a_moment("escalated", "threat_to_leave"), a_moment("missed", None)))
    library.keep_call(a_call("n1"), date=MONDAY + timedelta(days=40))
    library.keep_report(a_report("n1", a_moment("partnered", "clarify", after="no_change")))
    return library


def test_techniques_are_counted_with_what_followed(library: Library) -> None:
    lines = {(line.kind, line.technique): line for line in library.trends.techniques()}
    assert set(lines) == {
        ("partnered", "own_it"), ("partnered", "clarify"), ("pushed", "command"), ("escalated", "threat_to_leave"),
    }  # fmt: skip
    own = lines["partnered", "own_it"]
    assert (own.moments, own.calls, own.no_change, own.hotter, own.cannot_tell) == (4, 2, 0, 1, 0)
    assert (own.calmer.hits, own.calmer.of, own.calmer.value) == (3, 4, 0.75)
    command = lines["pushed", "command"]
    assert (command.moments, command.cannot_tell) == (1, 1)
    assert command.calmer == Share(0, 0, None, None, None)


def test_topics_are_counted_by_calls_and_lines(library: Library) -> None:
    """They are no techniques, and a report made anew without them takes them back."""

    def told(call_id: str, **lines: float) -> None:
        report = library.report(call_id)
        assert report is not None
        whole = Span(0.0, report.duration)
        said = tuple(Measure(name, whole, "customer", n, "lines") for name, n in lines.items())
        library.keep_report(replace(report, measures=said))

    techniques = library.trends.techniques()
    told("a1", complaint_billing=2.0, compliments=1.0, complaint_fault=0.0, times_own_it=3.0)
    told("b1", complaint_billing=1.0)
    assert library.trends.topics() == (TopicLine("complaint_billing", 2, 3), TopicLine("compliments", 1, 1))
    assert library.trends.topics(Filter(agent="Ben")) == (TopicLine("complaint_billing", 1, 1),)
    assert library.trends.techniques() == techniques
    assert {call.id for call in library.calls(Filter(topic="complaint_billing")).calls} == {"a1", "b1"}
    assert [call.id for call in library.calls(Filter(topic="compliments", agent="Ama")).calls] == ["a1"]
    told("a1")
    told("b1")
    assert library.trends.topics() == ()


def test_filters_hold_for_trends_too(library: Library) -> None:
    lines = library.trends.techniques(Filter(agent="Ama", since=MONDAY + timedelta(days=1)))
    assert [(line.technique, line.moments) for line in lines] == [("own_it", 1), ("command", 1)]


def test_agents_side_by_side(library: Library) -> None:
    ama, ben, nobody = library.trends.agents()
    assert (ama.agent, ama.team, ama.calls, ama.pushed, ama.partnered) == ("Ama", "Blue", 2, 1, 4)
    assert (ama.calmer.hits, ama.calmer.of) == (3, 4)
    assert (ben.agent, ben.calls, ben.escalated, ben.missed, ben.calmer.value) == ("Ben", 1, 1, 1, None)
    assert (nobody.agent, nobody.calls, nobody.calmer.value) == (None, 1, 0.0)


def test_over_time(library: Library) -> None:
    weeks = library.trends.over_time(period="week")
    assert [(p.start.day, p.calls, p.partnered, p.pushed, p.missed) for p in weeks] == [
        (2, 2, 4, 1, 0),
        (9, 1, 0, 0, 1),
        (6, 1, 1, 0, 0),
    ]
    months = library.trends.over_time(period="month", technique="own_it")
    assert [(p.start.month, p.calls, p.partnered, p.pushed) for p in months] == [(3, 3, 4, 0), (4, 1, 0, 0)]


def test_periods_begin_at_midnight_of_their_zone() -> None:
    late_on_sunday = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert period_of(late_on_sunday, "week", UTC) == datetime(2026, 2, 23, tzinfo=UTC)
    assert period_of(late_on_sunday, "month", UTC) == datetime(2026, 3, 1, tzinfo=UTC)
    assert period_of(late_on_sunday, "day", UTC) == datetime(2026, 3, 1, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")
    assert period_of(late_on_sunday, "week", berlin) == datetime(2026, 3, 2, tzinfo=berlin)
    # the clock goes forward within the month, which begins once all the same
    in_summer = datetime(2026, 3, 30, 12, tzinfo=UTC)
    assert period_of(in_summer, "month", berlin) == period_of(late_on_sunday, "month", berlin)


@pytest.mark.parametrize(
    ("start", "period", "last"),
    [("2026-02-01", "month", "2026-02-28"), ("2026-12-01", "month", "2026-12-31"), ("2026-12-28", "week", "2027-01-03"),
     ("2026-03-01", "day", "2026-03-01")],
)  # fmt: skip
def test_the_last_day_of_a_period(start: str, period: Period, last: str) -> None:
    assert last_day(date.fromisoformat(start), period) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [  # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_has_the_published_values(hits: int, of: int, low: float, high: float) -> None:
    found = share(hits, of)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@given(st.integers(0, 50), st.integers(1, 50), st.floats(1, 5))
def test_an_interval_holds_its_share_and_widens_with_the_design_effect(hits: int, more: int, effect: float) -> None:
    one, wider = share(hits, hits + more), share(hits, hits + more, effect)
    edges = [0.0, wider.low, one.low, one.value, one.high, wider.high, 1.0]
    assert all(a is not None and b is not None and a <= b + 1e-12 for a, b in pairwise(edges))
    assert one.low is not None
    assert one.high is not None
    assert (one.low == 0.0, one.high == 1.0) == (hits == 0, False)


def test_calls_that_are_all_alike_within_count_as_one_moment_each() -> None:
    """Ten calls of four moments, all calmer or none: the effect is the calls' size, but for k/(k-1)."""
    calls = [(4, 4)] * 5 + [(0, 4)] * 5
    sums = [sum(y * y for y, _ in calls), sum(y * n for y, n in calls), sum(n * n for _, n in calls)]
    assert design_effect(20, 40, *sums, clusters=10) == pytest.approx(4 * 10 / 9)
    assert design_effect(20, 20, 1, 1, 1, clusters=10) == 1.0


def test_independent_moments_have_an_effect_near_one() -> None:
    chance = random.Random(1)
    calls = [(sum(chance.random() < 0.4 for _ in range(3)), 3) for _ in range(4000)]
    sums = [sum(y * y for y, _ in calls), sum(y * n for y, n in calls), sum(n * n for _, n in calls)]
    assert design_effect(sum(y for y, _ in calls), 12000, *sums, clusters=4000) == pytest.approx(1.0, abs=0.08)


def test_a_setting_is_kept_and_the_second_who_saves_is_told(library: Library) -> None:
    name = "limits"
    assert library.settings.get(name, {}) == ({}, 0)
    assert library.settings.keep(name, {"overtalk_least": 0.3}, 0) == 1
    with pytest.raises(SameSideError, match="changed by somebody else"):
        library.settings.keep(name, {}, 0)
    assert library.settings.keep(name, {"overtalk_least": 0.4}, 1) == 2
    with pytest.raises(SameSideError, match="changed by somebody else"):
        library.settings.keep(name, {}, 1)
    assert library.settings.get(name) == ({"overtalk_least": 0.4}, 2)
