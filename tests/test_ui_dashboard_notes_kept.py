"""No word of a note is lost, however one leaves: at once, within the wait before it is saved, or with the server gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from patience import soon
from real_browser import IN_A_BROWSER, enter, window

from library.store import Library

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

LEAVE: dict[str, Callable[[playwright.Page, str], None]] = {
    "another page": lambda page, _: page.get_by_role("link", name="Rule book").click(),
    "another address": lambda page, address: page.goto(f"{address}/rule-book"),
    "reload": lambda page, _: page.reload(),
    "back": lambda page, _: page.go_back(),
    "the tab closed": lambda page, _: page.close(run_before_unload=True),
}


def texts(folder: Path) -> list[str]:
    library = Library(str(folder / "library.db"))
    try:
        return [note.text for summary in library.calls().calls for note in library.notes.of(summary.id, "Leaver")]
    finally:
        library.close()


def begin_note(page: playwright.Page, address: str, call: str) -> playwright.Locator:
    page.context.add_cookies([{"name": "sameside_author", "value": "Leaver", "url": address}])
    page.goto(address)
    enter(page, address, call)
    page.keyboard.press("m")
    editor = page.locator(".editor textarea")
    editor.wait_for()
    return editor


@pytest.mark.parametrize("way", LEAVE)
def test_what_is_typed_and_left_at_once_is_kept(
    browser: playwright.Browser, address: str, call: str, folder: Path, way: str
) -> None:
    context = window(browser)
    page = context.new_page()
    begin_note(page, address, call).fill(f"Left by {way}.")
    LEAVE[way](page, address)
    soon(lambda: f"Left by {way}." in texts(folder))
    context.close()


@pytest.mark.parametrize("way", LEAVE)
def test_the_last_words_typed_into_a_saved_note_are_kept(
    browser: playwright.Browser, address: str, call: str, folder: Path, way: str
) -> None:
    context = window(browser)
    page = context.new_page()
    editor = begin_note(page, address, call)
    editor.fill("First words")
    page.locator(".status", has_text=re.compile("^Saved$")).wait_for()
    editor.press_sequentially(f", and last ones by {way}.")
    LEAVE[way](page, address)
    soon(lambda: f"First words, and last ones by {way}." in texts(folder))
    context.close()


def test_what_no_server_took_is_kept_in_the_browser_and_sent_at_the_next_visit(
    browser: playwright.Browser, address: str, call: str, folder: Path
) -> None:
    context = window(browser)
    page = context.new_page()
    editor = begin_note(page, address, call)
    context.route("**/call-notes/**", lambda route: route.abort())
    editor.fill("Written in a tunnel.")
    page.locator(".status", has_text="kept in this browser").wait_for()
    page.close()
    assert "Written in a tunnel." not in texts(folder)
    context.unroute("**/call-notes/**")
    later = context.new_page()
    later.clock.install()
    enter(later, address, call)
    later.clock.fast_forward(60_000)  # a tab that lives has sent its own by then
    soon(lambda: "Written in a tunnel." in texts(folder))
    context.close()


def test_a_reply_from_elsewhere_appears_by_itself_with_a_mark(
    page: playwright.Page, address: str, call: str, folder: Path
) -> None:
    editor = begin_note(page, address, call)
    editor.fill("What do you think?")
    page.get_by_label("Share with the agent").check()
    page.get_by_role("button", name="Done").click()
    page.locator(".card.note", has_text="What do you think?").wait_for()
    page.get_by_role("tab", name="Moments").click()
    library = Library(str(folder / "library.db"))

    def shared() -> list[str]:
        return [note.id for note in library.notes.of(call, "Kofi") if note.text == "What do you think?"]

    soon(lambda: bool(shared()))
    library.notes.reply(shared()[0], "Kofi", "I heard it too.")
    library.close()
    page.locator('[role="tab"].unread').wait_for()
    page.get_by_role("tab", name="Notes").click()
    page.get_by_text("I heard it too.").wait_for()
    page.locator('[role="tab"].unread').wait_for(state="detached")
