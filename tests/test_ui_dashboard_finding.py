"""Finding what was said, in a real Chromium: from a search to the second it is at, within a transcript, and on to the next call."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from patience import soon
from real_browser import IN_A_BROWSER, at, enter, still, until

from library.store import Library
from library.worker.worker import Reviewed

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")


@pytest.fixture(scope="module")
def three(folder: Path, call: str, pushed: Reviewed) -> list[str]:
    """The ids of three calls of one sound, in the order of their names."""
    library = Library(str(folder / "library.db"))
    library.rename(call, "aaa parcel")
    ids = [call]
    for name in ("bbb parcel", "ccc parcel"):
        ids.append(name[:3] * 8)
        library.keep_call(replace(pushed.call, id=ids[-1]), library.recording_of(call), pushed.depends, name=name)
        library.keep_report(replace(pushed.report, call_id=ids[-1]))
    library.close()
    return ids


def said_at(pushed: Reviewed, word: str) -> list[float]:
    """When each word that begins so is said."""
    words = (w for turn in sorted(pushed.call.turns, key=lambda turn: turn.span) for w in turn.words)
    return [w.span.start for w in words if w.text.casefold().startswith(word)]


def search(page: playwright.Page, words: str) -> None:
    page.get_by_label("Search the words and names").fill(words)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Search: {words}").wait_for()


def marked(page: playwright.Page) -> list[str]:
    return [re.sub(r"\W", "", text).casefold() for text in page.locator(".w.hit").all_inner_texts()]


def current_in_sight(page: playwright.Page) -> None:
    """Wait until the hit that one is at lies within what is shown of the transcript."""
    until(
        page,
        """(room) => { const word = room.querySelector(".w.hit.current"), list = room.querySelector(".lines");
        if (!word) return false;
        const a = word.getBoundingClientRect(), b = list.getBoundingClientRect();
        return a.top >= b.top && a.bottom <= b.bottom; }""",
    )


def test_a_hit_of_a_search_opens_the_call_there_and_marks_it(
    page: playwright.Page, address: str, call: str, pushed: Reviewed
) -> None:
    there = said_at(pushed, "manager")[0]
    page.goto(address)
    search(page, "manager")
    row = page.locator(f'[data-call="{call}"]')
    playwright.expect(row.locator(".hit")).to_contain_text("manager")
    row.locator(".hit").click()
    page.wait_for_selector(".room[data-ready]")
    playwright.expect(page).to_have_url(re.compile(rf"[?&]at={there:.1f}&find=manager$"))
    soon(lambda: at(page) == pytest.approx(there, abs=0.06))
    current_in_sight(page)
    assert set(marked(page)) == {"manager"}
    page.reload()
    current_in_sight(page)


def test_ctrl_f_finds_in_the_transcript(page: playwright.Page, address: str, call: str, pushed: Reviewed) -> None:
    many = len(said_at(pushed, "you"))
    assert many > 1
    enter(page, address, call)
    page.keyboard.press("Control+f")
    field = page.get_by_label("Find in the transcript")
    playwright.expect(field).to_be_focused()
    field.fill("you")
    count = page.locator(".found")
    playwright.expect(count).to_have_text(f"1 of {many}")
    field.press("Enter")
    playwright.expect(count).to_have_text(f"2 of {many}")
    current_in_sight(page)
    field.press("Shift+Enter")
    field.press("Shift+Enter")
    playwright.expect(count).to_have_text(f"{many} of {many}")
    current_in_sight(page)
    field.fill("zebra")
    playwright.expect(count).to_have_text("Not said")
    field.press("Escape")
    playwright.expect(field).to_be_hidden()
    assert not marked(page)


def test_a_second_ctrl_f_is_the_browsers_own(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.evaluate("addEventListener('keydown', (event) => (window.kept = event.defaultPrevented))")
    page.keyboard.press("Control+f")
    playwright.expect(page.get_by_label("Find in the transcript")).to_be_focused()
    page.keyboard.press("Control+f")
    page.wait_for_function("window.kept === false")


def test_a_call_opened_from_a_list_leads_on_through_that_list(
    page: playwright.Page, address: str, three: list[str]
) -> None:
    page.goto(f"{address}/?search=parcel&order=By+name")
    page.locator(f'[data-call="{three[1]}"] a').click()
    page.wait_for_selector(".room[data-ready]")
    page.get_by_text("2 of 3 in the list").wait_for()
    page.get_by_role("link", name="Next →").click()
    page.get_by_role("heading", name="ccc parcel").wait_for()
    page.get_by_text("3 of 3 in the list").wait_for()
    playwright.expect(page.get_by_role("link", name="Next →")).to_be_hidden()
    page.reload()
    page.get_by_role("link", name="← Previous").click()
    page.get_by_role("heading", name="bbb parcel").wait_for()
    page.get_by_text("2 of 3 in the list").wait_for()
    page.get_by_role("link", name="← Previous").click()
    page.get_by_text("1 of 3 in the list").wait_for()
    page.go_back()
    page.get_by_role("heading", name="bbb parcel").wait_for()
    page.get_by_text("2 of 3 in the list").wait_for()


def test_ticking_a_call_off_does_not_change_what_is_next(
    page: playwright.Page, address: str, three: list[str], folder: Path
) -> None:
    page.goto(f"{address}/?unreviewed=true&order=By+name")
    page.locator(f'[data-call="{three[1]}"] a').click()
    page.wait_for_selector(".room[data-ready]")
    page.get_by_text("2 of 3 in the list").wait_for()
    still(page)
    page.locator("label", has_text="Reviewed").click()
    page.get_by_role("link", name="Next to review →").wait_for()
    page.get_by_text("2 of 3 in the list").wait_for()
    page.get_by_role("link", name="Next →", exact=True).click()
    page.get_by_role("heading", name="ccc parcel").wait_for()
    library = Library(str(folder / "library.db"))
    library.mark_reviewed(three[1], None)
    library.close()
