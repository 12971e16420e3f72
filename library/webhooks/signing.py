"""How whoever gets a webhook knows that it is ours, and new: an HMAC over when it was sent and what it says.

::

    SameSide-Signature: t=1764412345,v1=5257a8…      v1 = HMAC-SHA256(secret, "1764412345" "." body), in hexadecimal

Who checks it compares in constant time, and takes nothing that is over five minutes old.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

HEADER = "SameSide-Signature"


def new_secret() -> str:
    """A secret that nobody has had."""
    return "whsec_" + secrets.token_urlsafe(32)


def signature(secret: str, seconds: int, body: bytes) -> str:
    """The header's value for a body that is sent at ``seconds`` of the Unix clock."""
    mac = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={mac.hexdigest()}"
