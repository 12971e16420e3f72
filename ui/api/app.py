"""The door as an ASGI application, which whoever serves it puts behind a host check and, for others than this machine, behind https.

::

    app = door(library, folder)                  alone:        uvicorn, hypercorn, … serve it as it is
    Beside(door(…), dashboard)                   the dashboard's own server: what is beneath /api comes here, all else goes on

Every answer, errors too, is JSON with headers that let no browser take it for something else; the page at ``/api`` loads one style sheet and
nothing more. Cookies are never looked at.
"""

from __future__ import annotations

import logging
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from audio.errors import SameSideError
from library.logs.events import about
from library.store import Library
from ui.api import page
from ui.api.answers import RefusedError, refusal, refused_by
from ui.api.calls import CALLS, Calls
from ui.api.guests import Guests
from ui.api.rates import Rates

log = logging.getLogger(__name__)
API = "/api"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
MISTAKE = "SameSide has made a mistake, and nothing was kept: try again, and report it where that does not help."


def door(library: Library, folder: Path, base: str = "", rates: Rates | None = None) -> ASGIApp:
    """The door of a library.

    folder  where recordings lie while they come, on the disk that the library is on
    base    the path beneath which it is served, as in ``/sameside``, for the addresses that it answers; nothing of it in what is asked for
    """
    calls = Calls(Guests(library, rates), folder, base)
    routes = [
        *page.routes(base),
        Route(CALLS, calls.bring, methods=["POST"]),
        Route(f"{CALLS}/{{id}}", calls.state, methods=["GET"]),
        Route(f"{CALLS}/{{id}}/report", calls.report, methods=["GET"]),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={
            RefusedError: _refused,
            SameSideError: _of_library,
            HTTPException: _of_http,
            Exception: _mistake,
        },
    )
    app.router.redirect_slashes = False
    return _WithHeaders(app)


class Beside:
    """Hands what is beneath ``/api`` to the door, and all else to whatever else is served here."""

    def __init__(self, door: ASGIApp, others: ASGIApp, base: str = "") -> None:
        """``base`` is the path beneath which both are served; the door is asked without it."""
        self._door, self._others, self._base = door, others, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request on."""
        path = scope.get("path", "")
        inner = path[len(self._base) :] if path.startswith(self._base) else ""
        if scope["type"] == "http" and (inner == API or inner.startswith(f"{API}/")):
            await self._door({**scope, "path": inner, "raw_path": inner.encode("utf-8", "replace")}, receive, send)
        else:
            await self._others(scope, receive, send)


class _WithHeaders:
    """Puts the headers on every answer, and gives the door no cookie to look at."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["type"] == "http":
            scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"cookie"]}
        await self._app(scope, receive, send_with_headers)


async def _refused(_request: Request, refused: Exception) -> Response:
    assert isinstance(refused, RefusedError)
    return refusal(refused)


async def _of_library(_request: Request, trouble: Exception) -> Response:
    assert isinstance(trouble, SameSideError)
    return refusal(refused_by(trouble))


async def _of_http(request: Request, trouble: Exception) -> Response:
    assert isinstance(trouble, HTTPException)
    if trouble.status_code == 405:
        return refusal(RefusedError("method", f"{request.method} is not what this address takes.", trouble.headers))
    return refusal(RefusedError("not_found", "There is nothing at this address: /api says what there is."))


async def _mistake(_request: Request, slip: Exception) -> Response:
    log.error("the door made a mistake", exc_info=slip, extra=about("mistake"))
    return refusal(RefusedError("mistake", MISTAKE))
