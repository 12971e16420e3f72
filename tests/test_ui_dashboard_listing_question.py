"""What the list of calls is asked, as addresses have it: by ids, with the words of before understood, and back again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.calls.listing import Filter
from library.calls.ordering import SORTS
from library.store import Library
from ui import texts
from ui.dashboard.components.call_list.columns import COLUMNS, ORDERS, in_order
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.listing.address import UNSETTLED, Address
from ui.dashboard.parts.listing.question import ENDINGS, Known, Question, read, start_of

KNOWN = Known({"7": "Ama Mensah", "8": "Zoe"}, {"1": "North"})


def some(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *values])


QUESTIONS = st.builds(
    Question,
    search=st.text(st.characters(exclude_categories=("Cs",))),
    agent=some("7", "8", "999"),
    team=some("1"),
    moment=some(*texts.KINDS),
    technique=some(*technique_names.names()),
    after=some(*texts.AFTERS),
    outcome=some(*ENDINGS),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    unreviewed=st.booleans(),
    order=st.sampled_from(sorted(SORTS)),
    columns=st.none() | st.sets(st.sampled_from(sorted(COLUMNS))).map(in_order),
)


@given(QUESTIONS)
def test_an_address_says_all_that_is_asked(question: Question) -> None:
    assert read(question.query(), KNOWN) == question
    assert read(question.text(), KNOWN) == question


def test_all_calls_in_the_order_of_work_need_no_word() -> None:
    assert Question().query() == {}
    assert Question().filters(KNOWN) == Filter()


def test_addresses_of_before_are_understood() -> None:
    old = {
        "search": "refund", "agent": "Ama Mensah", "team": "North", "moment": "Pushed", "technique": "Owning it",
        "after": "no clear change", "outcome": "Did not settle", "from": "2026-03-01", "to": "2026-03-31",
        "unreviewed": "true", "order": "Most pushed", "page": "2",
    }  # fmt: skip
    assert read(old, KNOWN) == Question(
        "refund", "7", "1", "pushed", "own_it", "no_change", "unsettled", date(2026, 3, 1), date(2026, 3, 31), True, "-pushed"
    )  # fmt: skip
    for label, sort in {"To review first": "review", "Newest first": "-date", "By name": "name"}.items():
        assert read({"order": label}, KNOWN).order == sort
    for word, sort in {"newest": "-date", "longest": "-length", "missed": "-missed", "review": "review"}.items():
        assert read(f"sort={word}", KNOWN).order == sort, "as reviews had it that were opened from a list"


def test_what_no_list_could_ask_is_left_out() -> None:
    asked = read("search=refund&from=soon&order=anyhow&outcome=&what=ever&moment=loved&columns=hats", KNOWN)
    assert asked == Question(search="refund")


def test_an_agent_is_found_by_the_number_though_renamed(library: Library) -> None:
    library.people.add("Ama", "North")
    asked = Question(agent=Known.of(library).number_of_agent("Ama"))
    library.people.rename("Ama", "Ama Mensah")
    known = Known.of(library)
    assert read(asked.text(), known) == asked
    assert asked.filters(known) == Filter(agent="Ama Mensah")
    library.people.remove("Ama Mensah")
    assert asked.filters(Known.of(library)) == Filter(agent=""), "whose calls there are none of, and not all calls"


def test_days_are_counted_in_from_their_beginning_to_their_end() -> None:
    wanted = Question(since=date(2026, 3, 1), until=date(2026, 3, 1)).filters(KNOWN)
    assert wanted.since is not None and wanted.until is not None
    assert (wanted.until - wanted.since).total_seconds() == 86_400
    assert start_of(None) is None


def test_every_order_is_called_something_and_every_head_leads_to_two() -> None:
    assert set(ORDERS) == SORTS
    assert len(set(ORDERS.values())) == len(ORDERS)
    for column in COLUMNS.values():
        assert {column.first, column.then} <= SORTS
        assert column.next_sort(column.first) == column.then
        assert column.next_sort("anything") == column.first
        assert {column.direction(column.first), column.direction(column.then)} == {"ascending", "descending"}
        assert column.direction("anything") is None


OLD, NEW, OTHER = Question(), Question(search="refund"), Question(agent="7")


@pytest.fixture
def address() -> Address:
    """A list that was just asked something new, of which the browser may not have heard yet."""
    made = Address()
    assert made.leads(OLD, changed=False, now=0.0)
    made.show(OLD, written=False, now=0.0)
    made.show(NEW, written=True, now=10.0)
    return made


def test_what_comes_with_the_address_of_before_does_not_undo_a_change(address: Address) -> None:
    assert not address.leads(OLD, changed=False, now=10.1)
    assert address.behind
    assert not address.leads(OLD, changed=True, now=99.0), "another change, sent before the browser heard of the first"


def test_back_leads_back_once_it_is_sure(address: Address) -> None:
    assert address.leads(OLD, changed=False, now=10.0 + UNSETTLED)
    assert not address.behind


def test_back_leads_back_at_once_when_the_browser_had_the_new_address(address: Address) -> None:
    assert not address.leads(NEW, changed=False, now=10.1)
    assert address.leads(OLD, changed=False, now=10.2)


def test_an_address_of_somewhere_else_leads_at_once(address: Address) -> None:
    assert address.leads(OTHER, changed=True, now=10.1)
