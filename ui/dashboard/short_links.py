"""A link to a moment, ``/?call=…&at=83.5``, leads to the page of the review before anything is drawn.

The browser is sent on by the server: a page that sends it on once it is drawn would stay in the browser's history, and
Back would lead to it and at once forth again.
"""

from __future__ import annotations

from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class ShortLinks:
    """Sends ``/?call=…`` on to the review, and hands all else on to ``app``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "http" and scope["path"] in ("", "/"):
            query = scope["query_string"].decode("latin-1")
            if "call" in QueryParams(query):
                # relative, so that it holds beneath a proxy's path too
                await RedirectResponse(f"review?{query}")(scope, receive, send)
                return
        await self._app(scope, receive, send)
