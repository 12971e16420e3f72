"""The routes of operations as an ASGI application, and what leads to them beside whatever else is served.

::

    GET /health/live      200                      the process answers
    GET /health/ready     200, or 503              it can do what is asked of it: JSON with a reason for what is not well
        ?without=queue                             … the queue apart: pages can be served while nobody reviews
    GET /metrics          200                      for Prometheus; with a token of the scope “metrics”, but from a dashboard on one's own machine

Who asks for health need not say who they are, and is told nothing but that. What is asked in a thread is answered in a bounded time.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from audio.errors import SameSideError
from library.health.checks import Health
from ui.api.answers import NOT_KEPT, RefusedError, refusal, refused_by
from ui.api.guests import Guests
from ui.operations.metrics import Metrics
from ui.operations.readers import Readers

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
HEADERS = {**NOT_KEPT, "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}


def operations(health: Health, metrics: Metrics, guests: Guests | None) -> ASGIApp:
    """The application. ``guests`` are who may read the metrics, by a token; ``None`` where whoever comes this far may."""
    readers = None if guests is None else Readers(guests)

    async def live(_request: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers=HEADERS)

    async def ready(request: Request) -> Response:
        left_out = set(request.query_params.getlist("without")) & {"queue"}
        checks = [check for check in await run_in_threadpool(health.look) if check.name not in left_out]
        is_well = all(check.is_well for check in checks)
        said = {check.name: "ok" if check.is_well else check.why for check in checks}
        shown = {"status": "ok" if is_well else "not ready", "checks": said}
        return JSONResponse(shown, 200 if is_well else 503, HEADERS)

    async def figures(request: Request) -> Response:
        try:
            if readers is not None:
                await run_in_threadpool(readers.let_in, request)
        except RefusedError as refused:
            return refusal(refused)
        except SameSideError as trouble:
            return refusal(refused_by(trouble))
        page, form = await run_in_threadpool(metrics.page, request.headers.get("accept", ""))
        return Response(page, headers={**HEADERS, "Content-Type": form})

    routes = {LIVE: live, READY: ready, METRICS: figures}
    return Starlette(routes=[Route(path, route, methods=["GET"]) for path, route in routes.items()])


class OperationsBeside:
    """Hands what is asked of operations to them, and all else to whatever else is served here.

    health   answers by any name and by http, since whoever looks after machines asks them by their numbers; ``None``: as the metrics
    metrics  behind whatever guards them
    base     the path beneath which both are served; health is at the root too
    """

    def __init__(self, metrics: ASGIApp, others: ASGIApp, base: str = "", health: ASGIApp | None = None) -> None:
        self._others, self._base = others, base
        of_health = dict.fromkeys((LIVE, READY, base + LIVE, base + READY), health or metrics)
        self._apps = {**of_health, base + METRICS: metrics}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request on."""
        app = self._apps.get(scope.get("path", "")) if scope["type"] == "http" else None
        if app is None:
            await self._others(scope, receive, send)
            return
        path = scope["path"].removeprefix(self._base)
        await app({**scope, "path": path, "raw_path": path.encode()}, receive, send)
