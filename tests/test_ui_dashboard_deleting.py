"""What a coach sends away on the page is gone, in a real Chromium: an upload, a job half done, a call with all it had."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from patience import soon
from real_browser import IN_A_BROWSER, enter, press_still, still
from sounds import RATE, pulses, sample, silence, write
from sqlalchemy import func, select, update

from audio.span import Span
from library.database.schema import Base, CallRow, JobRow, Setting
from library.notes.note import Content
from library.store import Library
from library.trends.keeping import count_due

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    """The dashboard's, empty again afterwards."""
    opened = Library(str(folder / "library.db"))
    yield opened
    for call in opened.calls().calls:
        opened.delete(call.id)
    opened.close()


WORDS = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Agent>You need to calm down.\n"


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Ten seconds of a sample, with a transcript of the same name."""
    call = tmp_path_factory.mktemp("calls") / "next.wav"
    write(call, *(side[: 10 * RATE] for side in sample("parcel_pushed")), rate=8000)
    call.with_suffix(".vtt").write_text(WORDS, encoding="utf-8")
    return [call, call.with_suffix(".vtt")]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sides who hum by turns for a quarter of an hour: 29 MB to bring, and some time's work for whoever hears it."""
    hum, turns = pulses(140.0, 8.0, 8000) * np.float32(0.2), 56
    first = np.tile(np.concatenate([hum, silence(8, 8000)]), turns)
    return write(tmp_path_factory.mktemp("calls") / "long one.wav", first, first[::-1], rate=8000, from_rate=8000)


def kept(library: Library) -> list[Path]:
    """All files that lie below the library's folder, beside the database itself."""
    folders = ("recordings", "playable", "hearing", "incoming")
    below = [os.walk(library.files.root / folder) for folder in folders]  # which minds no folder that goes meanwhile
    return [Path(top) / name for tree in below for top, _, names in tree for name in names]


def rows(library: Library) -> dict[str, int]:
    """How many rows each table has, those that have any; of what was done the audit knows for good, and no word of what was in it; nor is a call in
    what is counted of the queue's work, and in the names of techniques."""
    staying = (Setting.__tablename__, "audit_event", "audit_head", "retention_watch", "work_tally", "technique_name")
    with library.database.read() as session:
        tables = [table for name, table in Base.metadata.tables.items() if name not in staying]
        counts = {t.name: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}
    return {name: n for name, n in counts.items() if n}


def test_an_upload_given_up_half_way_leaves_nothing(
    page: playwright.Page, address: str, library: Library, long: Path
) -> None:
    page.goto(address)
    page.wait_for_selector("input[type=file]", state="attached")
    still(page)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 20_000}  # 24 minutes to bring
    line.send("Network.emulateNetworkConditions", slow)
    page.set_input_files("input[type=file]", str(long))
    remove = page.get_by_role("button", name=re.compile("^(Remove|Cancel).*long one"))
    remove.wait_for()
    review = page.get_by_role("button", name=re.compile("^Review (it|them)$"))
    assert review.is_disabled(), "it is still on its way"
    remove.click()
    remove.wait_for(state="detached")
    assert review.is_disabled()
    assert library.queue.jobs() == ()
    assert kept(library) == []


def _stopped(worker: int, file: Path) -> bool:
    """Stop the worker where it does not hold the database, or let it go on: else nobody could cancel anything."""
    os.kill(worker, signal.SIGSTOP)
    soon(lambda: Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0] == "T")
    try:
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        os.kill(worker, signal.SIGCONT)
        return False
    return True


@contextmanager
def half_way(library: Library) -> Iterator[None]:
    """Whoever works on the only job stays where it is for as long as this lasts."""
    soon(lambda: library.queue.jobs(("working",)))
    with library.database.read() as session:
        worker = int(str(session.scalars(select(JobRow.worker)).one()).split(":")[-2])
    soon(lambda: _stopped(worker, Path(str(library.database.url.database))))
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def test_a_job_cancelled_half_way_is_gone_with_its_recording_and_the_next_is_heard(
    page: playwright.Page, address: str, library: Library, long: Path, short: list[Path]
) -> None:
    page.goto(address)
    page.wait_for_selector("input[type=file]", state="attached")
    still(page)
    page.set_input_files("input[type=file]", str(long))
    press_still(page, "Review it")
    cancel = page.get_by_role("button", name="Cancel", exact=True)
    with half_way(library):
        cancel.wait_for()
        assert [path.parent.parent.name for path in kept(library) if "incoming" not in path.parts] == ["recordings"]
        press_still(page, "Cancel")
        cancel.wait_for(state="detached")
        page.get_by_text("long one").wait_for(state="detached")
        assert library.queue.jobs() == ()
    soon(lambda: kept(library) == [])
    page.set_input_files("input[type=file]", [str(path) for path in short])
    press_still(page, "Review it")
    page.get_by_role("link", name="next", exact=True).wait_for()
    assert [call.name for call in library.calls().calls] == ["next.wav"]
    soon(lambda: [path.parent.parent.name for path in kept(library)] == ["recordings", "playable"])


def test_a_call_is_deleted_after_being_asked_and_nothing_of_it_stays(
    page: playwright.Page, address: str, library: Library, short: list[Path]
) -> None:
    recording, written = short
    library.enqueue(BytesIO(recording.read_bytes()), "next.wav", transcript=(written.name, written.read_bytes()))
    soon(lambda: library.calls().total)
    soon(lambda: len(kept(library)) == 2)
    (call,) = library.calls().calls
    note = library.notes.add(call.id, "Ama", Content(Span(1.0, 2.0), "Here.", audience="everybody"))
    library.notes.reply(note.id, "Ben", "Yes.")
    assert {"call", "hearing", "note", "report", "spoken", "tally", "recording", "job"} <= set(rows(library))
    enter(page, address, call.id)
    page.get_by_role("button", name="Delete", exact=False).first.click()
    press_still(page, "Keep it")
    page.get_by_role("dialog").wait_for(state="detached")
    still(page)
    assert library.summary(call.id) == call
    page.get_by_role("button", name="Delete", exact=False).first.click()
    press_still(page, "Delete it")
    page.get_by_text("1 call is deleted for good in").wait_for()
    assert library.calls().total == 0
    press_still(page, "Undo")
    soon(lambda: library.calls().total == 1)
    assert library.summary(call.id) == call
    enter(page, address, call.id)
    page.get_by_role("button", name="Delete", exact=False).first.click()
    press_still(page, "Delete it")
    page.get_by_text("1 call is deleted for good in").wait_for()
    with library.database.write() as session:  # let the minute be over
        session.execute(update(CallRow).values(delete_due=datetime.now(UTC) - timedelta(seconds=1)))
    library.deletions.carry_out()
    page.get_by_text("No calls yet").wait_for()
    count_due(library.database)
    assert rows(library) == {}
    assert kept(library) == []
    assert b"next.wav" not in Path(library.database.name).read_bytes()
    page.goto(f"{address}/?call={call.id}")
    page.get_by_text("it may have been deleted").wait_for()
