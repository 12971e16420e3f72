"""Who may ask: the names by which the dashboard is called, and whose pages may send it something.

::

    browser ── Host: localhost:8501 ──────────── on it goes
            ├─ Host: evil.example ────────────── refused    a foreign name led to this machine (DNS rebinding)
            ├─ Origin: http://evil.example ───── refused    a foreign page, the WebSocket included
            └─ Sec-Fetch-Site: cross-site ────── refused    a foreign page's picture, sound or form; a link is followed

A dashboard on one's own machine asks for no password, so whatever a browser here can reach, any page that is open in that
browser could try to reach. A browser says by whom it was asked, and no page can make it say otherwise. Programs that are no
browser say nothing of it, and are let in to read.

The names are this machine's with our port; ``SAMESIDE_HOSTS`` adds others, those of a port that is led on, say::

    SAMESIDE_HOSTS="localhost:9000"

A team's dashboard has one name, that of its address (``sign_in/``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from audio.errors import InputError
from ui import texts

HOSTS = "SAMESIDE_HOSTS"
"""The environment variable that names further hosts, with commas between them."""

THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
HTTP_PORT = 80
HEALTH = "/_stcore/health"
"""Where whoever looks after a team's machine asks whether the dashboard is there; it tells nothing else."""
SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""

_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


def own_hosts(port: int, further: str | None = None) -> frozenset[str]:
    """Every ``Host`` that is ours: this machine's names with ``port``, and those that ``SAMESIDE_HOSTS`` adds.

    ``further`` takes the place of the environment variable. Raises :class:`InputError` where one of them is no host.
    """
    hosts = {f"{name}:{port}" for name in THIS_MACHINE}
    if port == HTTP_PORT:
        hosts |= set(THIS_MACHINE)
    for entry in (os.environ.get(HOSTS, "") if further is None else further).split(","):
        host = entry.strip().lower()
        if host and not _HOST.fullmatch(host):
            raise InputError(
                f"{HOSTS} holds “{texts.printable(entry.strip())}”, which is no host: give names with commas between "
                "them, each with its port where it has one, as coach.example or localhost:9000."
            )
        hosts |= {host} - {""}
    return frozenset(hosts)


class Doors:
    """Hands on to ``app`` what one of our ``hosts`` is asked for by nobody or by one of our own pages; refuses all else."""

    def __init__(
        self, app: ASGIApp, hosts: Iterable[str], origin: str | None = None, by_programs: bool = False
    ) -> None:
        """``origin`` is the only one that a team's pages have (``https://coach.example``); alone, every host of ours is one.

        by_programs  ``app`` is sent things by programs, which name no page; it takes no cookie, so that no page can send it any in their place
        """
        self._app = app
        self._by_programs = by_programs
        self._hosts = frozenset(hosts)
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse one request, or hand it on."""
        looked_after = (
            self._origin is not None and scope.get("path") == HEALTH
        )  # asked by its number, whatever it is called
        if scope["type"] not in ("http", "websocket") or (scope["type"] == "http" and looked_after):
            await self._app(scope, receive, send)
            return
        why = self.refusal(scope)
        if why is None:
            if scope["type"] == "websocket":
                _say_same_origin(scope, self._origin)
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # the server answers 403 to the handshake
        else:
            await PlainTextResponse(why, status_code=403)(scope, receive, send)

    def refusal(self, scope: Scope) -> str | None:
        """Why a request is refused, in a sentence; ``None`` where it is not."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            called = texts.printable(", ".join(hosts))[:100] or "no name at all"
            return f"This dashboard does not answer to “{called}”. {self._called()}"
        if any(not self._is_ours(origin) for origin in origins):
            return "This dashboard takes nothing from other pages, and this comes from one."
        if scope["type"] == "http" and not _may_come(scope["method"], headers, self._by_programs):
            return "This dashboard takes nothing from other pages, and this comes from one: open it by its own address."
        return None

    def _called(self) -> str:
        """By which name it is to be opened."""
        if self._origin is not None:
            return f"Open it as {self._origin}; a proxy in front has to pass that name on."
        return (
            f"Open it as localhost, with its port; start it with {HOSTS} set to another port of this machine that leads here. For "
            "others than whoever sits here, set up sign-in (docs/sign-in.md)."
        )

    def _is_ours(self, origin: str) -> bool:
        """Whether a page is one of ours, by its origin (``http://localhost:8501``)."""
        if self._origin is not None:
            return origin.lower() == self._origin
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and origin.lower() in (
            f"{parts.scheme}://{host}" for host in self._hosts
        )


def _may_come(method: str, headers: Headers, by_programs: bool) -> bool:
    """Whether the browser says that our own page or the user asks, or that a link is followed to us; or says nothing."""
    asked_from = headers.get("sec-fetch-site", "none")
    if method not in SAFE and "origin" not in headers and not by_programs:
        return False  # a browser names the page that sends something
    if asked_from in ("same-origin", "none"):
        return True
    return method in SAFE and (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")


def _say_same_origin(scope: Scope, origin: str | None) -> None:
    """Tell Streamlit that the page is its own, which is so. Where it doubts that (behind a proxy with a name of its own), it
    asks a server on the internet what address this machine has, to compare. A team's ``origin`` is the one in what it has signed."""
    headers = MutableHeaders(scope=scope)
    if "origin" in headers:
        headers["origin"] = origin or f"http://{headers['host']}"
