"""The HTTP door by itself: calls brought, asked for and read by tokens, as the wall has it, without Streamlit."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from library_calls import a_call, a_recording, a_report
from people_and_calls import CALLS, SEEN, House, a_house
from sqlalchemy import update
from starlette.testclient import TestClient

from audio.errors import LibraryError, UnreachableError
from library.audit.event import Wanted
from library.database.schema import JobRow, Person
from library.jobs.job import Reviewed
from library.store import Library
from ui.api.answers import UNAVAILABLE
from ui.api.app import door
from ui.api.rates import Rates

VTT = b"WEBVTT\n\n00:00.500 --> 00:02.000\n<v Agent>Good morning.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "coming").mkdir()
    return tmp_path / "coming"


@pytest.fixture
def client(library: Library, folder: Path) -> Iterator[TestClient]:
    with TestClient(door(library, folder), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def token(library: Library) -> str:
    return library.tokens.add("recorder", ["calls:write", "reports:read"])


def by(token: str, **headers: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **headers}


def form(tmp_path: Path, pitch: float = 200.0, **parts: Any) -> dict[str, Any]:
    sound = a_recording(tmp_path / "late parcel.wav", 0.2, pitch).read_bytes()
    return {"recording": ("late parcel.wav", sound, "audio/wav"), **parts}


def bring(client: TestClient, token: str, files: dict[str, Any], **headers: str) -> Any:
    return client.post("/api/calls", files=files, headers=by(token, **headers))


def review(library: Library, call_id: str = "c1") -> None:
    claim = library.queue.claim("w")
    assert claim is not None
    assert library.queue.finish(claim, Reviewed(a_call(call_id), a_report(call_id), "f1"))


def code(answer: Any) -> str:
    error = answer.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["message"].count("\n") == 0 and "Traceback" not in error["message"]
    return str(error["code"])


def test_a_call_is_brought_asked_for_and_read(client: TestClient, library: Library, token: str, tmp_path: Path) -> None:
    said = {
        "agent": "Ama Osei",
        "team": "Repairs",
        "queue": "Returns",
        "date": "2026-11-29T10:15:00+01:00",
        "side": "left",
    }
    files = form(tmp_path, metadata=(None, json.dumps(said)), transcript=("words.vtt", VTT))
    brought = bring(client, token, files)
    assert (brought.status_code, brought.json()["state"], brought.json()["created"]) == (202, "queued", True)
    where = brought.headers["location"]
    assert where == f"/api/calls/{brought.json()['id']}"
    claim = library.queue.claim("w")
    assert claim is not None and claim.transcript == ("words.vtt", VTT)
    assert dict(claim.options) == {
        "by": "Ama Osei", "team": "Repairs", "queue": "Returns", "date": "2026-11-29T10:15:00+01:00", "agent": "left"
    }  # fmt: skip
    library.queue.renew(claim, "hearing the words", 0.5)
    state = client.get(where, headers=by(token))
    assert (state.json()["state"], state.json()["stage"], state.json()["progress"]) == (
        "working",
        "hearing the words",
        0.5,
    )
    assert code(client.get(f"{where}/report", headers=by(token))) == "not_reviewed"
    library.queue.finish(claim, Reviewed(a_call("c1"), a_report("c1"), "f1"))
    state = client.get(where, headers=by(token)).json()
    assert (state["state"], state["call"], state["report"]) == ("reviewed", "c1", f"{where}/report")
    report = client.get(state["report"], headers=by(token))
    assert report.json()["call"]["id"] == "c1"
    assert report.json() == client.get("/api/calls/c1/report", headers=by(token)).json()
    assert report.headers["cache-control"] == "no-store"


def test_nothing_of_what_came_is_left_beside_the_library(
    client: TestClient, token: str, folder: Path, tmp_path: Path
) -> None:
    bring(client, token, form(tmp_path, transcript=("words.vtt", VTT)))
    bring(client, token, form(tmp_path, transcript=("words.vtt", b"\xff\xfe nonsense")))
    bring(client, token, {"recording": ("page.wav", b"<!DOCTYPE html>", "audio/wav")})
    assert list(folder.iterdir()) == []


def test_the_same_content_twice_is_one_call(client: TestClient, library: Library, token: str, tmp_path: Path) -> None:
    first = bring(client, token, form(tmp_path))
    again = bring(client, token, form(tmp_path))
    assert (first.status_code, again.status_code, again.json()["created"]) == (202, 200, False)
    assert len(library.queue.jobs()) == 1
    review(library)
    later = bring(client, token, form(tmp_path))
    assert (later.status_code, later.json()["state"], later.json()["call"]) == (200, "reviewed", "c1")
    assert len(library.queue.jobs()) == 1


def test_what_failed_is_tried_again_by_bringing_it_again(
    client: TestClient, library: Library, token: str, tmp_path: Path
) -> None:
    where = bring(client, token, form(tmp_path)).headers["location"]
    claim = library.queue.claim("w")
    assert claim is not None
    library.queue.fail(claim, "There is no sound in it.")
    state = client.get(where, headers=by(token)).json()
    assert (state["state"], state["why"], state["report"]) == ("failed", "There is no sound in it.", None)
    assert bring(client, token, form(tmp_path)).json()["state"] == "queued"


def test_a_key_of_ones_own_brings_a_call_once(client: TestClient, library: Library, token: str, tmp_path: Path) -> None:
    first = bring(client, token, form(tmp_path), **{"Idempotency-Key": "call-4711"})
    again = bring(client, token, form(tmp_path), **{"Idempotency-Key": "call-4711"})
    assert (first.status_code, again.status_code) == (202, 200)
    other = bring(client, token, form(tmp_path, pitch=300.0), **{"Idempotency-Key": "call-4711"})
    assert (other.status_code, code(other)) == (422, "key_reused")
    another = library.tokens.add("another", ["calls:write"])
    theirs = bring(client, another, form(tmp_path, pitch=300.0), **{"Idempotency-Key": "call-4711"})
    assert theirs.status_code == 202
    assert code(bring(client, token, form(tmp_path), **{"Idempotency-Key": "a b"})) == "bad_request"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 401),
        ({"Authorization": "Bearer ss_wrong"}, 401),
        ({"Authorization": "Basic c2FtZTpzaWRl"}, 401),
        ({"Cookie": "_streamlit_user=x; token={token}"}, 401),
        ({"Authorization": "Bearer {token}"}, 404),
    ],
)
def test_only_a_token_in_its_header_comes_in(
    client: TestClient, token: str, headers: dict[str, str], expected: int
) -> None:
    given = {name: value.format(token=token) for name, value in headers.items()}
    answer = client.get(f"/api/calls/none?token={token}&access_token={token}", headers=given)
    assert answer.status_code == expected
    assert ("www-authenticate" in answer.headers) == (expected == 401)


def test_a_scope_is_needed_for_each_deed(client: TestClient, library: Library, tmp_path: Path) -> None:
    writes = library.tokens.add("writes", ["calls:write"])
    reads = library.tokens.add("reads", ["reports:read"])
    where = bring(client, writes, form(tmp_path)).headers["location"]
    review(library)
    assert code(bring(client, reads, form(tmp_path, pitch=300.0))) == "scope"
    refused = client.get(f"{where}/report", headers=by(writes))
    assert (refused.status_code, code(refused)) == (403, "scope")
    assert 'scope="reports:read"' in refused.headers["www-authenticate"]
    assert client.get(where, headers=by(writes)).status_code == client.get(where, headers=by(reads)).status_code == 200
    assert client.get(f"{where}/report", headers=by(reads)).status_code == 200


def test_each_use_is_in_the_audit_with_the_tokens_name(
    client: TestClient, library: Library, token: str, tmp_path: Path
) -> None:
    where = bring(client, token, form(tmp_path)).headers["location"]
    review(library)
    for _ in range(3):
        client.get(where, headers=by(token))
    client.get(f"{where}/report", headers=by(token))
    told = [
        (event.act, event.call_id, event.detail.get("what"))
        for event in library.audit.walk()
        if event.source.startswith("token recorder")
    ]
    assert told == [
        ("used_token", None, "brings a call"),
        ("brought", None, None),
        ("used_token", "c1", "asked how far a call is"),
        ("exported", "c1", None),
        ("used_token", "c1", "read a report"),
    ]
    library.tokens.revoke("recorder")
    for _ in range(3):
        assert client.get(where, headers=by(token)).status_code == 401
    (refused,) = library.audit.events(Wanted(act="refused"))
    assert refused.event.detail["why"] == "The token “recorder” was revoked."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    made = a_house("sqlite", folder)
    with made.library.database.write() as session:
        for name in made.people:
            session.execute(update(Person).where(Person.id == made.people[name]).values(email=f"{name}@house.example"))
    yield made
    made.library.close()


@pytest.mark.parametrize("who", ["ama", "cora", "rae", "ada"])
def test_a_token_reads_what_its_person_sees_and_nothing_else(made: House, who: str, tmp_path: Path) -> None:
    token = made.library.tokens.add(f"of-{who}", ["reports:read"], f"{who}@house.example")
    seen = set(SEEN[who])
    with TestClient(door(made.library, tmp_path)) as client:
        never = client.get("/api/calls/never", headers=by(token)).json()["error"]["message"]
        for call in made.recordings:
            for named in (call, made.recordings[call]):
                state, report = (client.get(f"/api/calls/{named}{rest}", headers=by(token)) for rest in ("", "/report"))
                if call in seen:
                    assert state.json()["call"] == report.json()["call"]["id"] == call
                elif state.status_code == 200:  # a job of theirs, of a call that is not theirs to see
                    assert state.json()["call"] is None and report.status_code == 409
                else:
                    assert state.status_code == report.status_code == 404
                    assert state.json()["error"]["message"] == never.replace("never", named)
    told = made.library.audit.events(Wanted(act="denied"), size=500)
    assert {line.event.call_id for line in told if line.event.source.startswith(f"token of-{who}")} == set(CALLS) - seen


def test_an_agents_token_brings_nothing_for_the_house(made: House, tmp_path: Path) -> None:
    token = made.library.tokens.add("agents", ["calls:write"], "ama@house.example")
    with TestClient(door(made.library, tmp_path)) as client:
        refused = bring(client, token, form(tmp_path, pitch=777.0))
    assert (refused.status_code, code(refused)) == (403, "not_allowed")


def test_a_narrowed_token_speaks_for_its_teams_alone(made: House, tmp_path: Path) -> None:
    token = made.library.tokens.add("blue", ["calls:write"], "ada@house.example", ["Blue"])

    def said(pitch: float, **known: str) -> Any:
        with TestClient(door(made.library, tmp_path)) as client:
            return bring(client, token, form(tmp_path, pitch=pitch, metadata=(None, json.dumps(known))))

    for known in ({"agent": "Bo"}, {"agent": "Bo", "team": "Blue"}, {"agent": "New", "team": "Red"}):
        refused = said(701.0, **known)
        assert (refused.status_code, code(refused)) == (403, "not_allowed"), known
    taken = said(702.0, agent="New")
    assert taken.status_code == 202
    with made.library.database.read() as session:
        row = session.query(JobRow).where(JobRow.recording_id == taken.json()["id"]).one()
        assert json.loads(row.options)["team"] == "Blue"


def test_whoever_asks_while_the_database_is_away_is_told_no_more_than_that(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for kind in (UnreachableError, LibraryError):

        def away(_self: object, kind: type[LibraryError] = kind) -> None:
            raise kind("The library postgresql://coach@db.example/x could not be reached.")

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr("library.database.connection.Database.read", away)
            answer = client.get("/api/calls/x")
        assert (answer.status_code, code(answer), answer.headers["retry-after"]) == (503, "unavailable", "5")
        assert answer.json()["error"]["message"] == UNAVAILABLE
        assert "db.example" in caplog.text
        caplog.clear()


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no recording": ({"metadata": (None, "{}")}, "bad_request"),
    "another part": ({"file": ("a.wav", b"RIFF")}, "bad_request"),
    "an empty one": ({"recording": ("a.wav", b"")}, "not_usable"),
    "a page": ({"recording": ("a.wav", b"<!DOCTYPE html>\n<p>\xc3\xa9")}, "not_usable"),
    "a program": ({"recording": ("a.wav", b"MZ\x00\x01")}, "not_usable"),
    "no metadata": ({"metadata": (None, "[]")}, "bad_request"),
    "unknown metadata": ({"metadata": (None, '{"colour": "red"}')}, "not_usable"),
    "a number": ({"metadata": (None, '{"agent": 5}')}, "not_usable"),
    "a date without a zone": ({"metadata": (None, '{"date": "2026-11-29"}')}, "not_usable"),
    "a date nobody calls on": ({"metadata": (None, '{"date": "9999-12-31T23:59:59-14:00"}')}, "not_usable"),
    "a date before recorders": ({"metadata": (None, '{"date": "0001-01-01T00:00:00+14:00"}')}, "not_usable"),
    "a side": ({"metadata": (None, '{"side": "above"}')}, "not_usable"),
    "a language": ({"metadata": (None, '{"language": "xx-klingon"}')}, "not_usable"),
    "long metadata": ({"metadata": (None, '{"agent": "' + "x" * 70_000 + '"}')}, "too_big"),
    "a long name": ({"metadata": (None, '{"agent": "' + "x" * 400 + '"}')}, "not_usable"),
    "no transcript": ({"transcript": ("a.vtt", b"\x00\x01\x02\xff")}, "not_usable"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_used_is_said_in_a_sentence(
    client: TestClient, library: Library, token: str, tmp_path: Path, what: str
) -> None:
    parts, expected = BAD[what]
    given = form(tmp_path, **parts) if set(parts) & {"metadata", "transcript"} and what != "no recording" else parts
    assert code(bring(client, token, given)) == expected
    assert library.queue.jobs() == ()


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\nContent-Disposition: form-data; name=recording\r\n\r\nRIFF", b"nonsense"]
)
def test_a_form_that_breaks_off_is_refused(client: TestClient, library: Library, token: str, body: bytes) -> None:
    headers = by(token, **{"Content-Type": "multipart/form-data; boundary=x"})
    answer = client.post("/api/calls", content=body, headers=headers)
    assert (answer.status_code, code(answer)) == (400, "bad_request")
    assert library.queue.jobs() == ()


def test_a_body_that_says_it_is_too_long_is_not_read(client: TestClient, token: str) -> None:
    headers = by(token, **{"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(10**12)})
    answer = client.post("/api/calls", content=b"", headers=headers)
    assert (answer.status_code, code(answer)) == (413, "too_big")


def test_addresses_and_methods_that_are_none(client: TestClient, token: str) -> None:
    assert code(client.get("/api/nothing", headers=by(token))) == "not_found"
    assert code(client.delete("/api/calls/x", headers=by(token))) == "method"
    assert (
        code(client.post("/api/calls", content=b"x", headers=by(token, **{"Content-Type": "text/plain"})))
        == "media_type"
    )


def test_a_mistake_of_ours_tells_nothing_of_itself(
    client: TestClient, library: Library, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.api.guests.Guests.tell", lambda *_, **__: 1 / 0)
    answer = client.post("/api/calls", headers=by(token))
    assert (answer.status_code, code(answer)) == (500, "mistake")
    assert "division" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_who_asks_too_often_is_told_when_to_ask_again(library: Library, folder: Path) -> None:
    now = [0.0]
    token, other = (library.tokens.add(name, ["reports:read"], per_minute=2) for name in ("often", "other"))
    with TestClient(door(library, folder, rates=Rates(lambda: now[0]))) as client:

        def ask(token: str) -> Any:
            return client.get("/api/calls/x", headers=by(token))

        assert [ask(token).status_code for _ in range(3)] == [404, 404, 429]
        assert (code(ask(token)), ask(token).headers["retry-after"]) == ("rate", "30")
        assert ask(other).status_code == 404
        now[0] += 30.0
        assert [ask(token).status_code for _ in range(2)] == [404, 429]
        guesses = [ask("ss_guess").status_code for _ in range(25)]
        assert guesses == [401] * 20 + [429] * 5
        assert ask(other).status_code == 404  # from the same address


def test_the_door_knows_no_streamlit() -> None:
    script = "import sys, ui.api.app; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
