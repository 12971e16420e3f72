"""What a browser brings along when it comes back: Streamlit's cookie, signed with the house's secret, with what the provider said.

It says who somebody *was* when they signed in, and nothing of now: Streamlit keeps it for thirty days and asks nobody again. So no more
is taken from it than the name of the sign-in, under which the library says whether that still holds (``library/people/sign_ins.py``)::

    issuer, subject, nonce, issued at ──> SHA-256 ──> sign_in.id

The nonce is drawn anew for every sign-in, and Authlib has held the provider's answer to it. So each sign-in has a name of its own, which nobody
can make who has not the secret, and which is worth nothing once that sign-in has ended.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from ui.sign_in.settings import SignInSettings

NAMES = (USER_COOKIE_NAME, TOKENS_COOKIE_NAME)
"""Of what Streamlit signs; long ones come in pieces, as ``NAME_1`` and so on."""
Claims = Mapping[str, Any]


def claims_in(cookies: Mapping[str, str], settings: SignInSettings) -> dict[str, Any] | None:
    """What the provider said of whoever brings these cookies; ``None`` where no cookie is there, or none that we have signed."""

    def signed(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(settings.cookie_secret, name, value) if value and value.isascii() else None

    raw = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    try:
        claims = None if raw is None else json.loads(raw)
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.get("origin") != settings.origin:
        return None
    return claims


def sign_in_id(claims: Claims) -> str | None:
    """The name of the sign-in that these claims are of; ``None`` where they are of none."""
    parts = [claims.get(name) for name in ("iss", "sub", "nonce", "iat")]
    if any(part in (None, "") for part in parts):
        return None
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
