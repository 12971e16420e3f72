"""Many calls at a time, in a real Chromium: ticked, assigned, exported, deleted and had back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from by_hand import choose
from library_calls import a_call, a_recording, a_report
from patience import soon
from real_browser import IN_A_BROWSER, press_still, still

from library.house import judging
from library.house.limits import limits_in_force
from library.store import Library

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")


@pytest.fixture
def library(folder: Path, tmp_path: Path, address: str) -> Iterator[Library]:
    """The dashboard's, with twelve calls; empty again afterwards."""
    opened = Library(str(folder / "library.db"))
    now = judging.report_fingerprint(opened, limits_in_force(opened))
    opened.people.add("Ama Mensah")
    for k in range(12):
        recording = opened.keep_recording(a_recording(tmp_path / f"c{k}.wav", pitch=200.0 + 10 * k))
        opened.keep_call(a_call(f"c{k}"), recording, name=f"call {k:02}.wav")
        opened.keep_report(a_report(f"c{k}"), now)
    yield opened
    for one in opened.deletions.pending():
        opened.deletions.undo(one.due)
    for call in opened.calls().calls:
        opened.delete(call.id)
    opened.close()


def open_list(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/?order=By+name")
    page.locator("[data-call]").first.wait_for()
    still(page)


def box(page: playwright.Page, k: int) -> playwright.Locator:
    return page.get_by_role("checkbox", name=f"Choose call {k:02}")


def chosen(page: playwright.Page, words: str) -> None:
    page.get_by_text(f"{words} chosen").wait_for()


def test_five_calls_are_an_agents_in_six_actions(page: playwright.Page, address: str, library: Library) -> None:
    open_list(page, address)
    box(page, 2).click()
    box(page, 6).click(modifiers=["Shift"])
    chosen(page, "5 calls")
    still(page)
    press_still(page, "Agent, team, date")
    choose(page, page.get_by_test_id("stPopoverBody").get_by_role("combobox", name="Agent"), "Ama Mensah")
    press_still(page, "Keep")
    page.get_by_text("5 calls changed.").wait_for()
    assert {call.name for call in library.calls().calls if call.agent == "Ama Mensah"} == {
        f"call {k:02}.wav" for k in range(2, 7)
    }
    playwright.expect(box(page, 2)).not_to_be_checked()  # another round begins
    playwright.expect(page.get_by_text("chosen")).to_have_count(0)


def test_ticks_are_kept_by_keyboard_and_leave_the_links_alone(
    page: playwright.Page, address: str, library: Library
) -> None:
    open_list(page, address)
    box(page, 3).focus()
    page.keyboard.press("Space")
    chosen(page, "1 call")
    still(page)
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('.list'))"
            ".shadowRoot.activeElement?.getAttribute('aria-label')"
        )
        == "Choose call 03"
    )
    page.get_by_role("checkbox", name="Choose all on this page").click()
    chosen(page, "12 calls")
    press_still(page, "Choose none")
    page.get_by_text("12 calls chosen").wait_for(state="detached")
    playwright.expect(box(page, 3)).not_to_be_checked()
    page.get_by_role("link", name="call 03").click()
    page.wait_for_selector(".room[data-ready]")


def test_calls_are_deleted_after_being_asked_and_back_by_undo(
    page: playwright.Page, address: str, library: Library
) -> None:
    open_list(page, address)
    box(page, 0).click()
    box(page, 1).click(modifiers=["Shift"])
    chosen(page, "2 calls")
    press_still(page, "Delete")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("call 00").wait_for()
    dialog.get_by_text("call 01").wait_for()
    press_still(page, "Keep them")
    dialog.wait_for(state="detached")
    assert library.calls().total == 12
    press_still(page, "Delete")
    press_still(page, "Delete 2 calls")
    page.get_by_text("2 calls are deleted for good in").wait_for()
    box(page, 0).wait_for(state="detached")
    assert library.calls().total == 10
    press_still(page, "Undo")
    box(page, 0).wait_for()
    assert library.calls().total == 12
    assert library.deletions.pending() == ()


def test_chosen_calls_are_one_file(page: playwright.Page, address: str, library: Library) -> None:
    open_list(page, address)
    box(page, 4).click()
    box(page, 5).click()
    chosen(page, "2 calls")
    press_still(page, "Export")
    with page.expect_download() as coming:
        press_still(page, "Captions (WebVTT)")
    with zipfile.ZipFile(io.BytesIO(Path(coming.value.path()).read_bytes())) as archive:
        assert sorted(archive.namelist()) == ["call 04.vtt", "call 05.vtt"]
        assert archive.read("call 04.vtt").startswith(b"WEBVTT")


def test_chosen_calls_are_heard_again(page: playwright.Page, address: str, library: Library) -> None:
    open_list(page, address)
    box(page, 7).click()
    chosen(page, "1 call")
    press_still(page, "Analyse again")
    page.get_by_text("1 call in the queue.").wait_for()
    soon(lambda: library.queue.jobs())
    assert [job.call_id for job in library.queue.jobs()] == ["c7"]
