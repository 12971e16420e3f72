"""Stores of every kind for the tests, spoken to over HTTP as the real ones are: S3 by moto, Azure by Azurite (npm), and Google's by its XML interface,
which is S3's but for how one signs, so that moto answers there too."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from patience import PATIENCE, soon
from real_browser import ROOT, free_port
from real_s3 import BUCKET, KEYS, S3, serve

from library.stores.address import object_store

ACCOUNT, KEY = "house", base64.b64encode(b"UnmistakableSecret").decode()
SIGNED = "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"


def azurite() -> str | None:
    """Where Azurite's command is; ``None`` where it is not installed."""
    own = ROOT / ".venv" / "azurite" / "node_modules" / ".bin" / "azurite-blob"
    return os.environ.get("AZURITE_BLOB") or shutil.which("azurite-blob") or (str(own) if own.exists() else None)


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Azure Blob Storage with one container."""
    command = azurite()
    if command is None:
        pytest.skip("Azurite is the Azure: npm install --prefix .venv/azurite azurite")
    port = free_port()
    ran = subprocess.Popen(
        [command, "--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--blobPort", str(port)],
        env={**os.environ, "AZURITE_ACCOUNTS": f"{ACCOUNT}:{KEY}"}, cwd=tmp_path_factory.mktemp("azurite"), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}/{ACCOUNT}"
    try:
        soon(lambda: ran.poll() is not None or _container(url))
        assert ran.poll() is None, "Azurite did not start"
        yield url
    finally:
        ran.terminate()
        ran.wait(PATIENCE)


def _container(url: str) -> bool:
    """Whether the container could be made."""
    date = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    said = (
        f"PUT{chr(10) * 12}x-ms-date:{date}\nx-ms-version:2021-08-06\n/{ACCOUNT}/{ACCOUNT}/{BUCKET}\nrestype:container"
    )
    mac = base64.b64encode(hmac.new(base64.b64decode(KEY), said.encode(), hashlib.sha256).digest()).decode()
    headers = {
        "x-ms-date": date,
        "x-ms-version": "2021-08-06",
        "Authorization": f"SharedKey {ACCOUNT}:{mac}",
        "Content-Length": "0",
    }
    request = urllib.request.Request(f"{url}/{BUCKET}?restype=container", headers=headers, method="PUT")
    try:
        urllib.request.urlopen(request, timeout=PATIENCE).close()
    except urllib.error.HTTPError as refused:
        raise AssertionError(refused.read()) from None
    except OSError:
        return False
    return True


class _Signed:
    """What Google's client sends unsigned, as it is told to, comes signed, and what it calls its own way as S3 calls it."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        copied = {"HTTP_X_AMZ_COPY_SOURCE": environ.get("HTTP_X_GOOG_COPY_SOURCE")}
        told = {**environ, "HTTP_AUTHORIZATION": SIGNED, **{name: value for name, value in copied.items() if value}}
        return self._app(told, start_response)


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    """A bucket for Google's client, with its key in the environment."""
    for s3 in serve(_Signed):
        key = {
            "gcs_base_url": s3.url,
            "disable_oauth": True,
            "client_email": "",
            "private_key": "",
            "private_key_id": "",
        }
        (tmp_path / "key.json").write_text(json.dumps(key))
        monkeypatch.setenv("GOOGLE_SERVICE_ACCOUNT", str(tmp_path / "key.json"))
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        yield s3


@pytest.fixture(params=["s3", "gs", "az"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which kind of store a test is about."""
    return str(request.param)


@pytest.fixture
def bucket(kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bucket of that kind, with its key in the environment; empty for a folder."""
    object_store.cache_clear()
    if kind == "s3":
        for s3 in serve():
            for name, value in s3.environment.items():
                monkeypatch.setenv(name, value)
            yield f"s3://{BUCKET}"
    elif kind == "gs":
        request.getfixturevalue("google")
        yield f"gs://{BUCKET}"
    elif kind == "az":
        told = {"ENDPOINT": request.getfixturevalue("azure"), "ACCOUNT_NAME": ACCOUNT, "ACCOUNT_KEY": KEY}
        for name, value in told.items():
            monkeypatch.setenv(f"AZURE_STORAGE_{name}", value)
        monkeypatch.setenv("AWS_ALLOW_HTTP", KEYS["AWS_ALLOW_HTTP"])
        store = object_store(f"az://{BUCKET}")
        store.delete([entry.key for entry in store.list("")])
        yield f"az://{BUCKET}"
    else:
        yield ""
    object_store.cache_clear()
