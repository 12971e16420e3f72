"""What SameSide asks for itself: only of hosts that are allowed and public, at the address that was looked up, bounded in size and time."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from https_host import HOST, Answer, answers, certificate, https_host, trusting
from library_calls import a_recording
from starlette.testclient import TestClient

from audio.errors import InputError
from library.outbound import addresses
from library.outbound.addresses import Place, checked_host, is_public, place_of
from library.outbound.https import Limits, fetch, send
from library.store import Library
from ui.api.app import door
from ui.cli.main import main

PUBLIC = "93.184.216.34"
LIMITS = Limits(10_000, 60.0)


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "198.18.0.1", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1",
        "2001:db8::1", "nonsense", "", "localhost", "2130706433", "0x7f.1",
    ],
)  # fmt: skip
def test_nothing_within_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_what_is_on_the_internet_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://files.example/a.wav", "begins with https"),
        ("file:///etc/passwd", "begins with https"),
        ("ftp://files.example/a", "begins with https"),
        ("https://", "begins with https"),
        ("https://user:pass@files.example/a", "password"),
        ("https://files.example@evil.example/a", "password"),
        ("https://127.0.0.1/a", "is no host"),
        ("https://[::1]/a", "is no host"),
        ("https://2130706433/a", "is no host"),
        ("https://0x7f000001/a", "is no host"),
        ("https://localhost/a", "is no host"),
        ("https://files.example:x/a", "no address"),
        ("https://files.example/a b", "no address"),
        ("https://files.example/\r\nX: y", "no address"),
        ("https://fıles.example/a", "no address"),
        ("https://files.example/" + "x" * 3000, "no address"),
        ("https://evil.example/a", "does not allow recordings from evil.example"),
        ("https://files.example:8443/a", "does not allow recordings from files.example:8443"),
        ("https://files.example.evil.example/a", "does not allow"),
    ],
)
def test_addresses_that_are_not_taken(url: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        place_of(url, [HOST], lambda host, port: [PUBLIC])


@pytest.mark.parametrize("found", [["10.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1", PUBLIC]])
def test_a_name_that_leads_within_is_not_asked(found: list[str]) -> None:
    with pytest.raises(InputError, match="leads to a machine within"):
        place_of("https://files.example/a", [HOST], lambda host, port: found)
    with pytest.raises(InputError, match="is not to be found"):
        place_of("https://files.example/a", [HOST], lambda host, port: [])


def test_a_name_is_looked_up_once_and_its_address_is_connected_to(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = iter([[PUBLIC], ["127.0.0.1"]])  # as who rebinds a name would have it
    place = place_of("https://FILES.example:443/a?b=1#c", [HOST], lambda host, port: next(found))
    assert place == Place(HOST, PUBLIC, 443, "/a?b=1")
    asked: list[Any] = []

    def connect(address: Any, timeout: float) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("library.outbound.https.socket.create_connection", connect)
    with pytest.raises(InputError, match="Connection refused"):
        fetch(place, io.BytesIO(), LIMITS)
    assert asked == [(PUBLIC, 443)]


def test_a_file_is_fetched_under_the_hosts_name(pem: Path) -> None:
    asked: list[tuple[str, str | None]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append((handler.path, handler.headers["Host"]))
        answers(handler)

    out = io.BytesIO()
    with https_host(pem, answer) as place:
        assert fetch(place, out, LIMITS, partial(trusting, pem)) == 5
    assert (out.getvalue(), asked) == (b"sound", [("/7/call.wav?x=1", f"{HOST}:{place.port}")])


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda handler: answers(handler, 302, b"", Location="https://127.0.0.1/"), "is not followed"),
        (lambda handler: answers(handler, 404), "answers 404"),
        (lambda handler: answers(handler, 200, b"x", Content_Length="99999"), "is over"),
        (lambda handler: answers(handler, 200, b"x" * 20_000, Content_Length=""), "is over"),
        (lambda handler: answers(handler, 200, b"x", Content_Length="5"), r"does not answer as it should|broke off"),
        (lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"), "does not answer as it should"),
    ],
)
def test_answers_that_are_not_taken(pem: Path, answer: Answer, why: str) -> None:
    with https_host(pem, answer) as place, pytest.raises(InputError, match=why):
        fetch(place, io.BytesIO(), LIMITS, partial(trusting, pem))


@pytest.mark.parametrize("length", [{}, {"Content-Length": "9999999"}])
def test_who_sends_for_ever_is_broken_off(pem: Path, length: dict[str, str]) -> None:
    over = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in length.items():
            handler.send_header(name, value)
        handler.end_headers()
        with suppress(OSError):
            while not over.wait(0.01):  # a byte now and then
                handler.wfile.write(b"x")

    with https_host(pem, answer) as place, pytest.raises(InputError, match=r"given up|does not answer as it should"):
        try:
            fetch(place, io.BytesIO(), Limits(10_000_000, 0.5), partial(trusting, pem))
        finally:
            over.set()


def test_a_certificate_for_another_name_or_of_nobody_is_not_trusted(pem: Path, tmp_path: Path) -> None:
    other = certificate(tmp_path, "evil.example")
    with https_host(other, answers) as place:
        with pytest.raises(InputError, match="no certificate that can be trusted"):
            fetch(place, io.BytesIO(), LIMITS, partial(trusting, other))
        with pytest.raises(InputError, match="no certificate that can be trusted"):
            fetch(place, io.BytesIO(), LIMITS)
        with pytest.raises(InputError, match="no certificate that can be trusted"):
            send(place, b"{}", {}, partial(trusting, other))


@pytest.mark.parametrize(
    "host", ["", "files", "*.example", "127.0.0.1", "[::1]", "https://files.example", "a b.example", "files.example:0"]
)
def test_hosts_that_cannot_be_allowed(host: str) -> None:
    with pytest.raises(InputError, match="is no host"):
        checked_host(host)


def test_the_command_allows_hosts_and_forbids_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--library", str(tmp_path / "library.db")]
    assert main(["hosts", "allow", "Files.Example", "b.example:8443", *where]) == 0
    assert main(["hosts", "forbid", "b.example:8443", *where]) == 0
    capsys.readouterr()
    assert main(["hosts", "list", *where]) == 0
    assert capsys.readouterr().out == "files.example\n"


@pytest.fixture
def client(library: Library, tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "coming").mkdir()
    with TestClient(door(library, tmp_path / "coming")) as opened:
        yield opened
    assert list((tmp_path / "coming").iterdir()) == []


def by_address(client: TestClient, library: Library, **more: Any) -> Any:
    if not any(token.name == "recorder" for token in library.tokens.all()):
        library.settings.keep("of_tests", library.tokens.add("recorder", ["calls:write"]), 0)
    token, _ = library.settings.get("of_tests")
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "one"}
    return client.post("/api/calls", json={"url": "https://files.example/7/late%20parcel.wav", **more}, headers=headers)


def test_a_recording_by_its_address_is_denied_until_the_house_allows_its_host(
    client: TestClient, library: Library
) -> None:
    refused = by_address(client, library)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "not_usable")
    assert "sameside hosts allow files.example" in refused.json()["error"]["message"]


def test_a_recording_comes_by_its_address_once(
    client: TestClient, library: Library, pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.settings.keep(addresses.SETTING, [HOST], 0)
    sound, asked = a_recording(tmp_path / "a.wav").read_bytes(), []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        answers(handler, body=sound if len(asked) == 1 else b"<!DOCTYPE html> a page that asks who one is")

    with https_host(pem, answer) as place:
        monkeypatch.setattr("ui.api.fetching.place_of", lambda url, allowed: place)
        monkeypatch.setattr("ui.api.fetching.fetch", lambda *given: fetch(*given, partial(trusting, pem)))
        words = {"name": "late parcel.vtt", "text": "WEBVTT\n\n00:00.500 --> 00:02.000\n<v Agent>Good morning.\n"}
        brought = by_address(client, library, transcript=words, metadata={"queue": "Returns"})
        assert (brought.status_code, brought.json()["name"]) == (202, "late parcel.wav")
        again = by_address(client, library, transcript=words, metadata={"queue": "Returns"})
        assert (again.status_code, again.json()["id"], len(asked)) == (200, brought.json()["id"], 1)
        other = by_address(client, library)
        assert (other.status_code, other.json()["error"]["code"]) == (422, "key_reused")
        token = {"Authorization": f"Bearer {library.settings.get('of_tests')[0]}"}
        page = client.post("/api/calls", json={"url": "https://files.example/x.wav"}, headers=token)
        assert "is no recording by its content, but a web page" in page.json()["error"]["message"]
    (job,) = library.queue.jobs()
    assert job.name == "late parcel.wav"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"url": 5},
        {"url": "x", "more": 1},
        {"metadata": []},
        {"transcript": "WEBVTT"},
        {"transcript": {"name": "a.vtt", "text": 5}},
    ],
)
def test_json_that_asks_for_nothing(client: TestClient, library: Library, said: dict[str, Any]) -> None:
    token = library.tokens.add("recorder", ["calls:write"])
    whole = {"url": "https://files.example/a.wav"} | said if said and "url" not in said else said
    refused = client.post("/api/calls", json=whole, headers={"Authorization": f"Bearer {token}"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "not_usable")
