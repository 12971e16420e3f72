"""A call's sound out of object storage: by the ranges a browser asks for, only for whoever may hear it, and in Chromium."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import real_s3
from real_browser import IN_A_BROWSER, PARCEL, ROOT, enter, serving, until
from real_s3 import BUCKET, S3, s3
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from library.store import Library
from library.stores.address import VARIABLE, object_store
from library.stores.objects import BIGGEST_BLOCK, FIRST_BLOCK
from library.stores.store import Stored
from library.worker.worker import Reviewed
from ui.dashboard.server import NOT_KEPT
from ui.dashboard.sound.ranges import asked_for, sent

if TYPE_CHECKING:
    from playwright import sync_api as playwright

__all__ = ["s3"]

AT = f"s3://{BUCKET}/eu"
SOUND = bytes(range(256)) * 24_000  # 6 MB: a quarter of an hour


@pytest.fixture
def client(s3: S3, tmp_path: Path) -> TestClient:
    part = tmp_path / "part"
    part.write_bytes(SOUND)
    object_store(AT).put("playable/3f/3f.webm", part)
    stored = Stored(object_store(AT), "playable/3f/3f.webm", len(SOUND))

    def route(request: Request) -> Response:
        return sent(stored, request, NOT_KEPT)

    return TestClient(Starlette(routes=[Route("/sound", route)]))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-", 0, len(SOUND)), ("bytes=900-1923", 900, 1924), ("bytes=-500", len(SOUND) - 500, len(SOUND)), ("bytes=5999990-9999999", 5_999_990, len(SOUND))],
)  # fmt: skip
def test_a_range_is_answered_with_that_range(client: TestClient, asked: str, start: int, end: int) -> None:
    answer = client.get("/sound", headers={"Range": asked})
    assert answer.status_code == 206 and answer.content == SOUND[start:end]
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(SOUND)}"
    assert answer.headers["Content-Type"] == "audio/webm" and answer.headers["Cache-Control"] == "no-store"


def test_without_a_range_it_is_all_of_it(client: TestClient, s3: S3) -> None:
    for headers in ({}, {"Range": "bytes=0-1,5-6"}, {"Range": "bytes=5-", "If-Range": '"another"'}):
        answer = client.get("/sound", headers=headers)
        assert answer.status_code == 200 and answer.content == SOUND
    before = len(s3.reads())
    head = client.head("/sound")
    assert head.headers["Content-Length"] == str(len(SOUND)) and len(s3.reads()) == before


def test_beyond_its_end_there_is_nothing(client: TestClient) -> None:
    answer = client.get("/sound", headers={"Range": "bytes=9999999-"})
    assert answer.status_code == 416 and answer.headers["Content-Range"] == f"bytes */{len(SOUND)}"
    assert asked_for("bytes=5-4", 10)[1] == 416 and asked_for("bytes=-0", 10)[1] == 416


def test_of_a_big_one_it_is_read_a_block_at_a_time(client: TestClient, s3: S3) -> None:
    client.get("/sound", headers={"Range": "bytes=0-"})
    spans = [tuple(map(int, one.range.removeprefix("bytes=").split("-"))) for one in s3.reads()]
    assert spans[0] == (0, FIRST_BLOCK - 1) and max(last - first + 1 for first, last in spans) <= BIGGEST_BLOCK
    assert spans[-1][1] == len(SOUND) - 1 and len(spans) == 5


@pytest.fixture(scope="module")
def store() -> Iterator[S3]:
    yield from real_s3.serve()


@pytest.fixture(scope="module")
def address(store: S3, tmp_path_factory: pytest.TempPathFactory, pushed: Reviewed) -> Iterator[str]:
    """A dashboard whose recordings lie in object storage."""
    folder = tmp_path_factory.mktemp("library")
    home = {"HF_HUB_CACHE": str(folder / "models"), "XDG_DATA_HOME": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**store.environment, VARIABLE: AT}.items():
            patch.setenv(name, value)
        object_store.cache_clear()
        library = Library(str(folder / "library.db"))
        library.keep_call(pushed.call, library.keep_recording(PARCEL), pushed.depends)
        library.keep_report(pushed.report, "")
        library.playable(pushed.call.id)
        library.close()
        assert not (folder / "recordings").exists()
        with serving(
            "from ui.dashboard.server import serve; serve(library, port, True)", folder / "library.db", home
        ) as there:
            yield there
    object_store.cache_clear()


@pytest.mark.browser
@IN_A_BROWSER[1]
def test_a_page_plays_after_one_range(page: playwright.Page, address: str, store: S3, pushed: Reviewed) -> None:
    before = len(store.asked)
    enter(page, address, pushed.call.id)
    page.keyboard.press("Space")
    until(page, "(room) => Number(room.querySelector('.playhead').dataset.time) > 0.5")
    asked = store.asked[before:]
    read = [one for one in asked if one.method == "GET"]
    assert read and all(one.range and "/playable/" in one.path for one in read)  # never the original, never the whole
    assert len(read) <= 4, read
    assert not [one for one in asked if one.method == "PUT"]


def test_sound_that_is_not_there_any_more_is_said(store: S3, address: str, pushed: Reviewed) -> None:
    store.refuse = lambda asked: 403
    try:
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(f"{address}/call-audio/{pushed.call.id}")
        assert answer.value.code == 404 and b"refused the key" in answer.value.read()
    finally:
        store.refuse = lambda asked: None
    (kept,) = (entry for entry in object_store(AT).list("playable/"))
    with urllib.request.urlopen(f"{address}/call-audio/{pushed.call.id}") as sound:
        assert sound.read() == b"".join(object_store(AT).read(kept.key))
