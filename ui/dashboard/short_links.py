"""A link to a moment, ``/?call=…&at=83.5``, leads to the page of the review before anything is drawn; an address that is
none of a page leads to the first one.

The browser is sent on by the server: a page that sends it on once it is drawn would stay in the browser's history, and
Back would lead to it and at once forth again.
"""

from __future__ import annotations

from starlette.datastructures import Headers, QueryParams
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.dashboard import pages

ADDRESSES = {"", *(name.replace("_", "-") for name in pages.TITLES)}
SERVED = (
    "_stcore",
    "static",
    "component",
    "media",
    "call-audio",
    "call-notes",
    "call-corrections",
    "auth",
    "oauth2callback",
)
"""What the first part of an address that is no page may be: Streamlit's own routes, and ours."""


class ShortLinks:
    """Sends ``/?call=…`` on to the review and a window's unknown pages to the first, and hands all else on to ``app``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "http":
            query = scope["query_string"].decode("latin-1")
            if scope["path"] in ("", "/") and "call" in QueryParams(query):
                # relative, so that it holds beneath a proxy's path too
                await RedirectResponse(f"review?{query}")(scope, receive, send)
                return
            if _is_unknown_page(scope):
                await RedirectResponse("../" * (scope["path"].count("/") - 1) or "./")(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_unknown_page(scope: Scope) -> bool:
    """Whether a window is opened at an address that is no page of ours: Streamlit would show its own message there."""
    shown = Headers(scope=scope).get("sec-fetch-dest") == "document"
    first = scope["path"].split("/")[1]
    return shown and scope["path"].strip("/") not in ADDRESSES and first not in SERVED and "." not in first
