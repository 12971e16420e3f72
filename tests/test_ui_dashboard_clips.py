"""Clips on the pages, in a real Chromium: kept out of a call's transcript and moments, heard one after another, and had as files that play."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_pages import screen, text
from library_calls import a_call, a_report
from patience import soon
from people_and_calls import House, a_house
from real_browser import IN_A_BROWSER, enter, still, until
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from audio.span import Span
from library import current
from library.clips.clip import Clip
from library.store import Library
from ui.dashboard import viewer
from ui.dashboard.parts.clips.files import files_route
from ui.dashboard.parts.clips.route import clips_route

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")
IN_BROWSER = [*IN_A_BROWSER]
SELECT = """(room, [first, last]) => { const words = [...room.querySelectorAll(".lines .w")];
    const range = document.createRange(); range.setStart(words[first], 0); range.setEnd(words[last], 1);
    const selection = room.getRootNode().getSelection?.() ?? getSelection();
    selection.removeAllRanges(); selection.addRange(range); return true; }"""
"""Selects words of the transcript, by their numbers."""


def kept(folder: Path, playlist: str = "") -> list[Clip]:
    library = Library(str(folder / "library.db"))
    try:
        one = next((p.id for p in library.playlists.all() if p.name == playlist), None)
        return list(library.clips.of(one, "Writer")) if one or not playlist else []
    finally:
        library.close()


def opened(page: playwright.Page, address: str, call: str) -> None:
    page.context.add_cookies([{"name": "sameside_author", "value": "Writer", "url": address}])
    enter(page, address, call)


class TestPages:
    pytestmark = IN_BROWSER

    def test_selected_words_are_kept_heard_and_had_as_a_file_that_plays(
        self, page: playwright.Page, address: str, call: str, folder: Path, tmp_path: Path
    ) -> None:
        opened(page, address, call)
        until(page, SELECT, [6, 11])
        page.get_by_role("button", name="Keep as clip", exact=True).first.click()
        card = page.get_by_role("dialog", name="Keep as clip")
        card.get_by_label("Title").fill("To <b>try</b>")
        card.get_by_label("Why").fill("The second half.")
        card.get_by_label("Playlist", exact=True).select_option("new")
        card.get_by_label("Name of the new playlist").fill("Openings")
        page.keyboard.press("Enter")
        page.get_by_text("Kept in “Openings”.").wait_for()
        (clip,) = kept(folder, "Openings")
        assert (clip.title, clip.why, clip.keeper) == ("To <b>try</b>", "The second half.", "Writer")
        page.goto(f"{address}/clips?list=playlist:{clip.playlist_id}")
        item = page.locator(f"[data-clip='{clip.id}']")
        item.get_by_text("To <b>try</b>").wait_for()
        still(page)
        item.get_by_role("button", name="Play: To <b>try</b>").click()
        box = page.locator(".cliplist")
        soon(lambda: float(box.get_attribute("data-time") or "0") > 0.5)
        item.locator(".now").first.wait_for()
        with page.expect_download() as coming:
            item.get_by_role("button", name="File", exact=True).click()
        assert coming.value.suggested_filename.endswith(".html")
        coming.value.save_as(tmp_path / "clip.html")
        page.goto((tmp_path / "clip.html").as_uri())
        audio = page.locator("audio")
        soon(lambda: audio.evaluate("(audio) => audio.readyState >= 1"))
        length = float(page.locator("article").get_attribute("data-length") or "nan")
        assert abs(audio.evaluate("(audio) => audio.duration") - length) < 0.05
        audio.evaluate("(audio) => void audio.play()")
        soon(lambda: audio.evaluate("(audio) => audio.currentTime > 0.5"))

    def test_a_moment_is_kept_by_a_key_and_undone(
        self, page: playwright.Page, address: str, call: str, folder: Path
    ) -> None:
        opened(page, address, call)
        page.locator(".cards .card .head").first.click()
        page.keyboard.press("c")
        card = page.get_by_role("dialog", name="Keep as clip")
        title = card.get_by_label("Title").input_value()
        page.keyboard.press("Enter")
        page.get_by_text("Kept in “My clips”.").wait_for()
        (clip,) = kept(folder)
        assert clip.title == title and clip.technique
        page.get_by_role("button", name="Undo", exact=True).click()
        page.get_by_text("The clip is not kept.").wait_for()
        assert kept(folder) == []

    def test_a_list_is_heard_one_after_another_sorted_retitled_and_shortened(
        self, page: playwright.Page, address: str, call: str, folder: Path
    ) -> None:
        library = Library(str(folder / "library.db"))
        playlist = library.playlists.add("Three", "Writer").id
        for k in range(3):
            library.clips.keep(call, Span(4.0 + 3 * k, 4.6 + 3 * k), f"Number {k}", "Writer", playlist_id=playlist)
        library.close()
        page.context.add_cookies([{"name": "sameside_author", "value": "Writer", "url": address}])
        page.goto(f"{address}/clips?list=playlist:{playlist}")
        page.get_by_text("Number 2").wait_for()
        still(page)
        page.get_by_role("button", name="▶ Play all").click()
        for k in range(3):
            page.locator(".clip.on").get_by_text(f"Number {k}").wait_for()
        page.get_by_role("button", name="Move up: Number 2").click()
        soon(lambda: [clip.title for clip in kept(folder, "Three")] == ["Number 0", "Number 2", "Number 1"])
        playwright.expect(page.locator(".clip h3")).to_have_text(["Number 0", "Number 2", "Number 1"])
        still(page)
        page.locator(".clip").first.get_by_role("button", name="Edit").click()
        page.get_by_label("Title").fill("The first")
        page.keyboard.press("Enter")
        playwright.expect(page.locator(".clip h3").first).to_have_text("The first")
        still(page)
        page.locator(".clip").nth(1).get_by_role("button", name="Remove").click()
        playwright.expect(page.locator(".clip h3")).to_have_text(["The first", "Number 1"])
        page.get_by_role("button", name="Undo", exact=True).click()
        playwright.expect(page.locator(".clip h3")).to_have_text(["The first", "Number 2", "Number 1"])

    def test_the_last_clip_of_a_list_can_be_had_back(
        self, page: playwright.Page, address: str, call: str, folder: Path
    ) -> None:
        library = Library(str(folder / "library.db"))
        playlist = library.playlists.add("One", "Writer").id
        library.clips.keep(call, Span(4.0, 5.0), "The only one", "Writer", playlist_id=playlist)
        library.close()
        page.goto(f"{address}/clips?list=playlist:{playlist}")
        page.get_by_text("The only one").wait_for()
        still(page)
        page.get_by_role("button", name="Remove", exact=True).click()
        page.get_by_text("No clips here yet").wait_for()
        still(page)
        page.get_by_role("button", name="Undo", exact=True).click()
        playwright.expect(page.locator(".clip h3")).to_have_text(["The only one"])
        playwright.expect(page.get_by_text("No clips here yet")).to_have_count(0)


# what pages and routes show to whoever looks


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The house, whose dashboard takes the word of a cookie for who asks."""
    made = a_house("sqlite", tmp_path, evaluated=())
    monkeypatch.setenv(current.VARIABLE, made.library.database.url.database or "")
    monkeypatch.setattr(viewer, "viewer_at", lambda cookies, source: made.viewer(cookies["who"]))
    yield made
    made.library.close()


@pytest.fixture
def client() -> TestClient:
    deeds = Route("/clips/{call}", clips_route, methods=["GET", "POST"])
    return TestClient(Starlette(routes=[deeds, Route("/files/{what}/{key}", files_route)]))


DEED = {
    "do": "keep", "id": "0b9f3c4e-0000-4000-8000-000000000001", "turn": 1, "start": 5.0, "end": 3.0, "title": "Mine", "why": "", "technique": "",
    "playlist": None, "fresh": None,
}  # fmt: skip


def test_a_clip_is_whose_who_signed_in_and_once(house: House, client: TestClient) -> None:
    client.cookies.update({"who": "cora", "sameside_author": "Ada"})
    for _ in range(2):
        assert client.post("/clips/own", json=DEED).json()["answer"] == {
            "turn": 1,
            "id": DEED["id"],
            "where": "My clips",
        }
    (clip,) = house.seen_by("cora").clips.of(None, "")
    assert (clip.keeper, clip.span) == ("Cora", Span(3.0, 5.0))
    assert client.post("/clips/other", json=DEED).status_code == 404
    client.cookies["who"] = "ada"
    gone = client.post("/clips/own", json={"do": "remove", "id": clip.id, "turn": 2}).json()
    assert "no such clip" in gone["answer"]["trouble"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "keep"},
        {**DEED, "id": "1"},
        {**DEED, "title": 7},
        {**DEED, "start": "soon"},
        {"do": "burn", "id": "x"},
        {"do": "move", "id": []},
    ],
)
def test_what_makes_no_sense_is_a_sentence(house: House, client: TestClient, wrong: dict[str, object]) -> None:
    client.cookies["who"] = "cora"
    answer = client.post("/clips/own", json=wrong).json()["answer"]
    assert answer["trouble"] and house.seen_by("cora").clips.of(None, "") == ()


def test_files_are_for_whoever_may_take_them_out(house: House, client: TestClient) -> None:
    playlist = house.library.playlists.add("For <all>", "Typed", shared=True).id
    own, other = (
        house.library.clips.keep(call, Span(3.0, 5.0), f"Of {call}", "Typed", playlist_id=playlist, technique="thanks")
        for call in ("own", "other")
    )
    client.cookies["who"] = "cora"
    page = client.get(f"/files/playlist/{playlist}")
    assert page.status_code == 200 and "attachment" in page.headers["content-disposition"]
    assert "Of own" in page.text and "Of other" not in page.text and "<title>For &lt;all&gt;" in page.text
    assert client.get(f"/files/clip/{own.id}?form=mp3").headers["content-type"] == "audio/mpeg"
    assert client.get(f"/files/clip/{own.id}?form=mp3&unmasked=1").status_code == 200
    assert "Of own" in client.get("/files/technique/thanks").text
    for refused in (f"clip/{other.id}", "clip/never", "playlist/never", "own/own", f"clip/{own.id}?form=exe"):
        assert client.get(f"/files/{refused}").status_code == 404, refused
    client.cookies["who"] = "rae"
    assert client.get(f"/files/clip/{own.id}?unmasked=1").status_code == 404
    client.cookies["who"] = "ama"
    assert client.get(f"/files/clip/{own.id}").status_code == 404, "an agent hears clips, and takes none out"
    told = [event.act for event in house.library.audit.walk() if event.act.startswith("cut_")]
    assert set(told) == {"cut_clip", "cut_original"}


def test_a_page_for_a_list_without_clips_says_how_to_keep_one(library: Library) -> None:
    library.keep_call(a_call("c1"), agent="Ama")
    library.keep_report(a_report("c1"), "f1")
    page = screen("clips")
    assert "No clips here yet" in text(page) and not page.exception


def test_a_page_has_a_list_for_each_playlist_and_technique(library: Library) -> None:
    library.keep_call(a_call("c1"), agent="Ama")
    library.keep_report(a_report("c1"), "f1")
    library.playlists.add("Openings", "Ama")
    library.clips.keep("c1", Span(3.0, 5.0), "Never", "Somebody", technique="policy_shield")
    page = screen("clips")
    assert [re.sub(r" \(\d\)", "", option) for option in page.selectbox[0].options] == [
        "My clips", "Openings", "Examples: Hiding behind policy",
    ]  # fmt: skip
