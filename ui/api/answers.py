"""What the door answers where it answers no: JSON with a code for programs and one sentence for people.

::

    {"error": {"code": "no_token", "message": "This needs a token: send “Authorization: Bearer ss_…”."}}

Codes stay; sentences may change.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse

from audio.errors import InputError, ModelError, SameSideError, readable
from library.access.permits import NotAllowedError
from library.intake.intake import KeyReusedError
from library.logs.events import about

log = logging.getLogger(__name__)
UNAVAILABLE = "The library cannot be reached just now; try again in a moment."
"""All that is said of a database or a disk: who asks may be anybody, and its own sentence names hosts, users and folders."""
NOT_KEPT = {"Cache-Control": "no-store"}
CODES = {
    "bad_request": 400, "no_token": 401, "scope": 403, "not_allowed": 403, "not_found": 404, "method": 405,
    "timeout": 408, "not_reviewed": 409, "too_big": 413, "media_type": 415, "not_usable": 422, "key_reused": 422,
    "rate": 429, "mistake": 500, "busy": 503, "unavailable": 503,
}  # fmt: skip
"""By code, the HTTP status that it comes with."""


MEANINGS = {
    "bad_request": "no whole form, or a part or a key that is none",
    "no_token": "none, or one that ended or was revoked",
    "scope": "the token may not",
    "not_allowed": "whoever the token acts as may not",
    "not_found": "no such call, or none that the token may see",
    "method": "not what this address takes",
    "timeout": "a minute without another byte",
    "not_reviewed": "there is no report yet, or it failed",
    "too_big": "more than is taken",
    "media_type": "not a type that is taken",
    "not_usable": "no recording by its content, no transcript, an address or metadata that cannot be used",
    "key_reused": "the key was used for something else",
    "rate": "more often than the token may ask: Retry-After says when to ask again",
    "mistake": "ours: nothing was kept",
    "busy": "as many recordings as can be taken are coming: Retry-After",
    "unavailable": "the disk is full, or the database away: Retry-After",
}
"""By code, when it comes."""


class RefusedError(Exception):
    """A request is answered no: why, in a sentence, and with which headers."""

    def __init__(self, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.headers = code, message, dict(headers or {})


def answer(what: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """What is answered, which nobody on the way keeps."""
    return JSONResponse(dict(what), status, {**NOT_KEPT, **(headers or {})})


def refusal(refused: RefusedError) -> JSONResponse:
    """The answer no."""
    error = {"code": refused.code, "message": readable(refused.message)}
    return answer({"error": error}, CODES[refused.code], refused.headers)


def refused_by(trouble: SameSideError) -> RefusedError:
    """What the library says no to, as the door does. What ails the library itself stands in the log alone."""
    if isinstance(trouble, KeyReusedError):
        code = "key_reused"
    elif isinstance(trouble, NotAllowedError):
        code = "not_allowed"
    elif isinstance(trouble, InputError | ModelError):
        code = "not_usable"
    else:
        log.warning("%s", trouble, extra=about("library_away", kind=type(trouble).__name__))
        return RefusedError("unavailable", UNAVAILABLE, {"Retry-After": "5"})
    return RefusedError(code, str(trouble))
