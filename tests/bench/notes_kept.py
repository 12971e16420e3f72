"""Are notes kept that somebody types and leaves at once: ``python -m tests.bench.notes_kept``.

Forty times a note is typed in a real Chromium and left 0 to 1 s later in one of five ways (another page, another address, a reload, Back, the tab
closed), every one in a window of its own; then the library is asked which of them it holds. Needs Debian's ``chromium`` and the package
``playwright``.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from library.store import Library
from tests.bench._sounds import show
from tests.bench.pages import PORT, opened, serving
from tests.bench.room import CHROMIUM, fill

ADDRESS, CALL, AUTHOR = f"http://localhost:{PORT}", "hour", "Leaver"
WAITS = [k / 7 for k in range(8)]
"""Seconds between the last letter and leaving: within what is waited before a note is saved, and beyond it."""

LEAVE: dict[str, Callable[[Page], object]] = {
    "another page": lambda page: page.get_by_role("link", name="Rule book").click(),
    "another address": lambda page: page.goto(f"{ADDRESS}/rule-book"),
    "reload": lambda page: page.reload(),
    "back": lambda page: page.go_back(),
    "the tab closed": lambda page: page.close(run_before_unload=True),
}
SETTLED = 10.0
"""Seconds after which what has not arrived is lost."""


def leave(browser: Browser, way: str, wait: float, text: str) -> None:
    """Type a note and leave the page so."""
    page = opened(browser)
    page.context.add_cookies([{"name": "sameside_author", "value": AUTHOR, "url": ADDRESS}])
    page.goto(ADDRESS)
    page.locator("h1").wait_for()
    page.goto(f"{ADDRESS}/?call={CALL}")
    page.wait_for_selector(".room[data-ready]")
    page.keyboard.press("m")
    page.locator(".editor textarea").fill(text)
    time.sleep(wait)
    LEAVE[way](page)


def kept(library: Path) -> set[str]:
    opened_library = Library(str(library))
    try:
        return {note.text for note in opened_library.notes.of(CALL, AUTHOR)}
    finally:
        opened_library.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name), 10)
        library, typed = Path(name) / "library.db", {}
        with serving(library), sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for way in LEAVE:
                for wait in WAITS:
                    text = f"Left by {way} after {wait:.2f} s."
                    leave(browser, way, wait, text)
                    typed[text] = way
            until = time.monotonic() + SETTLED
            while set(typed) - kept(library) and time.monotonic() < until:
                time.sleep(0.2)
            browser.close()
        there = kept(library)
    for way in LEAVE:
        of_way = [text for text, by in typed.items() if by == way]
        show(way, f"{sum(text in there for text in of_way)} of {len(of_way)}", "all")
    show("kept", f"{len(there & set(typed))} of {len(typed)}", "all")


if __name__ == "__main__":
    main()
