"""Back leads back: what stands in the address, in a real Chromium, from the list to a call and home again."""

from __future__ import annotations

import re

import pytest
from real_browser import IN_A_BROWSER

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")


def open_list(page: playwright.Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/{query}")
    page.locator("[data-call]").first.wait_for()


def search(page: playwright.Page, words: str) -> None:
    page.get_by_label("Search the words and names").fill(words)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Search: {words}").wait_for()


def in_room(page: playwright.Page) -> None:
    page.wait_for_selector(".room[data-ready]")


def address_is(page: playwright.Page, pattern: str) -> None:
    playwright.expect(page).to_have_url(re.compile(pattern))


def test_back_from_a_call_leads_to_the_list_as_it_was_filtered(page: playwright.Page, address: str, call: str) -> None:
    open_list(page, address)
    search(page, "parcel")
    for _ in range(2):  # the second click on one row does what the first did
        page.locator(f'[data-call="{call}"] a').click()
        in_room(page)
        address_is(page, rf"/review\?call={call}&list=search%3Dparcel&at=[\d.]+&find=parcel$")
        page.go_back()
        page.get_by_role("button", name="Search: parcel").wait_for()
        page.locator(f'[data-call="{call}"]').wait_for()
        address_is(page, r"/\?search=parcel$")
    page.go_forward()
    in_room(page)
    address_is(page, rf"/review\?call={call}&list=search%3Dparcel&at=[\d.]+&find=parcel$")


def test_back_from_a_link_to_a_moment_leads_to_where_one_was(page: playwright.Page, address: str, call: str) -> None:
    open_list(page, address)
    page.goto(f"{address}/?call={call}&at=2")
    in_room(page)
    address_is(page, rf"/review\?call={call}&at=2$")
    page.go_back()
    page.locator(f'[data-call="{call}"]').wait_for()
    address_is(page, r"/$")


def test_a_filter_in_the_address_holds_and_goes_by_its_chip(page: playwright.Page, address: str, call: str) -> None:
    open_list(page, address)
    search(page, "zebra crossing")
    page.get_by_role("heading", name="Nothing matches").wait_for()
    page.reload()
    page.get_by_role("heading", name="Nothing matches").wait_for()
    page.get_by_role("button", name="Search: zebra crossing").click()
    page.locator(f'[data-call="{call}"]').wait_for()
    address_is(page, r"/$")


def test_a_row_is_a_link_that_another_tab_opens(
    browser: playwright.Browser, page: playwright.Page, address: str, call: str
) -> None:
    open_list(page, address)
    link = page.locator(f'[data-call="{call}"] a')
    with page.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_selector(".room[data-ready]")
    assert link.is_visible()
