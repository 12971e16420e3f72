"""The review room in a real Chromium: what a coach does with a mouse and a keyboard, from the upload to the note."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from by_hand import press_to, unfold
from library_calls import a_call, a_report
from patience import soon
from real_browser import IN_A_BROWSER, SAMPLES, at, enter, playhead_beyond, press_still, still, until, window

from library.house import judging
from library.house.limits import limits_in_force
from library.store import Library

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

SEEN = 0.05
"""Seconds that nobody sees the playhead move."""


def draw_note(page: playwright.Page, start: float, end: float) -> None:
    """Drag along the notes lane, the lowest one, between two shares of the width."""
    sheet = page.locator(".sheet")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box
    height = box["y"] + box["height"] - 12
    page.mouse.move(box["x"] + 92 + start * (box["width"] - 92), height)
    page.mouse.down()
    page.mouse.move(box["x"] + 92 + end * (box["width"] - 92), height, steps=6)
    page.mouse.up()


def test_a_recording_brought_with_its_transcript_is_heard_listed_and_opened(
    page: playwright.Page, address: str
) -> None:
    page.goto(address)
    unfold(page, "Upload")  # open of itself where there is no call yet
    files = [SAMPLES / "boiler_hold.opus", SAMPLES / "boiler_hold.vtt"]
    page.set_input_files("input[type=file]", [str(path) for path in files])
    press_still(page, "Review it")
    page.get_by_role("link", name="boiler hold", exact=True).click()
    page.wait_for_selector(".room[data-ready]")
    page.get_by_role("heading", name="boiler hold", exact=True).wait_for()
    assert page.locator(".line").count() > 5
    assert page.locator(".card.partnered").count() >= 1


def test_playing_moves_the_playhead_and_lights_the_word(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    assert at(page) == 0
    page.get_by_role("button", name="Play", exact=True).click()
    playhead_beyond(page, 1.0)
    page.locator(".w.now").first.wait_for()
    playwright.expect(page.locator(".line.here")).to_have_count(1)
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    stopped = at(page)
    until(page, "(room) => room.querySelector('audio').paused")
    still(page)
    assert at(page) == pytest.approx(stopped, abs=SEEN)


def test_writing_a_note_does_not_stop_the_voice(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.get_by_role("button", name="Play", exact=True).click()
    page.keyboard.press("m")
    page.locator(".editor textarea").fill("While it plays.")
    page.locator(".status", has_text=re.compile("^Saved$")).wait_for()
    playhead_beyond(page, at(page) + 0.5)
    page.get_by_role("button", name="Throw away").click()
    page.locator(".toast", has_text="Note deleted").wait_for()
    page.get_by_role("button", name="Pause", exact=True).wait_for()


def test_a_recording_gone_from_the_disk_is_said_and_the_rest_stands(
    page: playwright.Page, address: str, call: str
) -> None:
    page.route("**/call-audio/**", lambda route: route.fulfill(status=404, body="gone"))
    enter(page, address, call)
    page.locator(".trouble", has_text="could not be played").wait_for()
    assert page.locator(".line").count() > 5


def test_a_word_clicked_is_played_from(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    line = page.locator(".line").nth(3)
    minutes, seconds = line.locator("time").inner_text().split(":")
    start = 60 * int(minutes) + int(seconds)
    until(page, "(room) => room.querySelector('audio').onseeking = (e) => room.sought ??= e.target.currentTime")
    line.locator(".w").nth(1).click()
    playhead_beyond(page, start)
    until(page, "(room, [from, to]) => from <= room.sought && room.sought < to", [start, start + 10])


def test_the_keyboard_goes_from_moment_to_moment_and_back(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.keyboard.press("n")
    soon(lambda: at(page) > 0)
    first = at(page)
    opened = page.locator(".card.open strong").inner_text()
    page.keyboard.press("n")
    playwright.expect(page.locator(".card.open strong")).not_to_have_text(opened)
    page.keyboard.press("Space")  # choosing from a chosen one plays; be still again
    soon(lambda: at(page) > first)
    page.keyboard.press("p")
    playwright.expect(page.locator(".card.open strong")).to_have_text(opened)


def test_the_keyboard_goes_to_the_start_and_second_by_second(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.locator(".sheet").click(position={"x": 700, "y": 120})  # now Home is the room's and not the page's
    soon(lambda: at(page) > 0)
    page.keyboard.press("Home")
    soon(lambda: at(page) == 0)
    page.keyboard.press("Shift+ArrowRight")
    soon(lambda: at(page) == pytest.approx(1.0, abs=0.2))


def test_a_looped_moment_comes_round_again(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.keyboard.press("n")
    soon(lambda: at(page) > 0)
    start = at(page)
    page.keyboard.press("l")
    page.locator("select").select_option("2")
    playhead_beyond(page, start + 1.0)
    until(page, "(room, given) => Number(room.querySelector('.playhead').dataset.time) < given", start + 0.8)
    assert at(page) >= start - 0.3
    page.keyboard.press("Space")


def test_zooming_brings_a_stretch_nearer_and_out_again(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    fit = page.get_by_role("button", name="Show the whole call")
    playwright.expect(fit).to_be_disabled()
    box = page.locator(".sheet").bounding_box()
    assert box
    middle = box["x"] + 92 + 0.5 * (box["width"] - 92), box["y"] + 120
    page.keyboard.press("+")
    playwright.expect(fit).to_be_enabled()
    page.mouse.click(*middle)
    soon(lambda: at(page) > 0)
    near = at(page)
    page.keyboard.press("0")
    playwright.expect(fit).to_be_disabled()
    page.mouse.click(*middle)
    soon(lambda: at(page) > near + 5)  # half of the whole call lies later than half of its beginning


def test_the_help_card_opens_and_closes(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.keyboard.press("?")
    card = page.locator("dialog.help[aria-label=Keys]")
    playwright.expect(card).to_be_visible()
    playwright.expect(card).to_contain_text("next moment")
    page.keyboard.press("Escape")
    playwright.expect(card).to_be_hidden()


def test_a_note_survives_a_reload_is_answered_deleted_and_brought_back(
    page: playwright.Page, address: str, call: str
) -> None:
    enter(page, address, call)
    draw_note(page, 0.2, 0.3)
    page.locator(".editor textarea").fill("Let her finish. <b>Then</b> ask.")
    page.locator(".status", has_text=re.compile("^Saved$")).wait_for()
    page.locator(".editor").get_by_role("button", name="Done").click()

    page.reload()
    page.wait_for_selector(".room[data-ready]")
    still(page)
    page.get_by_role("tab", name="Notes").click()
    note = page.locator(".card.note", has_text="Let her finish.")
    playwright.expect(note.locator(".text")).to_have_text("Let her finish. <b>Then</b> ask.")  # markup is shown as text

    note.get_by_role("button", name="Reply").click()
    page.locator(".answer textarea").fill("I will.")
    page.get_by_role("button", name="Send").click()
    page.locator(".reply", has_text="I will.").wait_for()

    note.get_by_role("button", name="Delete").click()
    page.locator(".toast", has_text="Note deleted").wait_for()
    playwright.expect(note).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    playwright.expect(note).to_contain_text("I will.")


def test_a_coach_disagrees_with_a_moment_and_it_counts_no_more_until_undone(
    page: playwright.Page, address: str, call: str, folder: Path
) -> None:
    def disagreed() -> int:
        library = Library(str(folder / "library.db"))
        try:
            return sum(agreed.disagree for agreed in library.trends.agreement().values())
        finally:
            library.close()

    enter(page, address, call)
    pushes = page.locator('.chips b[data-kind="pushed"]')
    before = int(pushes.inner_text())
    page.locator(".card.pushed .head").first.click()
    view = page.locator(".verdict").get_by_role("button", name="Disagree")
    view.click()
    page.locator(".status", has_text=re.compile("^Saved$")).wait_for()
    page.get_by_role("tab", name="Moments").click()
    playwright.expect(page.locator(".card.refused .refusal")).to_contain_text("not counted")
    playwright.expect(pushes).to_have_text(str(before - 1))
    playwright.expect(view).to_have_attribute("aria-pressed", "true")
    assert disagreed() == 1
    still(page)  # the page above has told the new outcome, and the room is the same
    page.reload()
    page.wait_for_selector(".room[data-ready]")
    playwright.expect(pushes).to_have_text(str(before - 1))
    page.locator(".card.refused .head").click()
    view.click()  # the same word again takes it back
    page.locator(".card.refused").wait_for(state="detached")
    playwright.expect(pushes).to_have_text(str(before))
    soon(lambda: disagreed() == 0)


def test_two_tabs_the_second_is_told_and_nothing_is_overwritten(
    browser: playwright.Browser, address: str, call: str
) -> None:
    context = window(browser)
    one, two = context.new_page(), context.new_page()
    one.bring_to_front()  # a tab behind another hardly draws
    enter(one, address, call)
    draw_note(one, 0.6, 0.7)
    one.locator(".editor textarea").fill("As it was.")
    one.locator(".status", has_text=re.compile("^Saved$")).wait_for()
    one.locator(".editor").get_by_role("button", name="Done").click()
    two.bring_to_front()
    enter(two, address, call)
    for tab, text in ((one, "From the first tab."), (two, "From the second tab.")):
        tab.bring_to_front()
        still(tab)
        tab.get_by_role("tab", name="Notes").click()
        tab.locator(".card.note", has_text="As it was.").get_by_role("button", name="Edit").click()
        tab.locator(".editor textarea").fill(text)
        tab.locator(".status", has_text=re.compile("^(Saved|Not saved)$")).wait_for()
    clash = two.locator(".clash")
    playwright.expect(clash).to_contain_text("nothing was overwritten")
    playwright.expect(clash).to_contain_text("From the first tab.")
    context.close()


def test_the_browser_remembers_who_is_writing(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.get_by_role("button", name=re.compile("^You: |person")).click()
    page.get_by_label("The name under your notes").fill("Ama Öst")
    page.keyboard.press("Enter")
    page.get_by_text("You: Ama Öst").wait_for()
    page.wait_for_function("() => document.cookie.includes('Ama')")
    page.reload()
    page.get_by_text("You: Ama Öst").wait_for()


def test_the_timeline_follows_light_and_dark(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    page.locator(".room:not(.dark)").wait_for()
    page.emulate_media(color_scheme="dark")
    page.locator(".room.dark").wait_for()
    page.emulate_media(color_scheme="light")
    page.locator(".room:not(.dark)").wait_for()


def ticked(page: playwright.Page) -> playwright.Locator:
    return page.locator("label", has_text=re.compile("^Reviewed$"))


def told(page: playwright.Page, reviewed: bool) -> None:
    """Wait until the page says by whom a call was reviewed, or no longer."""
    page.get_by_text(re.compile("^Reviewed by")).wait_for(state="visible" if reviewed else "detached")
    playwright.expect(ticked(page).locator("input")).to_be_checked(checked=reviewed)


def test_a_call_ticked_off_stays_so_and_can_be_taken_back(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call)
    ticked(page).click()
    told(page, True)
    enter(page, address, call)
    told(page, True)
    ticked(page).click()
    told(page, False)


def test_the_switch_stays_under_the_pointer(page: playwright.Page, address: str, call: str, folder: Path) -> None:
    """So that a press counts, though what the one before it did comes to the page before this one is lifted."""
    library = Library(str(folder / "library.db"))
    library.keep_call(a_call("later"))
    library.keep_report(a_report("later"), judging.report_fingerprint(library, limits_in_force(library)))
    enter(page, address, call)
    where = ticked(page).bounding_box()
    assert where
    page.mouse.move(where["x"] + where["width"] - 1, where["y"] + where["height"] / 2)
    for stands in (True, False, True, False):
        page.mouse.down()
        told(page, not stands)
        page.get_by_role("link", name="Next to review").wait_for(state="detached" if stands else "visible")
        still(page)
        assert ticked(page).bounding_box() == where
        page.mouse.up()
    told(page, False)
    library.delete("later")
    library.close()


@pytest.mark.parametrize("after", ["at once", "as the page runs", "once it is kept", "once it is seen"])
def test_two_quick_clicks_are_there_and_back_again(
    page: playwright.Page, address: str, call: str, folder: Path, after: str
) -> None:
    """However soon the second follows the first: before the page has run, while it runs, after it."""
    enter(page, address, call)
    library = Library(str(folder / "library.db"))
    stands = False

    def kept() -> bool:
        return (library.summary(call).reviewed is not None) == stands

    def runs() -> bool:
        return page.locator("[data-test-script-state=running]").count() > 0 or kept()

    waits = {
        "at once": lambda: None,
        "as the page runs": lambda: soon(runs),
        "once it is kept": lambda: soon(kept),
        "once it is seen": lambda: told(page, stands),
    }
    for clicks in (2, 3, 3):
        for _ in range(clicks):
            ticked(page).click()
            stands = not stands
            waits[after]()
        still(page)
        soon(kept)
        told(page, stands)
    library.close()


def test_a_link_opens_at_its_moment(page: playwright.Page, address: str, call: str) -> None:
    enter(page, address, call, "&at=58.5")
    until(page, "(room, given) => Math.abs(Number(room.querySelector('.playhead').dataset.time) - given) < 0.3", 58.5)


def test_sound_comes_by_ranges(address: str, call: str) -> None:
    request = urllib.request.Request(f"{address}/call-audio/{call}", headers={"Range": "bytes=100-199"})
    with urllib.request.urlopen(request) as answer:
        assert (answer.status, len(answer.read())) == (206, 100)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/call-audio/nothing")


def test_a_limit_kept_is_judged_by_in_the_background_and_the_page_says_when_it_is_done(
    page: playwright.Page, address: str, call: str, folder: Path
) -> None:
    page.goto(f"{address}/house-rules")
    limit = page.get_by_role("slider", name=re.compile("^Shortest overlap that counts"))
    limit.wait_for()
    still(page)
    press_to(limit, "ArrowRight", "0.75")
    press_still(page, "Keep these limits")
    page.get_by_text(re.compile("^Done: .* judged anew")).wait_for()
    library = Library(str(folder / "library.db"))
    limits = limits_in_force(library)
    assert limits.overtalk_least == 0.75
    assert library.stale(judging.report_fingerprint(library, limits)) == ()
    library.close()
    press_still(page, "Dismiss")
    page.get_by_text(re.compile("^Done: .* judged anew")).wait_for(state="detached")
