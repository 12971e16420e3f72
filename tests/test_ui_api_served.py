"""The door as the dashboard serves it: the commands of its page of documents, whose page may ask it, and which doors a token opens."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from patience import soon
from real_browser import ROOT
from starlette.testclient import TestClient

from library.store import Library
from ui.cli.main import main
from ui.dashboard.server import Dashboard
from ui.sign_in.settings import SignInSettings, settings_path, write_settings

COMMANDS = re.findall(
    r"<!-- tested -->\n```sh\n(.*?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL
)


def run(command: str, at: Path, **known: str) -> Any:
    ran = subprocess.run(["bash", "-c", command], cwd=at, env=known, capture_output=True, check=True)
    return json.loads(ran.stdout)


@pytest.mark.skipif(shutil.which("curl") is None, reason="the commands are curl’s")
def test_the_commands_of_the_documents_bring_a_call_and_read_its_report(
    address: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring, ask, read = COMMANDS
    for ending in ("opus", "vtt"):
        shutil.copy(ROOT / "samples" / f"gate_code.{ending}", tmp_path / f"call.{ending}")
    (tmp_path / "call.opus").rename(tmp_path / "call.wav")
    library = Library(str(folder / "library.db"))
    known = {
        "SAMESIDE": address,
        "TOKEN": library.tokens.add("docs", ["calls:write", "reports:read"]),
        "PATH": "/usr/bin:/bin",
    }
    brought = run(bring, tmp_path, **known)
    assert brought["created"] is True
    known["ID"] = brought["id"]
    assert run(bring, tmp_path, **known)["created"] is False
    soon(lambda: library.intake.state(brought["id"]).state in ("reviewed", "failed"))
    state = run(ask, tmp_path, **known)
    assert (state["state"], state["why"]) == ("reviewed", None)
    report = run(read, tmp_path, **known)
    library.close()
    where = ["--library", str(folder / "library.db"), "--transcript", str(tmp_path / "call.vtt"), "--agent", "left"]
    assert main(["review", str(tmp_path / "call.wav"), "--json", "-", *where]) == 0
    assert report == json.loads(capsys.readouterr().out)
    assert report["call"]["agent"] == "Ama Osei" and report["call"]["queue"] == "Returns"


TEAM = SignInSettings(
    "https://coach.example/sameside", "https://login.example", "sameside", "a secret", "c" * 40, proxies=("10.0.0.5",)
)  # fmt: skip


def client(library: Library, tmp_path: Path, team: SignInSettings | None, sender: str = "127.0.0.1") -> TestClient:
    base = "https://coach.example" if team else "http://localhost:8501"
    return TestClient(Dashboard(8501, tmp_path, team), base, client=(sender, 1), raise_server_exceptions=False)


@pytest.mark.parametrize("team", [None, TEAM], ids=["alone", "a team"])
def test_programs_name_no_page_and_pages_of_others_are_refused(
    library: Library, tmp_path: Path, team: SignInSettings | None
) -> None:
    asks, path = client(library, tmp_path, team), "/sameside/api/calls" if team else "/api/calls"
    assert asks.post(path).json()["error"]["code"] == "no_token"
    for headers in (
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ):
        assert asks.post(path, headers=headers).status_code == 403, headers
    notes = path.replace("/api/calls", "/call-notes/c1")
    refused = asks.post(notes, json={})  # as ever: a browser names the page that sends something
    assert (refused.status_code, "takes nothing from other pages" in refused.text) == (403, True)


def test_a_token_opens_the_door_and_none_of_the_pages(library: Library, tmp_path: Path) -> None:
    token = {"Authorization": f"Bearer {library.tokens.add('all', ['calls:write', 'reports:read'])}"}
    said = {name: value for name, value in asdict(TEAM).items() if name != "proxies"}
    write_settings(settings_path(library.files.root), said)
    asks = client(library, tmp_path, TEAM)
    assert asks.get("/sameside/api/calls/x", headers=token).json()["error"]["code"] == "not_found"
    for path in ("call-notes/c1", "call-audio/c1", "call-clips/c1", "media/x", "_stcore/host-config"):
        assert asks.get(f"/sameside/{path}", headers=token).status_code == 401, path
    assert asks.get("/api/calls/x", headers=token).status_code == 404  # not beneath the dashboard's path
    assert "error" not in asks.get("/api/calls/x", headers=token).text


def test_a_token_in_the_clear_is_refused(library: Library, tmp_path: Path) -> None:
    token = {"Authorization": f"Bearer {library.tokens.add('all', ['reports:read'])}", "Host": "coach.example"}
    for sender, proto, expected in (
        ("192.0.2.9", "https", "in_the_clear"),  # nobody's proxy says so
        ("10.0.0.5", "http", "in_the_clear"),
        ("10.0.0.5", "https", "not_found"),
    ):
        asks = TestClient(Dashboard(8501, tmp_path, TEAM), "http://coach.example", client=(sender, 1))
        said = token | {"X-Forwarded-Proto": proto, "X-Forwarded-For": "198.51.100.7"}
        assert asks.get("/sameside/api/calls/x", headers=said).json()["error"]["code"] == expected
