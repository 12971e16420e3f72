"""The pages in a real Chromium, for everybody: nothing jumps, nothing is cut off, nothing needs a mouse or good eyes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe import hindrances
from library_calls import a_call, a_moment, a_report
from patience import soon
from real_browser import IN_A_BROWSER, enter, press_still, still, window

from audio.span import Span
from library.house import judging
from library.house.limits import limits_in_force
from library.notes.note import Content
from library.store import Library

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

PAGES = (
    "",
    "review",
    "evaluations",
    "people",
    "rule-book",
    "house-rules",
    "programs",
    "retention",
    "audit",
    "about-me",
)
CALLS = 14
SHIFT = 0.1
"""The layout shift under which a page is called good by those who defined it (web.dev, Cumulative Layout Shift)."""

WATCH = """
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.shift += e.hadRecentInput ? 0 : e.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
WIDER = """() => {
  const found = [];
  const walk = (root) => root.querySelectorAll("*").forEach((e) => {
    const { width, right } = e.getBoundingClientRect();
    if (width && right > innerWidth + 1 && getComputedStyle(e).visibility !== "hidden") found.push(`${e.nodeName} ${right}`);
    if (e.shadowRoot) walk(e.shadowRoot);
  });
  walk(document.body);
  return found;
}"""


@pytest.fixture(scope="module")
def filled(folder: Path, call: str) -> Iterator[str]:
    """The pushed parcel with others beside it, as many as fill the list and the tables; the parcel's id."""
    library = Library(str(folder / "library.db"))
    for k in range(CALLS):
        library.keep_call(a_call(f"c{k}", f"late parcel {k}.wav"))
        moments = a_moment("pushed"), a_moment("partnered", "owning_it", start=3.0, end=5.0, after="calmer")
        library.keep_report(a_report(f"c{k}", *moments), judging.report_fingerprint(library, limits_in_force(library)))
        library.people.assign(f"c{k}", f"Ama {k % 3}", "Deliveries")
    library.close()
    return call


def visit(page: playwright.Page, address: str, name: str, call: str) -> None:
    """Open a page and wait until all of it is there."""
    if name == "review":
        enter(page, address, call)
    else:
        page.goto(f"{address}/{name}")
        page.locator("tr[data-call]" if not name else "h1").first.wait_for()
        still(page)
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stMain] :is([data-testid=stSkeleton], "
        "[data-testid=stBidiComponentIsolated]:not([data-drawn]))')"
    )
    still(page)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_while_a_page_loads(
    page: playwright.Page, address: str, filled: str, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(WATCH)
    for _ in ("with an empty cache", "and again"):
        visit(page, address, name, filled)
        assert page.evaluate("window.shift") < SHIFT


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [800, 390])
def test_nothing_is_wider_than_the_window(
    page: playwright.Page, address: str, filled: str, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, address, name, filled)
    assert page.evaluate(WIDER) == []


@pytest.mark.parametrize("width", [800, 390])
def test_rows_of_a_narrow_list_are_laid_out_alike(
    page: playwright.Page, address: str, filled: str, folder: Path, width: int
) -> None:
    library = Library(str(folder / "library.db"))
    library.assign(["c1"], "A", "B", datetime(2026, 5, 1, 9, 30, tzinfo=UTC))  # the shortest day that there is
    library.assign(["c2"], "Aleksandra", "Deliveries", datetime(2026, 9, 23, 19, 15, tzinfo=UTC))
    library.close()
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, address, "", filled)
    rows = page.locator("tr[data-call]:has(time)")
    rows.nth(1).wait_for()
    right = "e => e.querySelector('.state').getBoundingClientRect().right"
    beneath = "e => e.querySelector('.date').offsetTop - e.querySelector('.review').offsetTop"
    assert len({round(row.evaluate(right)) for row in rows.all()}) == 1
    assert min(row.evaluate(beneath) for row in rows.all()) > 0


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_ticking_a_call_off_moves_nothing(page: playwright.Page, address: str, filled: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, address, "review", filled)

    def places() -> list[float]:
        parts = (page.locator(part).bounding_box() for part in (".st-key-actions", ".figures", ".room"))
        return [part["y"] for part in parts if part]

    before = places()
    switch = page.get_by_role("switch", name="Reviewed")
    switch.focus()
    page.keyboard.press("Space")
    page.locator(".st-key-onwards", has_text="Reviewed by").wait_for()
    page.get_by_role("link", name="Next to review").wait_for()
    still(page)
    assert places() == before
    page.keyboard.press("Space")
    page.locator(".st-key-onwards", has_text="Not reviewed yet").wait_for()
    still(page)
    assert places() == before


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_keeps_anybody_from_a_page(
    browser: playwright.Browser, address: str, filled: str, name: str, colours: str
) -> None:
    context = window(browser, color_scheme=colours)
    page = context.new_page()
    visit(page, address, name, filled)
    if name == "rule-book":  # the sources are read when a rule is open
        page.locator("[data-testid=stExpander] summary").first.click()
        page.get_by_text("Source:").first.wait_for()
        still(page)
    if name == "review":
        page.keyboard.press("n")
        page.locator(".card.open .verdict").wait_for()
    assert hindrances(page) == []
    context.close()


def test_the_timeline_is_told_in_words(page: playwright.Page, address: str, filled: str, folder: Path) -> None:
    library = Library(str(folder / "library.db"))
    note = library.notes.add(filled, "Ben", Content(Span(12.0, 14.0), "Let her finish first.", audience="everybody"))
    report = library.report(filled)
    assert report is not None
    enter(page, address, filled)
    told = page.get_by_role("region", name="What is on the timeline").get_by_role("listitem").all_inner_texts()
    assert "0:12 to 0:14: Note by Ben: Let her finish first." in told
    assert sum(report.moments[0].headline in line for line in told) >= 1
    over = [measure for measure in report.overtalk if measure.name != "backchannel"]
    assert len(told) == len(report.moments) + len(report.raised) + len(over) + 1
    assert sum("Voice raised" in line for line in told) == len(report.raised) > 0
    library.notes.delete(note.id, "Ben")
    library.close()


def test_a_call_is_not_deleted_by_a_slip(page: playwright.Page, address: str, filled: str) -> None:
    visit(page, address, "review", filled)
    delete = page.get_by_role("button", name="Delete", exact=True)
    delete.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("parcel pushed").wait_for()
    still(page)
    gone = dialog.get_by_role("button", name="Delete it")
    assert gone.evaluate("(button) => !button.matches(':focus')")
    playwright.expect(dialog.get_by_test_id("stBaseButton-primary")).to_have_text("Keep it")
    press_still(page, "Keep it")
    playwright.expect(dialog).to_have_count(0)


def test_less_motion_is_less_motion(browser: playwright.Browser, address: str, filled: str) -> None:
    for wish, scrolls in (("reduce", "auto"), ("no-preference", "smooth")):
        context = window(browser, reduced_motion=wish)
        page = context.new_page()
        page.add_init_script(
            "window.ways = []; const to = Element.prototype.scrollTo;"
            "Element.prototype.scrollTo = function (o) { if (o?.behavior) window.ways.push(o.behavior); return to.apply(this, arguments); };"
        )
        enter(page, address, filled)
        page.keyboard.press("n")
        soon(lambda page=page: page.evaluate("window.ways.length") > 0)
        assert set(page.evaluate("window.ways")) == {scrolls}
        context.close()


def test_a_call_is_found_opened_judged_and_ticked_off_without_a_mouse(
    page: playwright.Page, address: str, filled: str
) -> None:
    visit(page, address, "", filled)
    page.get_by_role("link", name="parcel pushed", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".room[data-ready]")
    still(page)
    speed = page.get_by_role("combobox", name="Speed")
    speed.focus()
    page.keyboard.press("ArrowDown")
    assert speed.evaluate("(select) => select.getRootNode().activeElement === select"), "its place is not lost"
    page.locator(".card .head").first.focus()
    page.keyboard.press("Enter")
    page.locator(".card.open").get_by_role("button", name="Agree", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator(".status", has_text="Saved").wait_for()
    page.locator(".editor").get_by_role("button", name="Done").focus()
    page.keyboard.press("Enter")
    note = page.locator(".card.note").first
    note.get_by_role("button", name="Delete").focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator(".card.note")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 800, 390])
def test_one_chart_is_shown_and_its_letters_can_be_read(
    page: playwright.Page, address: str, filled: str, folder: Path, width: int
) -> None:
    library = Library(str(folder / "library.db"))
    library.set_date("c0", datetime(2026, 1, 5, tzinfo=UTC))
    library.close()
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, address, "people", filled)
    shown = page.locator("svg[aria-label^='Moments a call over time'] >> visible=true")
    playwright.expect(shown).to_have_count(1)
    box = shown.locator("text", has_text="Partnered").bounding_box()
    assert box
    assert box["height"] >= 12
