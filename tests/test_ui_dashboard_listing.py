"""The list of calls in a real Chromium: sorted by its heads, with columns to choose, and saved views of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axe import hindrances
from library_calls import a_call, a_moment, a_report
from patience import soon
from real_browser import IN_A_BROWSER, press_still, still, window

from library.house import judging
from library.house.limits import limits_in_force
from library.store import Library

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

MORNING = datetime(2026, 3, 2, 9, 15).astimezone()
NAMES = ["aaa", "bbb", "ccc", "ddd", "eee"]


@pytest.fixture(scope="module")
def library(folder: Path, address: str) -> Iterator[Library]:
    """The dashboard's, with five calls of 0, 2, 1 and 0 pushes, and one without words: where it lies in a list by pushes tells all."""
    opened = Library(str(folder / "library.db"))
    now = judging.report_fingerprint(opened, limits_in_force(opened))
    for k, (name, pushes) in enumerate(zip(NAMES, (0, 2, 1, 0, 0), strict=True)):
        call = a_call(name, duration=100.0 - 10 * k)
        if name == "eee":
            call = replace(call, turns=tuple(replace(turn, words=()) for turn in call.turns))
        agent = "Ama Mensah" if k % 2 else "Ben Okoro"
        opened.keep_call(call, name=f"{name}.wav", date=MORNING + timedelta(days=k), agent=agent, team="North")
        moments = tuple(a_moment(start=3.0 * n, end=3.0 * n + 2) for n in range(pushes))
        opened.keep_report(replace(a_report(name), moments=moments), now)
    opened.describe("bbb", queue="Deliveries")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def no_views(library: Library) -> Iterator[None]:
    """Each test begins without saved views, whoever's they are."""
    yield
    for owner in {view.owner for view in library.views.of("anybody")} | OWNERS:
        for view in library.views.of(owner):
            if view.owner == owner:
                library.views.delete(view.id, owner)


OWNERS = {"Coach", "Ben"}


def open_list(page: playwright.Page, address: str, query: str = "", author: str = "Coach") -> None:
    page.context.add_cookies([{"name": "sameside_author", "value": author, "url": address}])
    page.goto(f"{address}/{query}")
    page.locator("[data-call]").first.wait_for()
    still(page)


def listed(page: playwright.Page, *calls: str) -> None:
    """Wait until just these are listed, in this order."""
    rows = page.locator("[data-call]")
    script = "(rows) => rows.map((row) => row.dataset.call)"
    soon(lambda: rows.evaluate_all(script) == list(calls))


def head(page: playwright.Page, name: str) -> playwright.Locator:
    return page.get_by_role("columnheader", name=name, exact=True)


def heads(page: playwright.Page, *names: str) -> None:
    """Wait until just these columns are shown."""
    playwright.expect(page.locator("thead button")).to_have_count(len(names))
    soon(lambda: [text.strip("▲▼") for text in page.locator("thead button").all_text_contents()] == list(names))


def address_is(page: playwright.Page, pattern: str) -> None:
    playwright.expect(page).to_have_url(re.compile(pattern))


def popover(page: playwright.Page, name: str) -> None:
    press_still(page, name)
    still(page)


def test_heads_sort_and_turn_round_and_back_leads_back(page: playwright.Page, address: str, library: Library) -> None:
    open_list(page, address)
    playwright.expect(head(page, "Review")).to_have_attribute("aria-sort", "ascending")
    head(page, "Pushed").get_by_role("button").click()
    listed(page, "bbb", "ccc", "ddd", "aaa", "eee")
    playwright.expect(head(page, "Pushed")).to_have_attribute("aria-sort", "descending")
    playwright.expect(head(page, "Review")).not_to_have_attribute("aria-sort", re.compile("."))
    address_is(page, r"/\?order=-pushed$")
    playwright.expect(page.get_by_role("combobox", name="Order")).to_have_value("Most pushed")
    head(page, "Pushed").get_by_role("button").click()
    listed(page, "ddd", "aaa", "ccc", "bbb", "eee")
    playwright.expect(head(page, "Pushed")).to_have_attribute("aria-sort", "ascending")
    page.go_back()
    listed(page, "bbb", "ccc", "ddd", "aaa", "eee")
    page.go_back()
    address_is(page, r"/$")
    playwright.expect(head(page, "Review")).to_have_attribute("aria-sort", "ascending")
    unknown = page.locator('[data-call="eee"]').get_by_role("img", name=re.compile("There are no words"))
    playwright.expect(unknown).to_have_count(4)


def test_heads_are_pressed_by_keyboard_and_keep_the_focus(
    page: playwright.Page, address: str, library: Library
) -> None:
    open_list(page, address)
    head(page, "Length").get_by_role("button").focus()
    page.keyboard.press("Enter")
    listed(page, *NAMES)
    still(page)
    page.keyboard.press("Space")
    listed(page, *reversed(NAMES))
    playwright.expect(head(page, "Length")).to_have_attribute("aria-sort", "ascending")


def test_an_order_goes_with_the_call_that_is_opened(page: playwright.Page, address: str, library: Library) -> None:
    open_list(page, address, "?order=-pushed")
    page.locator('[data-call="ccc"] a').click()
    page.wait_for_selector(".room[data-ready]")
    page.get_by_text("2 of 5 in the list").wait_for()
    page.get_by_role("link", name="← Previous").click()
    page.get_by_role("heading", name="bbb").wait_for()
    page.get_by_text("1 of 5 in the list").wait_for()


def test_the_order_of_work_says_why_on_each_row_whatever_is_shown(
    page: playwright.Page, address: str, library: Library
) -> None:
    why = page.locator('[data-call="bbb"] .standing')
    for query in ("", "?order=name&columns=agent.pushed", "?columns=none"):
        open_list(page, address, query)
        playwright.expect(why).to_have_text("The agent pushed twice, and how it ended is unclear.")


def test_columns_are_chosen_and_remembered_by_the_browser(
    page: playwright.Page, address: str, library: Library
) -> None:
    open_list(page, address)
    popover(page, "Columns")
    for k, name in enumerate(("Agent", "Escalated", "Queue")):
        page.get_by_role("toolbar", name="Columns").get_by_role("button", name=name, exact=True).click()
        playwright.expect(page.locator("thead button")).to_have_count((10, 9, 10)[k])
    shown = ("Call", "Agent", "Date", "Length", "Queue", "Pushed", "Partnered", "Missed", "Outcome", "Review")
    heads(page, *shown)
    address_is(page, r"columns=agent\.date\.length\.queue\.pushed\.partnered\.missed\.outcome\.review")
    playwright.expect(page.locator('[data-call="bbb"]')).to_contain_text("Deliveries")
    playwright.expect(page.locator('[data-call="aaa"] .said .none')).to_have_attribute("title", "Not known")
    page.goto(f"{address}/")
    heads(page, *shown)
    page.goto(f"{address}/?columns=date.team")  # somebody else's link shows theirs, and changes nothing here
    heads(page, "Call", "Team", "Date")
    page.goto(f"{address}/")
    heads(page, *shown)
    still(page)
    popover(page, "Columns")
    press_still(page, "The usual ones")
    heads(page, "Call", "Date", "Length", "Pushed", "Partnered", "Escalated", "Missed", "Outcome", "Review")


def test_the_time_of_day_says_by_whose_clock(browser: playwright.Browser, address: str, library: Library) -> None:
    library.set_date("aaa", datetime(2026, 3, 2, 12).astimezone())
    context = window(browser, timezone_id="Asia/Kathmandu")
    page = context.new_page()
    open_list(page, address)
    clock = page.locator('[data-call="bbb"] time')
    playwright.expect(clock).to_have_text("09:15")
    title = clock.get_attribute("title") or ""
    assert title.startswith("By the clock of the computer that SameSide runs on (UTC")
    assert re.search(r"; \d\d:\d\d by this browser's$", title)
    assert page.locator('[data-call="aaa"] time').count() == 0, "a day alone is no noon"
    assert page.get_by_title("The time of day was not told").count() == 1
    context.close()
    library.set_date("aaa", MORNING)


def test_two_changes_in_quick_succession_both_hold(page: playwright.Page, address: str, library: Library) -> None:
    open_list(page, address)
    page.get_by_label("Search the words and names").fill("okoro")
    page.get_by_label("Search the words and names").press("Tab")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.locator("label", has_text="Only those to review").click()
    page.get_by_role("button", name="Only those to review").wait_for()
    page.get_by_role("button", name="Search: okoro").wait_for()
    address_is(page, r"/\?search=okoro&unreviewed=true$")
    soon(lambda: page.locator("[data-call]").count() == 3)
    page.reload()
    page.get_by_role("button", name="Search: okoro").wait_for()


def save_view(page: playwright.Page, name: str, shared: bool = False) -> None:
    popover(page, "Views")
    page.get_by_label("Save the list as it is now, as").fill(name)
    if shared:
        page.locator("[data-testid=stForm] label", has_text="For everybody").click()
    press_still(page, "Save view")


def view_link(page: playwright.Page, name: str) -> playwright.Locator:
    return page.get_by_role("navigation", name="Saved views").get_by_role("link", name=name)


def test_a_view_is_saved_and_opened_with_one_click(page: playwright.Page, address: str, library: Library) -> None:
    agents = {person.name: person.id for person in library.people.agents()}
    open_list(page, address, f"?agent={agents['Ben Okoro']}&order=-length&columns=agent.length")
    save_view(page, "Ben, longest")
    playwright.expect(view_link(page, "Ben, longest")).to_have_attribute("aria-current", "page")
    open_list(page, address)
    view_link(page, "Ben, longest").click()
    listed(page, "aaa", "ccc", "eee")
    heads(page, "Call", "Agent", "Length")
    playwright.expect(view_link(page, "Ben, longest")).to_have_attribute("aria-current", "page")
    address_is(page, rf"/\?agent={agents['Ben Okoro']}&order=-length&columns=agent.length&view=\w+$")
    library.people.rename("Ben Okoro", "Benedict Okoro")
    page.reload()
    page.get_by_role("button", name="Agent: Benedict Okoro").wait_for()
    listed(page, "aaa", "ccc", "eee")
    playwright.expect(view_link(page, "Ben, longest")).to_have_attribute("aria-current", "page")
    library.people.rename("Benedict Okoro", "Ben Okoro")
    view_link(page, "All calls").click()
    soon(lambda: page.locator("[data-call]").count() == 5)
    page.go_back()
    listed(page, "aaa", "ccc", "eee")


def test_a_view_is_changed_renamed_and_deleted_with_undo(page: playwright.Page, address: str, library: Library) -> None:
    library.views.keep("Coach", "Pushed", "order=-pushed&columns=date.pushed")
    open_list(page, address)
    view_link(page, "Pushed").click()
    heads(page, "Call", "Date", "Pushed")
    head(page, "Date").get_by_role("button").click()
    listed(page, *reversed(NAMES))
    playwright.expect(view_link(page, "Pushed")).to_contain_text("changed")
    popover(page, "Views")
    press_still(page, "Keep the list as it is now in “Pushed”")
    soon(lambda: library.views.of("Coach")[0].question == "order=-date&columns=date.pushed")
    playwright.expect(view_link(page, "Pushed")).not_to_contain_text("changed")
    popover(page, "Views")
    page.get_by_label("Its name").fill("Newest")
    page.get_by_label("Its name").press("Enter")
    playwright.expect(view_link(page, "Newest")).to_have_attribute("aria-current", "page")
    popover(page, "Views")
    press_still(page, "Delete this view")
    page.get_by_text("The view “Newest” is deleted.").wait_for()
    assert library.views.of("Coach") == ()
    listed(page, *reversed(NAMES))
    press_still(page, "Undo")
    playwright.expect(view_link(page, "Newest")).to_have_attribute("aria-current", "page")
    assert [view.name for view in library.views.of("Coach")] == ["Newest"]


def test_a_view_for_everybody_is_opened_by_all_and_changed_by_one(
    page: playwright.Page, address: str, library: Library
) -> None:
    library.views.keep("Ben", "By name", "order=name&columns=date", shared=True)
    library.views.keep("Ben", "Ben's own", "order=-date")
    open_list(page, address)
    view_link(page, "By name").click()
    listed(page, *NAMES)
    playwright.expect(page.get_by_role("navigation", name="Saved views").get_by_role("link")).to_have_count(2)
    popover(page, "Views")
    page.get_by_label("Save the list as it is now, as").wait_for()
    assert page.get_by_role("button", name="Delete this view").count() == 0
    page.keyboard.press("Escape")
    save_view(page, "By name", shared=True)
    soon(lambda: len(library.views.of("Cem")) == 2)
    playwright.expect(view_link(page, "By name")).to_have_count(2)
    save_view(page, "By name")
    page.get_by_text("You have a view named “By name” already").wait_for()


def test_an_address_of_before_shows_the_same_list(page: playwright.Page, address: str, library: Library) -> None:
    open_list(page, address, "?agent=Ben+Okoro&moment=Pushed&order=Most+pushed")
    listed(page, "ccc")
    page.get_by_role("button", name="Agent: Ben Okoro").wait_for()
    page.get_by_role("button", name="With a moment: Pushed").click()
    listed(page, "ccc", "aaa", "eee")
    address_is(page, r"/\?agent=\d+&order=-pushed$")


def test_nothing_keeps_anybody_from_views_and_columns(page: playwright.Page, address: str, library: Library) -> None:
    library.views.keep("Coach", "Newest", "order=-date&columns=date.agent.queue")
    open_list(page, address)
    view_link(page, "Newest").click()
    heads(page, "Call", "Agent", "Date", "Queue")
    popover(page, "Columns")
    assert hindrances(page) == []
