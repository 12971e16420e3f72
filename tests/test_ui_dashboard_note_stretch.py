"""The stretch that a note is about, in a real Chromium: seen while one writes, moved by its edges, taken from words."""

from __future__ import annotations

from pathlib import Path

import pytest
from patience import soon
from real_browser import IN_A_BROWSER, enter, until

from library.notes.notes import Note
from library.store import Library
from library.worker.worker import Reviewed

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

PIXELS = """(room, x) => { const sheet = room.querySelector(".sheet canvas"), ratio = sheet.width / sheet.clientWidth;
    const h = sheet.clientHeight, at = sheet.getContext("2d").getImageData(x * ratio, (h - 22) * ratio, 1, 1).data;
    const accent = document.createElement("canvas").getContext("2d");
    accent.fillStyle = getComputedStyle(room).getPropertyValue("--st-primary-color"); accent.fillRect(0, 0, 1, 1);
    const want = accent.getImageData(0, 0, 1, 1).data;
    return Math.max(...[0, 1, 2].map((k) => Math.abs(at[k] - want[k]))) < 24; }"""
"""Whether a handle is drawn so many pixels from the timeline's left, in the lane of the notes."""


def kept(folder: Path, call: str, text: str) -> Note | None:
    library = Library(str(folder / "library.db"))
    try:
        return next((note for note in library.notes.of(call, "Writer") if note.text == text), None)
    finally:
        library.close()


def write(page: playwright.Page, address: str, call: str) -> playwright.Locator:
    page.context.add_cookies([{"name": "sameside_author", "value": "Writer", "url": address}])
    enter(page, address, call)
    page.locator(".sheet").click(position={"x": 500, "y": 120})
    page.keyboard.press("m")
    return page.locator(".editor")


def place(page: playwright.Page, clock: str, duration: float) -> float:
    """How many pixels from the timeline's left a time of a field lies, with the whole call of ``duration`` shown."""
    minutes, seconds = clock.split(":")
    width = page.locator(".sheet").evaluate("(sheet) => sheet.clientWidth")
    return float(92 + (60 * int(minutes) + float(seconds)) / duration * (width - 92))


def test_a_notes_edges_have_handles_that_move_it(
    page: playwright.Page, address: str, call: str, folder: Path, pushed: Reviewed
) -> None:
    editor = write(page, address, call)
    start, end = editor.get_by_label("From"), editor.get_by_label("To")
    editor.get_by_label("Note", exact=True).fill("Moved by hand.")
    before = start.input_value()
    x = place(page, end.input_value(), pushed.call.duration)
    until(page, PIXELS, x)
    sheet = page.locator(".sheet").bounding_box()
    assert sheet is not None
    low = sheet["y"] + sheet["height"] - 22
    page.mouse.move(sheet["x"] + x, low)
    page.mouse.down()
    page.mouse.move(sheet["x"] + x + 60, low, steps=4)
    page.mouse.move(sheet["x"] + x + 120, low, steps=4)
    page.mouse.up()
    until(page, PIXELS, x + 120)
    assert place(page, end.input_value(), pushed.call.duration) == pytest.approx(x + 120, abs=3)
    assert start.input_value() == before
    page.keyboard.press("Control+Enter")
    playwright.expect(editor).to_have_count(0)
    soon(lambda: kept(folder, call, "Moved by hand."))
    note = kept(folder, call, "Moved by hand.")
    assert note is not None
    assert note.span.end - note.span.start > 5


def test_times_are_written_as_a_clock_shows_them(page: playwright.Page, address: str, call: str, folder: Path) -> None:
    editor = write(page, address, call)
    editor.get_by_label("Note", exact=True).fill("By the clock.")
    start, end = editor.get_by_label("From"), editor.get_by_label("To")
    end.fill("1:23.4")
    start.fill("1:30")
    playwright.expect(start).to_have_attribute("aria-invalid", "true")
    start.fill("1:0x")
    playwright.expect(start).to_have_attribute("aria-invalid", "true")
    start.fill("1:02.5")
    playwright.expect(start).to_have_attribute("aria-invalid", "false")
    start.press("ArrowUp")
    playwright.expect(start).to_have_value("1:02.6")
    start.press("Escape")
    playwright.expect(editor).to_have_count(0)

    def spans() -> bool:
        note = kept(folder, call, "By the clock.")
        return note is not None and (note.span.start, note.span.end) == pytest.approx((62.6, 83.4))

    soon(spans)


def test_a_label_is_chosen_by_its_name(page: playwright.Page, address: str, call: str, folder: Path) -> None:
    editor = write(page, address, call)
    editor.get_by_label("Note", exact=True).fill("By its name.")
    editor.get_by_label("Label").fill("hiding behind policy")
    editor.get_by_role("button", name="Done").click()

    def labelled() -> bool:
        note = kept(folder, call, "By its name.")
        return note is not None and note.label == "policy_shield"

    soon(labelled)
    card = page.locator(".card.note", has_text="By its name.")
    card.get_by_role("button", name="Edit").click()
    playwright.expect(editor.get_by_label("Label")).to_have_value("Hiding behind policy")


def test_a_note_is_written_on_selected_words(page: playwright.Page, address: str, call: str, folder: Path) -> None:
    page.context.add_cookies([{"name": "sameside_author", "value": "Writer", "url": address}])
    enter(page, address, call)
    words = page.locator(".lines .line").nth(1).locator(".w")
    first, last = words.nth(1).bounding_box(), words.nth(3).bounding_box()
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 2, first["y"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 2, last["y"] + last["height"] / 2, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Write a note on these words").click()
    page.locator(".editor").get_by_label("Note", exact=True).fill("On three words.")
    page.keyboard.press("Control+Enter")
    soon(lambda: kept(folder, call, "On three words."))
    note = kept(folder, call, "On three words.")
    assert note is not None
    library = Library(str(folder / "library.db"))
    turn = sorted(library.call(call).turns, key=lambda turn: turn.span)[1]
    library.close()
    assert (note.span.start, note.span.end) == pytest.approx(
        (turn.words[1].span.start, turn.words[3].span.end), abs=0.02
    )
