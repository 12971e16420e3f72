"""The doorman: every request of a team's dashboard passes here, and only who is signed in is let through.

::

    a page        ── signed in? ── no ──> the page to sign in on (page.py), or the friendly no
    a sound, a note, a file, an upload, a socket ── no ──> 401, 403
    a file that a page has made, an upload        ── theirs? (belongings.py) ── no ──> 404
    /sign-in      ──> Streamlit's sign-in ──> the provider
    /oauth2callback ── the provider has said who it is ──> a row in the library, where they are known; their cookie, as long as that lasts
    /auth/logout  ──> the row is ended, then the cookie goes

Streamlit makes the round to the provider (state, nonce and PKCE are Authlib's). What it sends the browser is mended here: its cookies live as long as a
sign-in does and not for thirty days, and go by https alone where the dashboard does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, quote, unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.user_info import generate_login_redirect_url

from audio.errors import SameSideError
from library import current
from ui.dashboard.doors import HEALTH
from ui.dashboard.sign_in import page
from ui.dashboard.sign_in.arrival import arrive, email_of, why_not
from ui.dashboard.sign_in.belongings import NO_FILE, is_theirs
from ui.dashboard.sign_in.cookie import NAMES, claims_in, sign_in_id
from ui.dashboard.sign_in.in_the_clear import in_the_clear, is_in_the_clear
from ui.dashboard.sign_in.present import SIGNED_OUT, SignedOutError, present_at
from ui.sign_in.settings import CALLBACK, SignInSettings

OPEN = ("static", "favicon.png", "manifest.json")
"""The first parts of addresses that anybody may ask for: Streamlit's front end, in which nothing of ours is."""
LOGIN, LOGOUT = "/auth/login", "/auth/logout"
BACK = "sameside_back"
"""The cookie that holds where somebody wanted to go before they were asked who they are."""
BACK_SECONDS = 600
FAILED = "failed"
_PAGE = re.compile(r"[a-z-]*(?:\?[^#\s\\]{0,1500})?")
_AGE = re.compile(r"(?i);\s*(?:max-age|expires)=[^;]*")


class Doorman:
    """Lets those through to ``app`` who are signed in, and leads others to where they can."""

    def __init__(self, app: ASGIApp, settings: SignInSettings) -> None:
        self._app = app
        self._settings = settings
        self._base = f"/{settings.path}/" if settings.path else "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif scope["path"] == HEALTH:
            await self._app(scope, receive, self._mended(send))
        elif self._settings.is_secure and is_in_the_clear(scope):
            await self._refuse(scope, receive, send, 403, in_the_clear(self._settings.address))
        elif scope["path"].split("/")[1] in OPEN:
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in (f"/{page.SIGN_IN}", f"/{CALLBACK}", LOGIN, LOGOUT):
            await self._come_and_go(scope, receive, send)
        else:
            await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookies = HTTPConnection(scope).cookies
        try:
            present = await run_in_threadpool(present_at, cookies)
        except SignedOutError:
            await self._turn_away(scope, receive, send, cookies)
        except SameSideError as trouble:
            await self._refuse(scope, receive, send, 503, str(trouble))
        else:
            if present is not None and not is_theirs(scope["path"], present):
                await self._refuse(scope, receive, send, 404, NO_FILE)
            else:
                await self._app(scope, receive, self._mended(send))

    async def _turn_away(self, scope: Scope, receive: Receive, send: Send, cookies: Mapping[str, str]) -> None:
        """A page to whom asks for one, else a word."""
        if scope["type"] == "websocket" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._refuse(scope, receive, send, 401, SIGNED_OUT)
            return
        claims = claims_in(cookies, self._settings)
        why = None if claims is None else await run_in_threadpool(why_not, claims, self._settings)
        if why is None and parse_qs(scope["query_string"].decode("latin-1")).get(page.SIGN_IN) == [FAILED]:
            why = "failed"
        answer = page.response(why or "nobody", self._settings, email_of(claims or {}, self._settings))
        await answer(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # the server answers 403 to the handshake
        else:
            await PlainTextResponse(why, status, page.NO_STORE)(scope, receive, send)

    async def _come_and_go(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if scope["path"] == f"/{page.SIGN_IN}":
            answer = RedirectResponse(generate_login_redirect_url("default"), 303, page.NO_STORE)
            if (wanted := self._wanted(headers.get("referer", ""))) is not None:
                secure = self._settings.is_secure
                answer.set_cookie(
                    BACK,
                    quote(wanted, safe=""),
                    BACK_SECONDS,
                    path=self._base,
                    secure=secure,
                    httponly=True,
                    samesite="lax",
                )
            await answer(scope, receive, send)
        elif scope["path"] == LOGOUT and headers.get("sec-fetch-site", "none") in ("cross-site", "same-site"):
            await self._refuse(
                scope, receive, send, 403, "Sign out on a page of the dashboard, not by a link from elsewhere."
            )
        else:
            if scope["path"] == LOGOUT:
                await self._end(HTTPConnection(scope).cookies)
            await self._app(scope, receive, self._answered(scope, receive, send))

    async def _end(self, cookies: Mapping[str, str]) -> None:
        claims = claims_in(cookies, self._settings)
        name = None if claims is None else sign_in_id(claims)
        if name is not None:
            await run_in_threadpool(current.library().sign_ins.end, name)

    def _wanted(self, referer: str) -> str | None:
        """Where somebody wanted to go, beneath the dashboard's path; ``None`` where that is nowhere in particular."""
        parts = urlsplit(referer)
        where = parts.path.removeprefix(self._base) + (f"?{parts.query}" if parts.query else "")
        ours = f"{parts.scheme}://{parts.netloc}" == self._settings.origin and parts.path.startswith(self._base)
        return where if ours and where and _PAGE.fullmatch(where) and page.SIGN_IN not in where else None

    def _answered(self, scope: Scope, receive: Receive, send: Send) -> Send:
        """Sends what Streamlit answers on somebody's way to the provider and back, mended."""
        mended = self._mended(send)
        given_up = False

        async def sends(message: Message) -> None:
            nonlocal given_up
            if message["type"] == "http.response.start":
                if scope["path"] == LOGIN and message["status"] >= 400:
                    given_up = True  # the provider does not answer
                    await page.response("unreachable", self._settings)(scope, receive, send)
                elif scope["path"] == f"/{CALLBACK}":
                    headers = MutableHeaders(raw=list(message["headers"]))
                    await self._arrived(scope, headers)
                    message = {**message, "headers": headers.raw}
            if not given_up:
                await mended(message)

        return sends

    async def _arrived(self, scope: Scope, headers: MutableHeaders) -> None:
        """The provider has sent somebody back: let them in where they are known, and where they wanted to go."""
        claims = claims_in(_set_by(headers), self._settings)
        if claims is not None:
            if await run_in_threadpool(arrive, claims, self._settings):
                wanted = unquote(HTTPConnection(scope).cookies.get(BACK, ""))
                headers["location"] = self._base + (wanted if _PAGE.fullmatch(wanted) else "")
            headers.append("set-cookie", f"{BACK}=; Path={self._base}; Max-Age=0; HttpOnly; SameSite=lax")
        elif {"state", "error"} & set(parse_qs(scope["query_string"].decode("latin-1"))):
            headers["location"] = f"{self._base}?{page.SIGN_IN}={FAILED}"

    def _mended(self, send: Send) -> Send:
        """Sends cookies as they should be: no longer than a sign-in lasts, and by https alone where the dashboard is."""

        async def sends(message: Message) -> None:
            if message["type"] == "http.response.start":
                raw = [
                    (name, self._cookie(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
                message = {**message, "headers": raw}
            await send(message)

        return sends

    def _cookie(self, raw: bytes) -> bytes:
        cookie = raw.decode("latin-1")
        name, _, rest = cookie.partition("=")
        if name.startswith(NAMES) and not rest.startswith(('"";', ";")):
            cookie = f"{_AGE.sub('', cookie)}; Max-Age={round(3600 * self._settings.hours)}"
        if self._settings.is_secure and "; secure" not in cookie.lower():
            cookie += "; Secure"
        return cookie.encode("latin-1")


def _set_by(headers: MutableHeaders) -> dict[str, str]:
    """The cookies that an answer sets, by name."""
    pairs = (value.split(";")[0].partition("=") for value in headers.getlist("set-cookie"))
    return {name: value.strip('"') for name, _, value in pairs if value.strip('"')}
