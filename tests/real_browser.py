"""A real Chromium for the tests: a dashboard of its own to look at, and what is looked for in it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from library.store import Library

if TYPE_CHECKING:
    from playwright import sync_api as playwright

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), "")
SAMPLES = Path(__file__).parent.parent / "samples"
PATIENCE = 30_000  # milliseconds, on a machine busy with other things

IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here (Debian: apt-get install chromium)"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert process.poll() is None, "the dashboard did not start"
            time.sleep(0.1)
    raise AssertionError("the dashboard does not answer")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A dashboard of its own, on a library of its own."""
    port = free_port()
    code = f"from ui.serve import serve; serve({str(folder / 'library.db')!r}, {port}, True)"
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    process = subprocess.Popen([sys.executable, "-c", code], cwd=folder, env=environment)
    try:
        wait_for(f"http://localhost:{port}", process)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright drives the browser: pip install playwright"
    )
    with sync_api.sync_playwright() as driver:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--mute-audio"]
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    """A fresh window; a mistake of the page's script fails the test."""
    window = browser.new_context(viewport={"width": 1280, "height": 1000})
    window.set_default_timeout(PATIENCE)
    opened = window.new_page()
    slips: list[str] = []
    opened.on("pageerror", lambda slip: slips.append(str(slip)))
    yield opened
    window.close()
    assert not slips


@pytest.fixture(scope="module")
def call(folder: Path, address: str) -> str:
    """The pushed parcel, brought, heard and judged without the browser; its id."""
    from ui import house
    from ui.queued import work

    library = Library(str(folder / "library.db"))
    path, transcript = SAMPLES / "parcel_pushed.opus", SAMPLES / "parcel_pushed.vtt"
    recording = library.keep_recording(path)
    previous = os.environ.get("SAMESIDE_LIBRARY")
    os.environ["SAMESIDE_LIBRARY"] = str(folder / "library.db")
    try:
        done = work(path, {"recording": recording, "transcript": str(transcript)}, lambda stage, share: None)
    finally:
        if previous is None:
            del os.environ["SAMESIDE_LIBRARY"]
        else:
            os.environ["SAMESIDE_LIBRARY"] = previous
    library.keep_call(done.call, recording, done.depends)
    library.keep_report(done.report, house.mark(library, house.limits(library)))
    library.close()
    return done.call.id


def enter(page: playwright.Page, address: str, call: str, more: str = "") -> None:
    page.goto(f"{address}/?call={call}{more}")
    page.wait_for_selector(".room[data-ready]")


def at(page: playwright.Page) -> float:
    return float(page.locator(".playhead").get_attribute("data-time") or "nan")


def soon(true: Callable[[], bool]) -> None:
    """Wait until the next frames have drawn what is true, a few seconds at most, then insist on it."""
    for _ in range(100):
        if true():
            return
        time.sleep(0.05)
    assert true()


def until(page: playwright.Page, script: str, given: object = None) -> None:
    """Wait until a script says true; shadow roots are reached through ``room()``."""
    page.wait_for_function(
        "([given]) => { const host = [...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('.room'));"
        f"const room = host && host.shadowRoot.querySelector('.room'); return room && ({script})(room, given); }}",
        arg=[given],
    )


def playhead_beyond(page: playwright.Page, seconds: float) -> None:
    until(page, "(room, given) => Number(room.querySelector('.playhead').dataset.time) > given", seconds)
