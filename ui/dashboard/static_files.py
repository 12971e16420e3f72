"""Streamlit's front end out of memory: a first visit asks for a hundred small files, and each took the long way.

::

    browser ── /static/js/….js ── here: bytes at once     (some 1 ms each, where Streamlit's own way takes 10)
            └─ anything else   ── Streamlit

The files are Streamlit's own, unchanged, each read when it is first asked for. Their names hold the hash of what is in
them, so a browser may keep them for ever. Where a later Streamlit lays them elsewhere, Streamlit serves them as ever.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import streamlit as st
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
FOR_EVER = {"Cache-Control": "public, immutable, max-age=31536000"}
CACHE_SIZE = 512
"""Files held in memory at most; the pages ask for some hundred and fifty, of 3 MiB."""


class FrontEnd:
    """Answers for the files of Streamlit's front end, and hands all else on to ``app``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        root = Path(st.__file__).parent / "static"
        files = (path for path in (root / "static").rglob("*") if path.suffix in TYPES)
        self._files = {f"/{path.relative_to(root).as_posix()}": path for path in files}
        self._read = lru_cache(CACHE_SIZE)(Path.read_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        path = self._files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if path is None:
            await self._app(scope, receive, send)
        else:
            await Response(self._read(path), media_type=TYPES[path.suffix], headers=FOR_EVER)(scope, receive, send)
