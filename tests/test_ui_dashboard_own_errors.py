"""Errors are ours: what a mistake, an unknown address and a server that is gone look like, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from library_calls import a_call, a_report
from real_browser import IN_A_BROWSER, ROOT, serving, still

from library.store import Library
from ui.dashboard.pages import TITLES
from ui.dashboard.server import streamlit_settings

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

BROKEN = """
from library.trends.trends import Trends
from ui.dashboard.parts.listing import filters
from ui.dashboard.server import serve
def broken(*args, **more): raise RuntimeError("a secret of the machine room")
Trends.over_time = broken
filters._clear = broken
serve(library, port, True)
"""
THEIRS = ("Streamlit", "Traceback", "Google", "ChatGPT", "secret of the machine room", "app has encountered")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard of which one page and one button break."""
    folder = tmp_path_factory.mktemp("broken")
    library = Library(str(folder / "library.db"))
    library.keep_call(a_call(), agent="Ama")
    library.keep_report(a_report())
    library.close()
    home = {"HF_HUB_CACHE": str(folder / "models"), "XDG_DATA_HOME": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    with serving(f"exec({BROKEN!r})", folder / "library.db", home) as there:
        yield there


def seen(page: playwright.Page) -> str:
    return str(page.locator("body").inner_text())


def names_of_others(page: playwright.Page) -> list[str]:
    return [name for name in THEIRS if name in seen(page)]


def test_a_page_that_breaks_says_so_in_a_sentence_of_ours(page: playwright.Page, broken: str) -> None:
    page.goto(f"{broken}/people")
    page.get_by_text("This could not be shown: SameSide has made a mistake.").wait_for()
    assert names_of_others(page) == []
    page.get_by_role("link", name="Rule book").click()  # and the others stand
    page.get_by_role("heading", name="Rule book").wait_for()


def test_a_button_that_breaks_shows_no_box_of_streamlits(page: playwright.Page, broken: str) -> None:
    page.goto(f"{broken}/?search=parcel")
    page.get_by_role("button", name="Search: parcel").click()
    page.get_by_text("This could not be shown: SameSide has made a mistake.").wait_for()
    assert names_of_others(page) == []


def test_the_menu_names_nobody_else(page: playwright.Page, broken: str) -> None:
    page.goto(broken)
    page.locator("h1").wait_for()
    still(page)
    page.get_by_test_id("stMainMenu").click()
    page.get_by_test_id("stMainMenuList").wait_for()
    assert page.get_by_text("Made with").count() == 1  # what is hidden is still what Streamlit calls it
    assert not page.get_by_text("Made with").is_visible()
    assert names_of_others(page) == []


@pytest.mark.parametrize("place", ["nowhere", "nowhere/at/all", "review/nowhere"])
def test_an_address_that_is_no_page_leads_to_the_first(page: playwright.Page, broken: str, place: str) -> None:
    page.goto(f"{broken}/{place}")
    page.get_by_role("heading", name="Calls").wait_for()
    still(page)
    assert page.url == f"{broken}/"
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize("name", [name for name in TITLES if name != "people"])  # which is the page that breaks here
def test_nothing_is_asked_for_that_is_not_there(page: playwright.Page, broken: str, name: str) -> None:
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{broken}/{name.replace('_', '-')}")
    page.locator("[data-testid=stMainBlockContainer]").get_by_role("heading").first.wait_for()
    still(page)
    assert refused == []


def test_a_server_that_is_gone_is_told_in_our_words(page: playwright.Page, tmp_path: Path) -> None:
    with serving(
        "from ui.dashboard.server import serve; serve(library, port, True)",
        tmp_path / "library.db",
        {"PYTHONPATH": str(ROOT)},
    ) as there:
        page.goto(there)
        page.locator("h1").wait_for()
        still(page)
    said = page.get_by_role("dialog").locator("div:has(> [data-testid=stErrorCodeBlock])")
    said.wait_for()
    assert "The dashboard has stopped" in said.evaluate("(box) => getComputedStyle(box, '::after').content")
    assert names_of_others(page) == []


def test_streamlit_is_told_to_show_no_details_and_no_links() -> None:
    settings = streamlit_settings(8501, True)
    assert settings["client.showErrorDetails"] == "none"
    assert settings["client.showErrorLinks"] is False
