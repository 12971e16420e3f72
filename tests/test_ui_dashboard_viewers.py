"""What the dashboard's pages and routes show to whoever looks: sounds, notes and pages of others' calls are not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from app_pages import screen, text
from people_and_calls import CALLS, NEVER, SEEN, VIEWERS, House, a_house
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from library import current
from library.access.viewer import Viewer
from ui.dashboard import viewer
from ui.dashboard.notes_route import notes_route
from ui.dashboard.server import sound_route


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The house, whose dashboard takes the word of a cookie for who asks."""
    made = a_house("sqlite", tmp_path)

    def at(cookies: Mapping[str, str], source: str) -> Viewer:
        return made.viewer(cookies["who"])

    monkeypatch.setenv(current.VARIABLE, made.library.database.url.database or "")
    monkeypatch.setattr(viewer, "viewer_at", at)
    yield made
    made.library.close()


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/sound/{call}", sound_route), Route("/notes/{call}", notes_route, methods=["GET", "POST"])]
    return TestClient(Starlette(routes=routes))


@pytest.mark.parametrize("who", VIEWERS)
@pytest.mark.usefixtures("house")
def test_sounds_and_notes_of_others_calls_are_not_there(client: TestClient, who: str) -> None:
    client.cookies["who"] = who
    for route in ("sound", "notes"):
        never = client.get(f"/{route}/{NEVER}")
        for call in CALLS:
            answer = client.get(f"/{route}/{call}")
            if call in SEEN[who]:
                assert answer.status_code == 200, call
            else:
                assert (answer.status_code, answer.text) == (404, never.text.replace(NEVER, call)), call


def test_a_note_comes_from_who_signed_in_whatever_the_browser_says(house: House, client: TestClient) -> None:
    deed = {
        "do": "save", "id": "0b9f3c4e-0000-4000-8000-000000000001", "version": None, "about": None, "verdict": None, "label": "",
        "start": 1.0, "end": 2.0, "text": "Mine.", "audience": "me", "turn": 1,
    }  # fmt: skip
    client.cookies.update({"who": "cora", "sameside_author": "Ada"})
    assert client.post("/notes/own", json=deed).json()["answer"]["version"] == 1
    assert client.post("/notes/other", json=deed).status_code == 404
    client.cookies["who"] = "ada"
    assert "Mine." not in client.get("/notes/own").text
    changed = client.post("/notes/own", json={**deed, "text": "Hers.", "version": 1}).json()
    assert "no such note" in changed["answer"]["trouble"]
    (mine,) = [note for note in house.seen_by("cora").notes.of("own", "") if note.text == "Mine."]
    assert mine.author == "Cora"


@pytest.mark.parametrize(("who", "sees"), [("ama", True), ("nil", False)])
def test_a_page_shows_what_is_theirs_and_says_why(
    house: House, who: str, sees: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewer, "viewer_here", lambda: house.viewer(who))
    page = screen("review", call="own")
    shown = text(page) + " ".join(part.value for part in (*page.caption, *page.error))
    assert ("You see this because this is your own call" in shown) == sees
    assert ("There is no call own" in shown) != sees
    assert "There is no call other" in " ".join(part.value for part in screen("review", call="other").error)
