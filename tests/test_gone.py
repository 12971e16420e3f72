"""What a coach sends away on the page is gone, in a real Chromium: an upload, a job half done, a call with all it had."""

from __future__ import annotations

import re
import shutil
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from real_browser import IN_A_BROWSER, SAMPLES, enter, soon
from sqlalchemy import func, select

from audio.span import Span
from library.note import Content
from library.schema import Base, Setting
from library.store import Library

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    opened = Library(str(folder / "library.db"))
    yield opened
    opened.close()


def kept(library: Library) -> list[Path]:
    """All files that lie below the library's folder, beside the database itself."""
    folders = ("recordings", "playable", "hearing", "incoming")
    return [path for folder in folders for path in (library.files.root / folder).rglob("*") if path.is_file()]


def rows(library: Library) -> dict[str, int]:
    """How many rows each table has, those that have any."""
    with library.database.read() as session:
        tables = [table for name, table in Base.metadata.tables.items() if name != Setting.__tablename__]
        counts = {t.name: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}
    return {name: n for name, n in counts.items() if n}


def a_long_call(path: Path, minutes: float = 15.0) -> Path:
    """Two sides who hum by turns for so long: some time's work for whoever hears it."""
    times = np.arange(int(8000 * 60 * minutes)) / 8000
    hum = sum(np.sin(2 * np.pi * 140 * k * times) / k for k in range(1, 8))
    first = np.sin(2 * np.pi * times / 8) > 0
    sides = np.stack([np.where(first, hum, 0), np.where(first, 0, hum)], axis=1)
    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, 8000, 0, "NONE", ""))
        out.writeframes((6000 * sides).astype("<i2").tobytes())
    return path


def test_an_upload_given_up_half_way_leaves_nothing(
    page: playwright.Page, address: str, library: Library, tmp_path: Path
) -> None:
    page.goto(address)
    page.wait_for_selector("input[type=file]", state="attached")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    line.send("Network.emulateNetworkConditions", slow)
    page.set_input_files("input[type=file]", str(a_long_call(tmp_path / "given up.wav", 5)))
    remove = page.get_by_role("button", name=re.compile("^(Remove|Cancel).*given up"))
    remove.wait_for()
    review = page.get_by_role("button", name=re.compile("^Review (it|them)$"))
    assert review.is_disabled(), "it is still on its way"
    remove.click()
    remove.wait_for(state="detached")
    assert review.is_disabled()
    assert library.queue.jobs() == ()
    assert kept(library) == []


def test_a_job_cancelled_half_way_is_gone_with_its_recording_and_the_next_is_heard(
    page: playwright.Page, address: str, library: Library, tmp_path: Path
) -> None:
    page.goto(address)
    page.wait_for_selector("input[type=file]", state="attached")
    short = [tmp_path / f"next{path.suffix}" for path in (SAMPLES / "boiler_hold.opus", SAMPLES / "boiler_hold.vtt")]
    for path in short:
        shutil.copy(SAMPLES / f"boiler_hold{path.suffix}", path)
    page.set_input_files("input[type=file]", [str(a_long_call(tmp_path / "long one.wav"))])
    page.get_by_role("button", name="Review it", exact=True).click()
    cancel = page.get_by_role("button", name="Cancel", exact=True)
    cancel.wait_for()
    soon(lambda: bool(library.queue.jobs(("working",))))
    assert len(kept(library)) == 1
    cancel.click()
    cancel.wait_for(state="detached")
    assert page.get_by_text("long one").count() == 0
    assert library.queue.jobs() == ()
    assert kept(library) == []
    page.set_input_files("input[type=file]", [str(path) for path in short])
    page.get_by_role("button", name="Review it", exact=True).click()
    page.get_by_role("button", name="next", exact=True).wait_for()
    assert [call.name for call in library.calls().calls] == ["next.opus"]
    assert [path.parent.parent.name for path in kept(library)] == ["recordings", "playable"]


def test_a_call_is_deleted_after_being_asked_and_nothing_of_it_stays(
    page: playwright.Page, address: str, library: Library
) -> None:
    ((call,),) = [library.calls().calls]
    note = library.notes.add(call.id, "Ama", Content(Span(1.0, 2.0), "Here.", shared=True))
    library.notes.reply(note.id, "Ben", "Yes.")
    assert {"call", "hearing", "note", "report", "spoken", "tally", "recording", "job"} <= set(rows(library))
    enter(page, address, call.id)
    page.get_by_role("button", name="Delete", exact=False).first.click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("dialog").wait_for(state="detached")
    assert library.summary(call.id) == call
    page.get_by_role("button", name="Delete", exact=False).first.click()
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_text("No calls yet").wait_for()
    assert rows(library) == {}
    assert kept(library) == []
    assert b"next.opus" not in Path(library.database.name).read_bytes()
    page.goto(f"{address}/?call={call.id}")
    page.get_by_text("it may have been deleted").wait_for()
