"""From a number of *Agents and techniques* to the calls behind it and back, in a real Chromium; each agent beside their own past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from app_pages import screen, text
from library_calls import a_call, a_moment, a_report
from real_browser import IN_A_BROWSER, ROOT, serving, still

from analysis.report import Measure
from audio.span import Span
from library.store import Library

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

OLD, NEW = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 4, 2, 12, tzinfo=UTC)


def fill(library: Library) -> Library:
    """Twenty calls of Zoe's, half of them old, and ten of Ama's, with one partnering each that calmer follows; in half of the old
    ones Zoe pushed. Bo has one."""
    for agent, held, first in (("Zoe", OLD, "o"), ("Zoe", NEW, "z"), ("Ama", NEW, "a")):
        for k in range(10):
            name = f"{first}{k}"
            library.keep_call(a_call(name), name=f"{name}.wav", date=held, agent=agent)
            pushed = [a_moment(after="hotter")] if first == "o" and k < 5 else []
            library.keep_report(a_report(name, a_moment("partnered", "own_it", after="calmer"), *pushed))
    library.keep_call(a_call("b0"), name="b0.wav", date=OLD, agent="Bo")
    library.keep_report(a_report("b0", a_moment(after="hotter")))
    both = a_report("o4", a_moment("partnered", "own_it", after="calmer"), a_moment(after="hotter"))
    billing = Measure("complaint_billing", Span(0.0, both.duration), "customer", 2.0, "lines")
    library.keep_report(replace(both, measures=(*both.measures, billing)))
    return library


def test_each_agent_stands_by_name_beside_their_own_past(library: Library) -> None:
    fill(library)
    page = text(screen("people", **{"from": "2026-03-20", "to": "2026-04-20"}))
    agents = page[page.index("<h2>Agents ") :]
    assert re.findall(r"<b><a [^>]*>(\w+)</a></b>", agents) == ["Ama", "Zoe"]
    assert agents.count("before 10") == 1  # Zoe's calls
    assert "before 0.5" in agents  # her pushes a call
    assert "before" not in agents[agents.index(">Ama<") : agents.index(">Zoe<")]


def test_without_a_first_day_all_calls_are_counted_and_it_says_how_to_compare(library: Library) -> None:
    fill(library)
    page = text(screen("people"))
    assert "choose a first day" in page
    assert "before 10" not in page


def test_of_fewer_than_ten_calls_of_an_agent_there_is_no_figure(library: Library) -> None:
    fill(library)
    page = text(screen("people"))
    row = page[page.index(">Bo<") :]
    row = row[: row.index("</tr>")]
    assert "fewer than 10 calls" in row
    assert "1.0" not in row
    alone = screen("people", agent="Bo")
    assert "fewer than 10 calls of one agent no figure is made" in alone.info[0].value
    assert "Hiding behind policy" not in text(alone)
    assert "Owning it" in text(screen("people", agent="Zoe"))


@pytest.fixture(scope="module")
def filled_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("drill")
    fill(Library(str(folder / "library.db"))).close()
    home = {"HF_HUB_CACHE": str(folder / "models"), "XDG_DATA_HOME": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    code = "from ui.dashboard.server import serve; serve(library, port, True)"
    with serving(code, folder / "library.db", home) as there:
        yield there


class TestInABrowser:
    """In Chromium."""

    pytestmark = IN_A_BROWSER

    def test_a_number_leads_to_the_calls_behind_it_and_back(self, page: playwright.Page, filled_address: str) -> None:
        page.goto(f"{filled_address}/people?from=2026-03-20")
        row = page.locator("tr", has_text="Owning it")
        row.wait_for()
        still(page)
        row.get_by_role("link", name="20", exact=True).first.click()
        page.get_by_role("button", name="Technique: Owning it").wait_for()
        assert listed(page) == sorted(f"{first}{k}" for first in "az" for k in range(10))
        for chip in ("With a moment: Partnered", "Technique: Owning it", "From 20 March 2026"):
            page.get_by_role("button", name=chip).wait_for()
        page.go_back()
        row.wait_for()
        assert "from=2026-03-20" in page.url

    def test_a_name_opens_the_agent(self, page: playwright.Page, filled_address: str) -> None:
        page.goto(f"{filled_address}/people")
        page.get_by_role("link", name="Zoe", exact=True).click()
        playwright.expect(page.get_by_role("link", name="Ama", exact=True)).to_have_count(0)
        page.get_by_role("link", name="Zoe", exact=True).wait_for()
        assert page.url.endswith("/people?agent=Zoe")

    def test_a_topic_leads_to_the_calls_in_which_it_is_spoken_of(
        self, page: playwright.Page, filled_address: str
    ) -> None:
        page.goto(f"{filled_address}/people")
        topic = page.get_by_role("link", name="Bills and charges")
        topic.wait_for()
        still(page)
        topic.focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Topic: Bills and charges").wait_for()
        assert listed(page) == ["o4"]

    def test_a_point_of_the_chart_leads_to_the_calls_behind_it(
        self, page: playwright.Page, filled_address: str
    ) -> None:
        page.goto(f"{filled_address}/people?from=2026-03-01&agent=Zoe")
        point = page.get_by_role("link", name=re.compile("Partnered, Mar 26: 1.0 a call, 10 calls"))
        point.wait_for()
        still(page)
        point.click()
        for chip in ("With a moment: Partnered", "Agent: Zoe", "From 1 March 2026", "Up to 31 March 2026"):
            page.get_by_role("button", name=chip).wait_for()
        assert listed(page) == [f"o{k}" for k in range(10)]

    def test_the_charts_points_are_walked_with_the_arrows_and_followed_with_enter(
        self, page: playwright.Page, filled_address: str
    ) -> None:
        page.goto(f"{filled_address}/people")
        first = chart_point(page, "Pushed, Mar 26")
        first.wait_for()
        still(page)
        assert page.locator(".point[tabindex='0']:visible").count() == 1
        first.focus()
        for key, told in (("ArrowRight", "Pushed, Apr 26"), ("ArrowDown", "Partnered, Apr 26"), ("ArrowDown", "Escalated, Apr 26"),
                          ("ArrowDown", "Escalated, Apr 26"), ("ArrowUp", "Partnered, Apr 26"), ("Home", "Partnered, Mar 26"),
                          ("End", "Partnered, Apr 26")):  # fmt: skip
            page.keyboard.press(key)
            playwright.expect(chart_point(page, told)).to_be_focused()
        assert page.locator(".point[tabindex='0']:visible").count() == 1
        page.keyboard.press("Enter")
        page.get_by_role("button", name="From 1 April 2026").wait_for()
        assert listed(page) == sorted(f"{first}{k}" for first in "az" for k in range(10))


def listed(page: playwright.Page) -> list[str]:
    """The ids of the calls that are listed."""
    still(page)
    page.locator("[data-call]").first.wait_for()
    return page.locator("[data-call]").evaluate_all("(rows) => rows.map((row) => row.dataset.call).sort()")


def chart_point(page: playwright.Page, told: str) -> playwright.Locator:
    """The point whose words begin so, in the one drawing that is shown."""
    return page.locator(f".point[aria-label^='{told}']:visible")
