"""How quick the pages are on a library of many calls: ``python -m tests.bench.pages [--calls 10000] [--library FILE]``.

Makes the calls up as ``tests.bench.library`` does, serves the dashboard and opens its pages in a real Chromium: seconds
from the address to the drawn page, by what is there already::

    cold       server just started, a browser that has never been here
    new        server at work, a browser that has never been here
    again      both have been here before

Then, in the open page, filters and a page turned. Each round has a server and a browser of its own; the best of
``--rounds`` is told, since a shared machine only ever adds. A ``--library`` is kept, and taken again the next time.
Needs Debian's ``chromium`` and the package ``playwright``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from library.calls.listing import Filter
from library.house import judging
from library.house.limits import limits_in_force
from library.store import Library
from tests.bench.library import fill
from tests.bench.room import CHROMIUM, memory

PORT = 8630
ANNOUNCED = "The dashboard is at"
DRAWN = {"calls": "tr[data-call]", "people": "table.grid >> nth=-1"}


@contextmanager
def serving(library: Path) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """The dashboard as a process that has announced its address, and the seconds until it did."""
    code = f"from ui.dashboard.server import serve; serve({str(library)!r}, {PORT}, True)"
    start = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        while ANNOUNCED not in (line := server.stdout.readline()):
            if not line:
                raise SystemExit("the dashboard did not start")
        yield server, time.perf_counter() - start
    finally:
        server.terminate()
        server.wait()


def took(act: Callable[[], object], page: Page, drawn: str) -> float:
    """Seconds from an act to what it draws."""
    start = time.perf_counter()
    act()
    page.locator(drawn).first.wait_for()
    return time.perf_counter() - start


def shows(calls: str) -> str:
    """What stands under a list of so many calls."""
    return f"text=/of {re.escape(calls)} calls/"


def opened(browser: Browser) -> Page:
    """A window that has never been anywhere."""
    page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    page.set_default_timeout(120_000)
    return page


def counts(library: Library) -> dict[str, str]:
    """How many calls each of the filters leaves, as the page says it."""
    asked = {"all": Filter(), "a word": Filter(words="broken wait"), "a team": Filter(team="Team 3")}
    return {what: f"{library.calls(wanted).total:,}" for what, wanted in asked.items()}


def one_round(library: Path, left: dict[str, str]) -> dict[str, float]:
    address, found = f"http://localhost:{PORT}", {}
    with serving(library) as (server, seconds), sync_playwright() as driver:
        found["until the address is announced"] = seconds
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = opened(browser)
        found["Calls, cold"] = took(lambda: page.goto(address), page, DRAWN["calls"])
        found["Calls, again"] = took(lambda: page.goto(address), page, DRAWN["calls"])
        search = page.get_by_placeholder("refund")

        def sought(words: str) -> Callable[[], object]:
            return lambda: (search.fill(words), search.press("Enter"))

        found["Calls, two words searched"] = took(sought("broken wait"), page, shows(left["a word"]))
        found["Calls, a phrase nobody said"] = took(sought('"solicitor general"'), page, "text=Nothing matches")
        took(sought(""), page, shows(left["all"]))
        page.get_by_role("button", name="Filter").click()
        page.get_by_role("combobox", name="Team").click()
        found["Calls, a team chosen"] = took(
            lambda: page.get_by_role("option", name="Team 3").click(), page, shows(left["a team"])
        )
        page.keyboard.press("Escape")
        found["Calls, a page on"] = took(
            lambda: page.get_by_test_id("stMainBlockContainer").get_by_role("button", name="More", exact=True).click(),
            page,
            "text=/^51 to 100 of/",
        )
        link = page.get_by_role("link", name="Agents and techniques")
        found["Agents and techniques, first"] = took(lambda: link.click(), page, DRAWN["people"])
        found["Agents and techniques, again"] = took(lambda: page.goto(f"{address}/people"), page, DRAWN["people"])
        new = opened(browser)
        found["Calls, new"] = took(lambda: new.goto(address), new, DRAWN["calls"])
        found["the server's memory, MiB"] = memory(server.pid)
        browser.close()
    return found


def bench(calls: int, kept: Path | None, rounds: int) -> dict[str, float]:
    """The best of so many rounds, by what was timed."""
    with tempfile.TemporaryDirectory() as folder:
        path = kept or Path(folder) / "library.db"
        library = Library(str(path))
        if not library.calls(size=1).total:
            fill(library, calls, judging.report_fingerprint(library, limits_in_force(library)))
        left = counts(library)
        library.close()
        found = [one_round(path, left) for _ in range(rounds)]
    return {what: round(min(one[what] for one in found), 2) for what in found[0]}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--calls", type=int, default=10_000)
    ask.add_argument("--library", type=Path, help="an SQLite file to make, or to take again; a new one without it")
    ask.add_argument("--rounds", type=int, default=3)
    args = ask.parse_args()
    print(json.dumps(bench(args.calls, args.library, args.rounds), indent=1))


if __name__ == "__main__":
    main()
