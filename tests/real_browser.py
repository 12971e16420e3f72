"""A real Chromium for the tests: a dashboard of its own to look at, and what is looked for in it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from patience import PATIENCE, soon
from runs_asked_for import FOLLOWED

from library.store import Library
from library.worker.worker import Reviewed

if TYPE_CHECKING:
    from playwright import sync_api as playwright

ROOT = Path(__file__).parent.parent
CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), "")
SAMPLES = ROOT / "samples"
PARCEL = SAMPLES / "parcel_pushed.opus"
WINDOW = {"width": 1280, "height": 1000}
STILL = 6
"""Frames drawn one after another without Streamlit at work, after which the page is as it stays."""

ROOM = """
    if (!window.host?.isConnected || !window.host.shadowRoot.querySelector(".room"))
        window.host = [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.querySelector(".room"));
    const room = window.host?.shadowRoot.querySelector(".room");
"""
"""Finds the review's room as ``room``, where there is one. It is asked every frame: the whole page is looked through only once the room has gone."""

IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here (Debian: apt-get install chromium)"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=PATIENCE).close()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
    return True


@contextmanager
def serving(code: str, library: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a dashboard in a process of its own, which runs ``code`` with ``library`` and ``port`` given."""
    told = {**os.environ, **environment}
    for _ in range(3):  # a port that is free now may be somebody else's a moment later
        port = free_port()
        command = [sys.executable, "-c", f"library, port = {str(library)!r}, {port}; {code}"]
        process = subprocess.Popen(command, cwd=library.parent, env=told)
        soon(lambda process=process, port=port: process.poll() is not None or answers(port))
        if process.poll() is None:
            break
    assert process.poll() is None, "the dashboard did not start"
    try:
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A dashboard of its own, on a library of its own and where no Whisper model is."""
    home = {"HF_HUB_CACHE": str(folder / "models"), "XDG_DATA_HOME": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    with serving(
        "from ui.dashboard.server import serve; serve(library, port, True)", folder / "library.db", home
    ) as there:
        yield there


class Chromium:
    """One browser for file after file, started when the first asks for it, and again where it has come to its end."""

    def __init__(self) -> None:
        self._ends = ExitStack()
        self._browser: playwright.Browser | None = None

    def running(self) -> playwright.Browser:
        if self._browser is None or not self._browser.is_connected():
            self.end()
            sync_api = pytest.importorskip(
                "playwright.sync_api", reason="Playwright drives the browser: pip install playwright"
            )
            sync_api.expect.set_options(1000 * PATIENCE)
            driver = self._ends.enter_context(sync_api.sync_playwright())
            quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--mute-audio"]
            self._browser = driver.chromium.launch(executable_path=CHROMIUM, args=quiet, timeout=1000 * PATIENCE)
            self._ends.callback(self._browser.close)
        return self._browser

    def end(self) -> None:
        """End it, and with it the loop of events that Playwright has in this thread, beside which no other may run."""
        self._browser = None
        self._ends.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    one = Chromium()
    yield one
    one.end()


@pytest.fixture(scope="module")
def browser(chromium: Chromium) -> playwright.Browser:
    return chromium.running()


def window(browser: playwright.Browser, **options: Any) -> playwright.BrowserContext:
    opened = browser.new_context(viewport=WINDOW, **options)
    opened.set_default_timeout(1000 * PATIENCE)
    opened.add_init_script(FOLLOWED)
    return opened


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    """A fresh window; a mistake of the page's script fails the test."""
    context = window(browser)
    opened = context.new_page()
    slips: list[str] = []
    opened.on("pageerror", lambda slip: slips.append(str(slip)))
    yield opened
    context.close()
    assert not slips


@pytest.fixture(scope="session")
def pushed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    """The pushed parcel, heard and judged without the browser, once for all."""
    from library.worker.tasks import work

    url = str(tmp_path_factory.mktemp("heard") / "library.db")
    library = Library(url)
    recording = library.keep_recording(PARCEL)
    library.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMESIDE_LIBRARY", url)
        given = {"recording": recording, "transcript": str(PARCEL.with_suffix(".vtt"))}
        done = work(PARCEL, given, lambda stage, share: None)
    assert isinstance(done, Reviewed)
    return done


@pytest.fixture(scope="module")
def call(folder: Path, address: str, pushed: Reviewed) -> str:
    """The pushed parcel in the dashboard's library; its id."""
    from library.house import judging
    from library.house.limits import limits_in_force

    library = Library(str(folder / "library.db"))
    library.keep_call(pushed.call, library.keep_recording(PARCEL), pushed.depends)
    library.keep_report(pushed.report, judging.report_fingerprint(library, limits_in_force(library)))
    library.close()
    return pushed.call.id


def enter(page: playwright.Page, address: str, call: str, more: str = "") -> None:
    page.goto(f"{address}/?call={call}{more}")
    page.wait_for_selector(".room[data-ready]")
    still(page)


def still(page: playwright.Page) -> None:
    """Wait until Streamlit has been through with the page and all that was asked of it, all parts and letters of it are there, and nothing moves any more."""
    page.wait_for_function(
        f"""(frames) => {{
            const resting = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
            const fetching = document.querySelector("[data-testid=stSkeleton]");
            if (!resting || window.asked || fetching || document.fonts.status !== "loaded") return Boolean(window.rests = 0);
            {ROOM}
            const lies = JSON.stringify([room?.getBoundingClientRect()]);
            window.rests = window.lay === lies ? (window.rests ?? 0) + 1 : 0;
            window.lay = lies;
            return window.rests >= frames;
        }}""",
        arg=STILL,
    )


def press_still(page: playwright.Page, button: str) -> None:
    """Press a button once it stays where it is: what a page no longer shows goes when its run ends, and then it moves."""
    there = page.get_by_role("button", name=button, exact=True)
    there.wait_for()
    still(page)
    there.click()


def at(page: playwright.Page) -> float:
    return float(page.locator(".playhead").get_attribute("data-time") or "nan")


def until(page: playwright.Page, script: str, given: object = None) -> None:
    """Wait until a script says true; shadow roots are reached through ``room()``."""
    page.wait_for_function(
        f"([given]) => {{ {ROOM} return room && ({script})(room, given); }}",
        arg=[given],
    )


def playhead_beyond(page: playwright.Page, seconds: float) -> None:
    until(page, "(room, given) => Number(room.querySelector('.playhead').dataset.time) > given", seconds)
