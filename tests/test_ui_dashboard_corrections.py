"""What was said is corrected on the page, in a real Chromium: a word, a speaker, a line's edges; undone, kept, and seen by others."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import hindrances
from patience import soon
from real_browser import IN_A_BROWSER, enter, until, window

from audio.call import Call
from library.corrections.rows import Kept
from library.store import Library
from library.worker.worker import Reviewed

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")


def kept(folder: Path, call: str) -> tuple[Kept, ...]:
    library = Library(str(folder / "library.db"))
    try:
        return library.corrections.of(call)
    finally:
        library.close()


def now(folder: Path, call: str) -> Call:
    library = Library(str(folder / "library.db"))
    try:
        return library.call(call)
    finally:
        library.close()


@pytest.fixture
def fresh(folder: Path, call: str) -> str:
    """The call as it was heard, whatever was corrected before."""
    library = Library(str(folder / "library.db"))
    try:
        for one in library.corrections.of(call):
            library.corrections.take_back(call, one.correction.id, "Test")
    finally:
        library.close()
    return call


def come(page: playwright.Page, address: str, call: str, name: str = "Ama") -> None:
    page.context.add_cookies([{"name": "sameside_author", "value": name, "url": address}])
    enter(page, address, call)


def word(page: playwright.Page, text: str) -> playwright.Locator:
    return page.locator(".w", has_text=text).first


def line(page: playwright.Page, text: str) -> playwright.Locator:
    return page.locator(".line", has_text=text).first


def retype(page: playwright.Page) -> playwright.Locator:
    return page.locator(".retype")


def test_a_word_is_typed_anew_and_judged_anew_in_place(
    page: playwright.Page, address: str, fresh: str, folder: Path, pushed: Reviewed
) -> None:
    come(page, address, fresh)
    sure = sum(m.kind == "escalated" and m.confidence == "high" for m in pushed.report.moments)
    counted = page.locator(".chip.escalated b")
    above = page.locator(".figure", has_text="Escalated").locator(".value")
    playwright.expect(counted).to_have_text(str(sure))
    playwright.expect(above).to_have_text(str(sure))
    word(page, "manager.").dblclick()
    retype(page).fill("<b>florist.</b>")
    top = page.locator(".lines").evaluate("(list) => list.scrollTop")  # where the voice had it
    retype(page).press("Enter")
    corrected = page.locator(".w.corrected", has_text="<b>florist.</b>")
    corrected.wait_for()
    assert "manager." in (corrected.get_attribute("title") or "")
    assert page.locator(".lines b", has_text="florist").count() == 0, "text is never markup"
    playwright.expect(page.locator(".toast")).to_contain_text(f"Judged anew: Escalated {sure} → {sure - 1}")
    playwright.expect(counted).to_have_text(str(sure - 1))
    playwright.expect(above).to_have_text(str(sure - 1))
    assert page.locator(".lines").evaluate("(list) => list.scrollTop") == pytest.approx(top, abs=2)
    soon(lambda: now(folder, fresh).corrected == 1)
    page.reload()
    page.wait_for_selector(".room[data-ready]")
    corrected.wait_for()
    page.get_by_role("tab", name="Corrections").click()
    card = page.locator(".correction").first
    playwright.expect(card).to_contain_text("“manager.” is “<b>florist.</b>”")
    playwright.expect(card).to_contain_text("Ama")


def test_escape_leaves_a_word_as_it_was(page: playwright.Page, address: str, fresh: str, folder: Path) -> None:
    come(page, address, fresh)
    many = len(kept(folder, fresh))
    word(page, "third").dblclick()
    retype(page).fill("something else")
    retype(page).press("Escape")
    playwright.expect(retype(page)).to_have_count(0)
    word(page, "third").wait_for()
    assert len(kept(folder, fresh)) == many


def test_with_the_keyboard_alone_a_word_is_corrected_undone_and_done_again(
    page: playwright.Page, address: str, fresh: str, folder: Path
) -> None:
    come(page, address, fresh)
    page.get_by_role("button", name="Follow the voice").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.locator(".w:focus").count():
            break
    assert page.locator(".w:focus").count() == 1
    first = page.locator(".w:focus").inner_text().strip()
    page.keyboard.press("ArrowRight")
    second = page.locator(".w:focus").inner_text().strip()
    page.keyboard.press("Enter")
    page.keyboard.type("Typed anew")
    page.keyboard.press("Enter")
    page.locator(".w.corrected", has_text="anew").wait_for()
    playwright.expect(page.locator(".w:focus")).to_have_count(1)
    page.keyboard.press("Control+z")
    playwright.expect(page.locator(".w.corrected")).to_have_count(0)
    assert (
        page.locator(".w").nth(1).inner_text().strip() == second
        and page.locator(".w").first.inner_text().strip() == first
    )
    page.keyboard.press("Control+Shift+Z")
    page.locator(".w.corrected", has_text="anew").wait_for()
    page.get_by_role("button", name="Take back the last correction").click()
    playwright.expect(page.locator(".w.corrected")).to_have_count(0)
    soon(lambda: now(folder, fresh).corrected == 0)


def test_a_stretch_is_given_to_the_other_and_to_somebody_else(
    page: playwright.Page, address: str, fresh: str, folder: Path
) -> None:
    come(page, address, fresh)
    first = page.locator(".line.customer").first
    said = first.locator(".bubble").inner_text().split()
    first.locator(".who").click()
    form = page.get_by_role("form", name="This line")
    form.get_by_role("button", name="Agent").click()
    soon(lambda: any(one.stands and one.correction.kind == "speaker" for one in kept(folder, fresh)))
    given = page.locator(".line.agent", has_text=" ".join(said[:3]))
    given.first.wait_for()
    page.keyboard.press("Control+z")
    page.locator(".line.customer", has_text=" ".join(said[:3])).first.wait_for()
    page.locator(".line.customer").first.locator(".w").first.dblclick()
    retype(page).press("Escape")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("w")
    form.get_by_role("button", name="Somebody else").click()
    other = page.locator(".line.other")
    playwright.expect(other).to_have_count(1)
    assert other.locator(".bubble").inner_text().split() == said[:2]
    soon(lambda: len(now(folder, fresh).others) == 1)


def test_a_line_is_split_and_joined_again(page: playwright.Page, address: str, fresh: str, folder: Path) -> None:
    come(page, address, fresh)
    many = page.locator(".line").count()
    first = page.locator(".line", has=page.locator(".w:nth-of-type(4)")).first
    third = first.locator(".w").nth(2)
    text = third.inner_text().strip()
    third.dblclick()
    retype(page).press("Escape")
    page.keyboard.press("s")
    playwright.expect(page.locator(".line")).to_have_count(many + 1)
    assert page.locator(".line").nth(1).locator(".w").first.inner_text().strip() == text
    playwright.expect(page.locator(".w:focus")).to_have_text(text)
    page.keyboard.press("j")
    playwright.expect(page.locator(".line")).to_have_count(many)


def test_a_lines_edge_is_moved_by_typed_time_and_by_its_handle(
    page: playwright.Page, address: str, fresh: str, folder: Path, pushed: Reviewed
) -> None:
    come(page, address, fresh)
    first = page.locator(".line").first
    first.locator(".who").click()
    form = page.get_by_role("form", name="This line")
    start, end = form.get_by_label("From"), form.get_by_label("To")
    old = end.input_value()
    start.fill("9:99.9.9")
    playwright.expect(start).to_have_attribute("aria-invalid", "true")
    minutes, seconds = start_of(first)
    start.fill(f"{minutes}:{seconds + 0.2:04.1f}")
    playwright.expect(start).to_have_attribute("aria-invalid", "false")
    start.press("Enter")
    soon(lambda: any(one.stands and one.correction.kind == "times" for one in kept(folder, fresh)))
    playwright.expect(form).to_have_count(0)
    page.locator(".toast", has_text="Judged anew").wait_for()
    page.locator(".line").first.locator(".who").click()
    playwright.expect(end).to_have_value(old)
    box = page.locator(".sheet").bounding_box()
    assert box is not None
    whole, (at_minutes, at_seconds) = pushed.call.duration, map(float, old.split(":"))
    x = box["x"] + 92 + (60 * at_minutes + at_seconds) / whole * (box["width"] - 92)
    y = box["y"] + 100
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 5, y, steps=3)
    page.mouse.up()
    soon(lambda: end.input_value() != old)
    form.get_by_role("button", name="Move the edges").click()
    soon(lambda: sum(one.stands and one.correction.kind == "times" for one in kept(folder, fresh)) == 2)


def start_of(first: playwright.Locator) -> tuple[int, float]:
    field = first.page.get_by_role("form", name="This line").get_by_label("From")
    field.press("ArrowUp")  # from whatever stands there now back to a time
    minutes, seconds = first.locator("time").inner_text().split(":")
    return int(minutes), float(seconds) + 1.0


def test_what_does_not_fit_is_refused_in_one_sentence_and_stands_as_it_was(
    page: playwright.Page, address: str, fresh: str, folder: Path
) -> None:
    come(page, address, fresh)
    many = len(kept(folder, fresh))
    page.locator(".line.agent").first.locator(".w").first.dblclick()
    retype(page).press("Escape")
    page.keyboard.press("j")
    playwright.expect(page.locator(".toast")).to_contain_text("no line before it")
    assert len(kept(folder, fresh)) == many


def test_another_browser_sees_it_and_takes_it_back(
    browser: playwright.Browser, page: playwright.Page, address: str, fresh: str, folder: Path
) -> None:
    come(page, address, fresh)
    context = window(browser)
    other = context.new_page()
    come(other, address, fresh, "Ben")
    word(page, "third").dblclick()
    retype(page).fill("first")
    retype(page).press("Enter")
    page.locator(".w.corrected", has_text="first").wait_for()
    other.locator(".w.corrected", has_text="first").wait_for()
    other.get_by_role("tab", name="Corrections").click()
    card = other.locator(".correction", has_text="first").first
    playwright.expect(card).to_contain_text("Ama")
    card.get_by_role("button", name="Take back").click()
    playwright.expect(other.locator(".w.corrected")).to_have_count(0)
    playwright.expect(page.locator(".w.corrected")).to_have_count(0)
    assert [one.taken_back_by for one in kept(folder, fresh)][-1] == "Ben"
    context.close()


def test_with_no_server_it_is_kept_in_the_browser_and_sent_later(
    page: playwright.Page, address: str, fresh: str, folder: Path
) -> None:
    come(page, address, fresh)
    page.context.route("**/call-corrections/**", lambda route: route.abort())
    word(page, "third").dblclick()
    retype(page).fill("first")
    retype(page).press("Enter")
    playwright.expect(page.locator(".toast")).to_contain_text("kept in this browser")
    assert now(folder, fresh).corrected == 0
    page.context.unroute("**/call-corrections/**")
    soon(lambda: now(folder, fresh).corrected == 1)
    until(page, "(room) => room.querySelector('.w.corrected')?.textContent.trim() === 'first'")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_keeps_anybody_from_correcting(
    browser: playwright.Browser, address: str, fresh: str, colours: str
) -> None:
    context = window(browser, color_scheme=colours)
    page = context.new_page()
    come(page, address, fresh)
    word(page, "third").dblclick()
    retype(page).fill("first")
    retype(page).press("Enter")
    page.locator(".w.corrected", has_text="first").wait_for()
    page.get_by_role("tab", name="Corrections").click()
    page.locator(".line").first.locator(".who").click()
    page.get_by_role("form", name="This line").get_by_label("From").wait_for()
    assert hindrances(page) == []
    page.get_by_role("form", name="This line").get_by_role("button", name="Edit the words").click()
    retype(page).wait_for()
    assert hindrances(page) == []
    context.close()
