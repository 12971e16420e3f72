"""What comes without https to a dashboard that is reached by https alone: it is refused, also where it brings a token and no cookie."""

from __future__ import annotations

import ipaddress

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send


def is_in_the_clear(scope: Scope) -> bool:
    """Whether a request has come without https, from another machine."""
    if scope.get("scheme", "http") in ("https", "wss"):
        return False
    sender = (scope.get("client") or ("",))[0]
    try:
        return not ipaddress.ip_address(sender).is_loopback
    except ValueError:
        return True


def in_the_clear(address: str) -> str:
    """What is said to whoever came so."""
    return (
        f"This came without https. Open {address}; where it came through a proxy that takes https for this "
        "dashboard, name the proxy with `sameside sign-in set --proxy`."
    )


class NothingInTheClear:
    """Hands on to ``app``, which programs ask, what came by https, or from this machine."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self._app, self._address = app, address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse one request, or hand it on."""
        if scope["type"] == "http" and is_in_the_clear(scope):
            error = {"code": "in_the_clear", "message": in_the_clear(self._address)}
            await JSONResponse({"error": error}, 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)
