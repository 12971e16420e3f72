"""Behind a reverse proxy: whose word on the sender, the host and the scheme is taken, and under which path the dashboard lies.

::

    browser ── https ──> proxy ── http, X-Forwarded-For, -Host, -Proto ──> Forwarded ──> WithoutBasePath ──> … ours … ──> BasePath ──> Streamlit

Anybody can write these headers. They are believed of a sender that the settings name, and taken away from everybody else's requests.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
UNUSED = ("forwarded", "x-forwarded-port", "x-forwarded-prefix", "x-real-ip", "x-forwarded-server", "x-forwarded-user")
"""What proxies say besides; the path and the port are in the settings."""


class Forwarded:
    """Lets ``app`` see a request as the browser sent it, by the word of ``proxies``; nobody else's word is handed on."""

    def __init__(self, app: ASGIApp, proxies: Sequence[Network] = ()) -> None:
        self._app = app
        self._proxies = tuple(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request on."""
        if scope["type"] in ("http", "websocket"):
            scope = {**scope, "headers": list(scope["headers"])}
            headers = MutableHeaders(scope=scope)
            said = {name: ", ".join(headers.getlist(name)) for name in FORWARDED}
            for name in (*FORWARDED, *UNUSED):
                if name in headers:
                    del headers[name]
            if self._is_proxy((scope.get("client") or ("",))[0]):
                self._believe(scope, headers, said)
        await self._app(scope, receive, send)

    def _believe(self, scope: Scope, headers: MutableHeaders, said: dict[str, str]) -> None:
        proto = said["x-forwarded-proto"].split(",")[0].strip().lower()
        if proto in ("http", "https", "ws", "wss"):
            secure = proto in ("https", "wss")
            plain = "ws" if scope["type"] == "websocket" else "http"
            scope["scheme"] = f"{plain}s" if secure else plain
        if host := said["x-forwarded-host"].split(",")[0].strip():
            headers["host"] = host
        senders = [each.strip() for each in said["x-forwarded-for"].split(",") if each.strip()]
        if sender := next((each for each in reversed(senders) if not self._is_proxy(each)), None):
            scope["client"] = (sender[:64], 0)  # the last that was not written by a proxy of ours

    def _is_proxy(self, sender: str) -> bool:
        try:
            address = ipaddress.ip_address(sender.strip("[]"))
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None) or address
        return any(mapped in network for network in self._proxies)


class WithoutBasePath:
    """Hands ``app`` the paths beneath ``base`` (``sameside``) as if it lay at the root; elsewhere there is nothing."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app = app
        self._base = f"/{base}" if base else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request on, or lead to where the dashboard lies."""
        if scope["type"] not in ("http", "websocket") or not self._base:
            await self._app(scope, receive, send)
        elif scope["path"].startswith(f"{self._base}/"):
            await self._app(_moved(scope, scope["path"][len(self._base) :]), receive, send)
        elif scope["type"] == "http" and scope["path"] in ("", "/", self._base):
            await RedirectResponse(f"{self._base}/")(scope, receive, send)
        elif scope["path"] == "/_stcore/health":  # whoever looks after the machine asks here
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(f"The dashboard lies at {self._base}/.", status_code=404)(scope, receive, send)


class BasePath:
    """Puts ``base`` before the path again, for Streamlit, which looks for it there."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app = app
        self._base = f"/{base}" if base else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request on."""
        if scope["type"] in ("http", "websocket") and self._base:
            scope = _moved(scope, self._base + scope["path"])
        await self._app(scope, receive, send)


def _moved(scope: Scope, path: str) -> Scope:
    return {**scope, "path": path, "raw_path": quote(path).encode("ascii")}
