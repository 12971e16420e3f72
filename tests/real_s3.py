"""A real S3 for the tests: ``moto``'s server, spoken to over HTTP, which notes what it is asked and can be told to hold, fail or cut requests."""

from __future__ import annotations

import logging
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from patience import PATIENCE

BUCKET = "calls"
KEYS = {
    "AWS_ACCESS_KEY_ID": "a key",
    "AWS_SECRET_ACCESS_KEY": "UnmistakableSecret",
    "AWS_REGION": "us-east-1",
    "AWS_ALLOW_HTTP": "true",
}


@dataclass(frozen=True)
class Asked:
    """A request: its method, its path with the bucket, what follows the question mark, and its range."""

    method: str
    path: str
    query: str
    range: str


@dataclass
class S3:
    """What the server was asked, and what it does of it: ``refuse`` answers a status instead (``None``: as it should be answered)."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    refuse: Callable[[Asked], int | None] = lambda _: None

    @property
    def environment(self) -> dict[str, str]:
        """How a process is told of it."""
        return {**KEYS, "AWS_ENDPOINT_URL": self.url}

    def reads(self, of: str = "") -> list[Asked]:
        """The ranges of objects that were read so far."""
        return [one for one in self.asked if one.method == "GET" and one.range and of in one.path]

    def puts(self) -> list[Asked]:
        """What was written so far, parts too."""
        return [one for one in self.asked if one.method == "PUT"]


class _Noting:
    """What is asked of ``app`` is noted first."""

    def __init__(self, app: Any, s3: S3) -> None:
        self._app, self._s3 = app, s3

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        asked = Asked(
            environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_RANGE", "")
        )
        self._s3.asked.append(asked)
        status = self._s3.refuse(asked)
        if status is None:
            return self._app(environ, start_response)
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response(f"{status} {'Service Unavailable' if status >= 500 else 'Forbidden'}", [("Content-Length", "0")])
        return []


def serve(around: Callable[[Any], Any] = lambda app: app) -> Iterator[S3]:
    """A server with one bucket, until it is let go of; what it is asked goes through ``around`` first."""
    server = pytest.importorskip("moto.server", reason="moto is the S3: pip install 'moto[s3]' flask flask-cors")
    import boto3
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    s3 = S3()
    app = server.DomainDispatcherApplication(server.create_backend_app)
    made = make_server("127.0.0.1", 0, _Noting(around(app), s3), threaded=True)
    s3.url = f"http://127.0.0.1:{made.server_port}"
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    urllib.request.urlopen(urllib.request.Request(f"{s3.url}/moto-api/reset", method="POST"), timeout=PATIENCE).close()
    client = boto3.client(
        "s3", endpoint_url=s3.url, aws_access_key_id="k", aws_secret_access_key="s", region_name="us-east-1"
    )
    client.create_bucket(Bucket=BUCKET)
    s3.asked.clear()
    try:
        yield s3
    finally:
        made.shutdown()
        thread.join(PATIENCE)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    """A bucket of the test's own, with its key in the environment."""
    from library.stores.address import object_store

    for s3 in serve():
        for name, value in s3.environment.items():
            monkeypatch.setenv(name, value)
        object_store.cache_clear()
        yield s3
    object_store.cache_clear()
