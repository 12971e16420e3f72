"""What the door says of itself: a document that real answers hold to, and a page that loads nothing but its own style."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from library_calls import a_call, a_recording, a_report
from starlette.testclient import TestClient

from library.jobs.job import Reviewed
from library.store import Library
from ui.api.answers import CODES, MEANINGS
from ui.api.app import HEADERS, door
from ui.api.known import SAID
from ui.api.openapi import document


@pytest.fixture
def client(library: Library, tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "coming").mkdir()
    with TestClient(door(library, tmp_path / "coming", "/sameside")) as opened:
        yield opened


def schema(name: str) -> Draft202012Validator:
    components = json.loads(json.dumps(document()["components"]).replace("#/components/", "#/$defs/"))
    Draft202012Validator.check_schema(components["schemas"][name])
    return Draft202012Validator({**components["schemas"][name], "$defs": components})


def referred(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        yield from ([told["$ref"]] if "$ref" in told else [])
        for value in told.values():
            yield from referred(value)
    elif isinstance(told, list):
        for value in told:
            yield from referred(value)


def test_every_route_is_described_and_every_description_is_a_route(library: Library, tmp_path: Path) -> None:
    app: Any = door(library, tmp_path)
    served = {
        (route.path, method.lower()) for route in app._app.routes for method in route.methods if route.path.startswith("/api/calls")
    }  # fmt: skip
    told = document()
    described = {(path, method) for path, methods in told["paths"].items() for method in methods}
    assert {(path, method) for path, method in served if method != "head"} == described
    assert set(SAID) == set(told["components"]["schemas"]["Metadata"]["properties"])
    for ref in referred(told):
        assert ref.removeprefix("#/components/schemas/") in told["components"]["schemas"]


def test_what_is_answered_is_what_is_described(client: TestClient, library: Library, tmp_path: Path) -> None:
    headers = {"Authorization": f"Bearer {library.tokens.add('all', ['calls:write', 'reports:read'])}"}
    sound = a_recording(tmp_path / "a.wav").read_bytes()
    brought = client.post("/api/calls", files={"recording": ("a.wav", sound)}, headers=headers)
    schema("Brought").validate(brought.json())
    id_ = brought.json()["id"]
    assert brought.headers["location"] == f"/sameside/api/calls/{id_}"
    schema("State").validate(client.get(f"/api/calls/{id_}", headers=headers).json())
    schema("Error").validate(client.get(f"/api/calls/{id_}/report", headers=headers).json())
    claim = library.queue.claim("w")
    assert claim is not None
    library.queue.finish(claim, Reviewed(a_call(), a_report(), "f1"))
    schema("State").validate(client.get(f"/api/calls/{id_}", headers=headers).json())
    schema("Report").validate(client.get(f"/api/calls/{id_}/report", headers=headers).json())
    schema("Error").validate(client.get("/api/calls/x").json())


class Loaded(HTMLParser):
    """What a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_page_loads_its_style_and_runs_nothing(client: TestClient) -> None:
    page = client.get("/api")
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    loaded = Loaded()
    loaded.feed(page.text)
    assert loaded.addresses == ["/sameside/api/page.css", "/sameside/api/openapi.json"]
    assert not loaded.tags & {"script", "style", "iframe", "img"}
    assert not any(name == "style" or name.startswith("on") for name in loaded.attributes)
    for path in ("/api", "/api/page.css", "/api/openapi.json", "/api/nothing"):
        told = client.get(path).headers
        assert {name: told[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in HEADERS["Content-Security-Policy"] and not re.search(
        "https?:", HEADERS["Content-Security-Policy"]
    )


def test_the_document_says_where_it_is_served(client: TestClient) -> None:
    told = client.get("/api/openapi.json").json()
    assert (told["openapi"], told["servers"]) == ("3.1.0", [{"url": "/sameside"}])


def test_every_code_has_its_meaning_here_and_in_the_documents() -> None:
    table = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
    assert set(MEANINGS) == set(CODES)
    for code, status in CODES.items():
        assert re.search(rf"\| {status} \| [^|]*`{code}`", table), code
