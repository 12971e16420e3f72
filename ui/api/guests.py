"""Who comes in: the token of a request, the library as it sees it, and how often it may ask.

A token is taken out of the ``Authorization`` header and from nowhere else: an address stands in logs, and a cookie is sent by any page that is
open in a browser.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from audio.errors import SameSideError
from library.access.viewer import Viewer
from library.store import Library
from library.tokens.token import Bearer, NoTokenError, Scope
from ui.api.answers import RefusedError
from ui.api.rates import Rates
from ui.pauses import Denials, Ongoing

MISSES = 20
"""Requests a minute from one address that bring no token which lets them in."""
WANTED = "This needs a token: send “Authorization: Bearer ss_…” (`sameside tokens add` makes one)."
REALM = 'Bearer realm="SameSide"'


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who has come in by a token, and the library as they see it."""

    bearer: Bearer
    library: Library


class Guests:
    """Lets those in who have a token of the library, and tells the audit of each; of this process."""

    def __init__(self, library: Library, rates: Rates | None = None) -> None:
        self._library = library
        self._rates = rates or Rates()
        self._asked, self._denials, self._refused = Ongoing(), Denials(), Denials()

    def come_in(self, request: Request, *scopes: Scope) -> Guest:
        """Whoever brings a token with one of the scopes. Raises :class:`RefusedError` for whoever does not, and :class:`SameSideError`."""
        source = "" if request.client is None else request.client.host
        bearer = self._bearer(secret_of(request), source)
        self.count(bearer)
        guest = Guest(bearer, self._library.seen_by(bearer.viewer))
        if not bearer.scopes.intersection(scopes):
            self.tell(guest, f"had no scope {scopes[0]}", once=True)
            needed = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{scopes[0]}"'}
            raise RefusedError(
                "scope", f"This token may not do that: it needs the scope {' or '.join(scopes)}.", needed
            )
        return guest

    def count(self, bearer: Bearer) -> None:
        """Count a request of a token's. Raises :class:`RefusedError` where it makes more of them than it may."""
        if wait := self._rates.wait(bearer.token_id, bearer.per_minute):
            raise RefusedError(
                "rate", f"This token makes {bearer.per_minute:,} requests a minute: ask again in {wait} s.", {"Retry-After": str(wait)}
            )  # fmt: skip

    def tell(self, guest: Guest, what: str, call_id: str | None = None, once: bool = False) -> None:
        """Tell the audit what a token was used for; ``once``, until it pauses. Raises :class:`SameSideError` where that cannot be kept."""
        token = guest.bearer.name
        if once:
            who = (guest.bearer.token_id, what)
            self._asked.tell(guest.library, who, "used_token", call_id, token=token, what=what)
        else:
            guest.library.audit.note("used_token", call_id, token=token, what=what)

    def denied(self, guest: Guest, call_id: str) -> None:
        """Tell that somebody asked for a call that is there and not theirs to see; whoever asked hears of neither."""
        try:
            there = self._library.intake.state(call_id).call
        except SameSideError:
            return
        if there is not None and self._denials.is_new(guest.bearer.token_id, there):
            guest.library.audit.note("denied", there)

    def _bearer(self, secret: str, source: str) -> Bearer:
        try:
            return self._library.tokens.bearer(secret, source)
        except NoTokenError as trouble:
            if wait := self._rates.wait(("missed", source), MISSES):  # whoever has a token is not kept out by others
                raise RefusedError(
                    "rate",
                    f"Too many requests without a token came from here: ask again in {wait} s.",
                    {"Retry-After": str(wait)},
                ) from None
            if trouble.name and self._refused.is_new(trouble.name, ""):
                here = self._library.seen_by(Viewer("system", name=f"token {trouble.name}", source=source))
                here.audit.note("refused", why=str(trouble))
            headers = {"WWW-Authenticate": f'{REALM}, error="invalid_token"' if secret else REALM}
            raise RefusedError("no_token", str(trouble) if secret else WANTED, headers) from None


def secret_of(request: Request) -> str:
    """The token that a request brings; empty where it brings none."""
    given = request.headers.getlist("authorization")
    scheme, _, secret = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    return secret.strip() if scheme.lower() == "bearer" else ""
