"""The keyboard on a call's page, in a real Chromium: it counts wherever one has clicked before, and the focus can be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from patience import soon
from real_browser import IN_A_BROWSER, at, enter, still, until

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

PLAYS = "(room) => !room.querySelector('audio').paused"
PAUSED = "(room) => room.querySelector('audio').paused"


def blank(page: playwright.Page) -> None:
    page.get_by_test_id("stMainBlockContainer").click(position={"x": 4, "y": 300})


def popover(page: playwright.Page) -> None:
    page.get_by_role("button", name="Export").click()
    page.get_by_text("Shared notes go with it; private ones stay here.").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Shared notes go with it; private ones stay here.").wait_for(state="hidden")


def tick(page: playwright.Page) -> None:
    page.locator("label", has_text="Reviewed").click()
    still(page)


@pytest.mark.parametrize("where", [blank, popover, tick])
def test_the_shortcuts_live_after_a_click_beside_the_room(
    page: playwright.Page, address: str, call: str, where: Callable[[playwright.Page], None]
) -> None:
    enter(page, address, call)
    where(page)
    ticked = page.get_by_role("switch", name="Reviewed").or_(page.get_by_role("checkbox", name="Reviewed"))
    as_it_was = ticked.is_checked()
    page.keyboard.press("Space")
    until(page, PLAYS)
    page.keyboard.press("k")
    until(page, PAUSED)
    before = at(page)
    page.keyboard.press("ArrowRight")
    soon(lambda: at(page) > before + 4)
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    assert ticked.is_checked() == as_it_was


def test_what_is_typed_beside_the_room_is_no_shortcut(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.get_by_test_id("stPopover").filter(has_text="About").get_by_role("button").click()
    name = page.get_by_label("Name", exact=True)
    name.fill("")
    name.press_sequentially("mk lf?")
    playwright.expect(name).to_have_value("mk lf?")
    assert not page.locator("dialog[open], .editor").count()
    until(page, PAUSED)


def test_the_help_card_lists_the_keys(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.keyboard.press("?")
    card = page.locator("dialog[open]")
    for told in ("find in the transcript", "the note is done", "on the selected words", "play and pause"):
        playwright.expect(card).to_contain_text(told)


def test_what_has_the_focus_in_the_room_can_be_seen(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.locator(".room").focus()
    seen: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        told = page.evaluate("""() => {
            let at = document.activeElement;
            while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            const style = getComputedStyle(at);
            const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            return [at.getAttribute("aria-label") || at.textContent, shown, Boolean(at.closest(".room"))];
        }""")
        if not told[2]:
            break
        assert told[1], told[0]
        seen.append(told[0])
    assert len(seen) > 10


def test_a_cards_click_selects_and_its_button_plays(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    card = page.locator(".card.pushed").first
    card.locator(".head").click()
    playwright.expect(card).to_have_class("card pushed open")
    there = at(page)
    assert there > 0
    until(page, PAUSED)
    card.get_by_title("Play this moment").click()
    until(page, PLAYS)
