"""What a browser is told with every answer: load nothing from elsewhere, guess no types, stand in no foreign frame.

A policy forbids what a mistake of ours might let through: were a user's text ever taken for markup, the picture or the script
in it would still not be loaded. No directive names a foreign origin. What it has to allow is Streamlit's:

========================  ==================================================================================================
``script-src blob:``      a component's script is handed to the page as text and imported from a blob that the page made
``script-src sha256-…``   the one script that stands in Streamlit's page itself (its hash is taken from the page), and ours before it
``style-src inline``      Streamlit writes its styles into the page as it goes (emotion), and so do our own ``st.html``
``img-src data: blob:``   icons inside style sheets and scripts; pictures that the page has made
``font-src data:``        fonts inside style sheets
``connect-src ws:``       the page's WebSocket to this very host, for browsers whose ``'self'`` leaves it out
========================  ==================================================================================================
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.dashboard.static_files import WHERE

SAME_FOR_ALL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()",
}


@cache
def inline_scripts() -> tuple[str, ...]:
    """The hashes, as a policy names them, of the scripts that stand in the page itself: Streamlit's, and ours."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = (WHERE, *re.findall(r"<script>(.*?)</script>", page, re.DOTALL))
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return tuple(f"'sha256-{each}'" for each in hashes)


def policy(host: str | None) -> str:
    """The Content-Security-Policy of an answer to ``host``, which is one of our own names; ``None`` where it is none."""
    sockets = f" ws://{host} wss://{host}" if host else ""
    directives = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", "blob:", *inline_scripts())),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self'",
        "connect-src": f"'self'{sockets}",
        "worker-src": "'none'",
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class SecurityHeaders:
    """Puts them on every answer of ``app``, whatever it is and whoever gives it."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request as ``app`` does, with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "").lower()
        csp = policy(host if host in self._hosts else None)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**SAME_FOR_ALL, "Content-Security-Policy": csp})
            await send(message)

        await self._app(scope, receive, send_with_headers)
