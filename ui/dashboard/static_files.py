"""Streamlit's front end out of memory: a first visit asks for a hundred small files, and each took the long way.

::

    browser ── /static/js/….js ── here: bytes at once     (some 1 ms each, where Streamlit's own way takes 10)
            ├─ a page          ── Streamlit's, with our style sheet in it
            └─ anything else   ── Streamlit

The files are Streamlit's own, unchanged, each read when it is first asked for. Their names hold the hash of what is in
them, so a browser may keep them for ever. Where a later Streamlit lays them elsewhere, Streamlit serves them as ever.

What the pages are made of, Streamlit's browser asks for only when it is told what stands on the page. The page names it from its
start, so that it comes while the browser waits for that.

The style sheet stands in the page from the start: were it one of the things that a run of the page draws, what is drawn
first would stand where Streamlit puts it and jump once the sheet has come. It stands at the end of the body, since the
later of two rules holds, and Streamlit goes on writing its own into the head.

The page says, too, where its server is: left to guess, Streamlit's browser asks beneath the page's own path first, which answers 404.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
FOR_EVER = {"Cache-Control": "public, immutable, max-age=31536000"}
CACHE_SIZE = 512
"""Files held in memory at most; the pages ask for some hundred and fifty, of 3 MiB."""
SHEET = Path(__file__).parent / "screens.css"
PARTS = ("Html", "FileUploader", "Selectbox", "TextInput", "BidiComponent")
"""What the list of calls is made of, as Streamlit's front end calls it."""
WHERE = 'window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href };'
"""A script that names the server by the page's own address, of which all pages are one step away (``ui.dashboard.headers`` lets it run)."""
NEGOTIATED = (b"if-none-match", b"if-modified-since", b"accept-encoding")
"""What of a request might have the page answered as “not modified”, or packed, so that nothing can be put into it."""

_LISTED = re.compile(r"m\.f=\[(.*?)\]")
_NEEDED = re.compile(r"import\([`\"']\./(\w+)\.[\w-]+\.js[`\"']\),__vite__mapDeps\(\[([\d,]*)\]\)")


class FrontEnd:
    """Answers for the files of Streamlit's front end, and hands all else on to ``app``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        root = Path(st.__file__).parent / "static"
        files = (path for path in (root / "static").rglob("*") if path.suffix in TYPES)
        self._files = {f"/{path.relative_to(root).as_posix()}": path for path in files}
        self._read = lru_cache(CACHE_SIZE)(Path.read_bytes)
        self._added = needed_soon(root / "static" / "js").encode() + b"<style>" + SHEET.read_bytes() + b"</style>"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        path = self._files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if path is None and _asks_for_a_page(scope):
            headers = [(name, value) for name, value in scope["headers"] if name not in NEGOTIATED]
            await self._app({**scope, "headers": headers}, receive, self._styled(send))
        elif path is None:
            await self._app(scope, receive, send)
        else:
            await Response(self._read(path), media_type=TYPES[path.suffix], headers=FOR_EVER)(scope, receive, send)

    def _styled(self, send: Send) -> Send:
        """Sends what it is given, an HTML page in one piece and with the style sheet at its end."""
        held: list[Message] = []
        body = bytearray()

        async def sends(message: Message) -> None:
            if message["type"] == "http.response.start":
                if not Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    return await send(message)
                held.append(message)
            elif not held:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    page = bytes(body).replace(b"<head>", f"<head><script>{WHERE}</script>".encode(), 1)
                    page = page.replace(b"</body>", self._added + b"</body>")
                    headers = MutableHeaders(raw=held[0]["headers"])
                    headers["content-length"] = str(len(page))
                    for name in ("etag", "last-modified"):  # of a page that this is no more
                        if name in headers:
                            del headers[name]
                    await send(held[0])
                    await send({"type": "http.response.body", "body": page})
            return None

        return sends


def needed_soon(scripts: Path) -> str:
    """Links to the files of :data:`PARTS`, and to those that these need, as the front end's main script lists them; nothing
    where a later Streamlit lists them otherwise."""
    names: dict[str, None] = {}
    for main in scripts.glob("index.*.js"):
        text = main.read_text(encoding="utf-8")
        if listed := _LISTED.search(text):
            files = [name.strip("\"'`./") for name in listed[1].split(",")]
            for part, needs in _NEEDED.findall(text):
                if part in PARTS:
                    names |= dict.fromkeys(files[int(k)] for k in needs.split(",") if k and int(k) < len(files))
    return "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{escape(n)}">' for n in names if n.endswith(".js")
    )


def _asks_for_a_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http" and scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    )
