"""The orders of the list of calls: ties, what is withheld, and who stands beside whom, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from library_calls import a_call, a_moment, a_report
from real_postgres import new_database

from library.calls.listing import Filter
from library.calls.ordering import SORTS
from library.store import Library

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Eleven calls: some alike in all but their ids, one without words, one without a report, some that are nobody's."""
    folder = tmp_path_factory.mktemp("ordering")
    opened = Library(new_database() if request.param == "postgres" else str(folder / "library.db"), folder)
    pushes = {"c0": 2, "c1": 0, "c2": 1, "c3": 0, "c4": 1, "c5": 1, "c6": 1, "c7": 0, "c8": 3}
    for k, (call_id, number) in enumerate(pushes.items()):
        agent = (None, "Zoe", "ama", "Ben")[k % 4]
        date = NOON + timedelta(days=k // 3)
        opened.keep_call(a_call(call_id, source=f"call {k % 3}.wav"), date=date, agent=agent)
        moments = [a_moment(start=3.0 * n, end=3.0 * n + 2) for n in range(number)]
        opened.keep_report(a_report(call_id, *moments or [a_moment("partnered", "own_it")]))
    wordless = a_call("wordless")
    opened.keep_call(replace(wordless, turns=tuple(replace(turn, words=()) for turn in wordless.turns)), date=NOON)
    opened.keep_report(replace(a_report("wordless"), moments=()))
    opened.keep_call(a_call("unheard", duration=45.0), date=NOON - timedelta(days=9))
    opened.mark_reviewed("c4", "Ben")
    yield opened
    opened.close()


def order(library: Library, sort: str, **wanted: object) -> list[str]:
    return list(library.call_names(Filter(**wanted), sort))  # type: ignore[arg-type]


def test_counts_go_by_number_then_the_newest_then_the_id(library: Library) -> None:
    assert order(library, "-pushed") == [
        "c8", "c0", "c6", "c4", "c5", "c2", "c7", "c3", "c1", "wordless", "unheard",
    ]  # fmt: skip


def test_what_is_withheld_is_last_both_ways_and_never_a_zero(library: Library) -> None:
    assert order(library, "pushed")[:3] == ["c7", "c3", "c1"]
    for sort in ("pushed", "-pushed", "-partnered", "missed", "-escalated"):
        assert order(library, sort)[-2:] == ["wordless", "unheard"]
    assert order(library, "agent")[:4] == ["c6", "c2", "c7", "c3"], "whatever the capitals"
    assert order(library, "-agent")[:2] == ["c5", "c1"]
    for sort in ("agent", "-agent"):
        assert set(order(library, sort)[-5:]) == {"c8", "c4", "c0", "wordless", "unheard"}
    for sort in ("outcome", "-outcome"):
        assert order(library, sort)[-1] == "unheard"
    assert order(library, "-reviewed")[0] == order(library, "reviewed")[0] == "c4"


def test_the_order_of_work_is_what_it_was(library: Library) -> None:
    assert order(library, "review")[:3] == ["c8", "c0", "c6"]
    assert order(library, "review")[-1] == "c4", "who has been through it needs nobody"
    lines = {call.id: call.standing for call in library.calls(sort="-length").calls}
    assert lines["c8"] == "The agent pushed three times, and how it ended is unclear.", "said in any order"


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_pages_and_neighbours_agree_with_the_whole(library: Library, sort: str) -> None:
    for wanted in ({}, {"words": "parcel"}, {"kind": "pushed"}):
        whole = order(library, sort, **wanted)
        pages = [library.calls(Filter(**wanted), sort, page, 3).calls for page in range(4)]  # type: ignore[arg-type]
        assert [call.id for calls in pages for call in calls] == whole
        for k, call_id in enumerate(whole):
            place = library.place(call_id, Filter(**wanted), sort)  # type: ignore[arg-type]
            assert place is not None
            around = (whole[k - 1] if k else None, whole[k + 1] if k + 1 < len(whole) else None)
            assert (place.number, place.total, place.before, place.after) == (k + 1, len(whole), *around)
    assert library.place("nothing", Filter(), sort) is None
    assert library.place("wordless", Filter(kind="pushed"), sort) is None
