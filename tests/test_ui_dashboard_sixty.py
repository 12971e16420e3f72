"""Sixty recordings at a time, in a real Chromium: uploaded, watched, opened while others wait, cancelled; and all that match assigned."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from by_hand import choose, unfold
from held_work import LET_THROUGH
from library_calls import a_call, a_report
from patience import soon
from real_browser import IN_A_BROWSER, ROOT, press_still, serving, still
from sounds import RATE, sample, write

from library.house import judging
from library.house.limits import limits_in_force
from library.store import Library

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

UPLOADED, KEPT = 60, 70
BROKEN = 1
"""Which of the uploads is no sound."""
SECONDS = 5


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with seventy calls, whose worker begins nothing until it is let."""
    folder = tmp_path_factory.mktemp("sixty")
    (folder / LET_THROUGH).write_text("0")
    library = Library(str(folder / "library.db"))
    now = judging.report_fingerprint(library, limits_in_force(library))
    for k in range(KEPT):
        library.keep_call(a_call(f"z{k:02}"), name=f"zz {k:02}.wav", agent="Zoe" if k < 4 else None)
        library.keep_report(a_report(f"z{k:02}"), now)
    library.close()
    return folder


@pytest.fixture(scope="module")
def held_address(held: Path) -> Iterator[str]:
    home = {
        "HF_HUB_CACHE": str(held / "models"), "XDG_DATA_HOME": str(held / "data"),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
    }  # fmt: skip
    code = "from ui.dashboard import server; server.WORK = 'held_work:work'; server.serve(library, port, True)"
    with serving(code, held / "library.db", home) as address:
        yield address


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Sixty small files: five seconds of a call each, and one that is no sound."""
    folder, sides = tmp_path_factory.mktemp("uploads"), sample("taxi_overtalk")
    paths = [folder / f"call {k:02}.wav" for k in range(UPLOADED)]
    for k, path in enumerate(paths):
        start = k * RATE // 10
        write(path, *(side[start : start + SECONDS * RATE] for side in sides), rate=8000)
    paths[BROKEN].write_bytes(b"this is no sound at all")
    return paths


def top_of(page: playwright.Page, what: str) -> float:
    box = page.locator(what).bounding_box()
    assert box
    return box["y"]


def let_through(folder: Path, number: int) -> None:
    written = folder / f"{LET_THROUGH}.new"
    written.write_text(str(number))
    written.replace(folder / LET_THROUGH)  # it is read all the while, and never half written


def test_sixty_uploads_are_watched_opened_and_cancelled(
    page: playwright.Page, held_address: str, held: Path, recordings: list[Path]
) -> None:
    page.goto(f"{held_address}/?order=name")
    page.locator("[data-call]").first.wait_for()
    unfold(page, "Upload")
    page.set_input_files("input[type=file]", recordings)
    soon(
        lambda: (
            len([path for path in (held / "uploads").rglob("*") if path.name != "lock" and path.is_file()]) == UPLOADED
        )
    )
    press_still(page, "Review them")
    # the one that is worked on stands first, the others wait in their order
    page.get_by_text("1 of 60 · call 00: waiting at the gate").wait_for()
    page.get_by_text("59 waiting").click()
    names = page.locator("[data-testid=stPopoverBody]").inner_text().split("\n")
    assert [name for name in names if name.startswith("call ")] == [f"call {k:02}" for k in range(21)]
    page.keyboard.press("Escape")
    page.get_by_text(" left", exact=False).first.wait_for()
    still(page)

    # nothing moves: not what is at the top of the page …
    before = top_of(page, ".list")
    let_through(held, 2)
    page.get_by_text("3 of 60 · call 02").wait_for()
    page.locator("[data-call]", has_text="call 00").wait_for()
    page.get_by_text("1 failed").wait_for()
    still(page)
    assert top_of(page, ".list") == before
    # … nor what one reads further down, while others come in above it
    row = '[data-call="z30"]'
    page.locator(row).evaluate("(row) => row.scrollIntoView({ block: 'start' })")
    still(page)
    before = top_of(page, row)
    let_through(held, 3)
    page.locator("[data-call]", has_text="call 02").wait_for(state="attached")
    still(page)
    assert top_of(page, row) == pytest.approx(before, abs=1)

    # what failed is in one place, with why
    page.get_by_text("1 failed").click()
    page.get_by_text("call 01.wav").wait_for()
    page.keyboard.press("Escape")

    # what is ready is opened while the rest goes on
    page.get_by_role("link", name="call 00").click()
    page.wait_for_selector(".room[data-ready]")
    library = Library(str(held / "library.db"))
    assert len(library.queue.jobs(("queued", "working"))) == UPLOADED - 3
    let_through(held, 4)
    soon(lambda: len(library.queue.jobs(("queued", "working"))) == UPLOADED - 4)
    page.go_back()
    page.get_by_text("5 of 60 · call 04").wait_for()

    # and all the rest is cancelled
    press_still(page, "Cancel all")
    press_still(page, "Cancel all 56")
    page.get_by_text("Nothing waits any more.").wait_for()
    assert [job.state for job in library.queue.jobs()] == ["done", "failed", "done", "done"]
    assert library.calls().total == KEPT + 3
    press_still(page, "Close")
    page.get_by_text("1 recording could not be reviewed").wait_for()
    library.close()


def test_all_that_match_are_chosen_and_assigned(page: playwright.Page, held_address: str, held: Path) -> None:
    library = Library(str(held / "library.db"))
    page.goto(f"{held_address}/?search=zz&order=name")
    page.locator("[data-call]").first.wait_for()
    still(page)
    page.get_by_role("checkbox", name="Choose all on this page").click()
    page.get_by_text("50 calls chosen").wait_for()
    press_still(page, f"Choose all {KEPT}")
    page.get_by_text(f"{KEPT} calls chosen").wait_for()  # what stands beside it moves up in its place
    still(page)
    press_still(page, "Agent, team, date")
    choose(page, page.get_by_test_id("stPopoverBody").get_by_role("combobox", name="Agent"), "Zoe")
    press_still(page, "Keep")
    page.get_by_text(f"{KEPT} calls changed.").wait_for()
    agents = {call.name: call.agent for call in library.calls(size=200).calls}
    assert {name for name, agent in agents.items() if agent == "Zoe"} == {f"zz {k:02}.wav" for k in range(KEPT)}
    playwright.expect(page.get_by_text("chosen")).to_have_count(0)
    library.close()
