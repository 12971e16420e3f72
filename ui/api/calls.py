"""What the door does: a call brought, how far it is, its report.

::

    POST /api/calls                 calls:write                    202, or 200 where it was here already; Location
    GET  /api/calls/{id}            calls:write or reports:read    200
    GET  /api/calls/{id}/report     reports:read                   200; 409 while there is none yet

``{id}`` is what the call was answered for when it was brought, or the call's own. What a token's viewer does not see is not there: 404.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from audio.errors import SameSideError
from audio.transcripts.reader import read_transcript
from library.access.rights import HOUSE_DEEDS
from library.calls.verdicts import refusals
from library.exchange.report_json import report_json
from library.intake.content import check_content
from library.intake.intake import Brought, RequestKey
from library.intake.state import CallState
from library.tokens.token import Scope
from ui.api.answers import RefusedError, answer, refused_by
from ui.api.bodies import Part, form_parts, parsed_object, read_json
from ui.api.fetching import fetched, fresh_file
from ui.api.guests import Guest, Guests
from ui.api.known import Known, asked_by_address, known_of

CALLS = "/api/calls"
AT_ONCE = 8
"""Recordings that are taken at a time; who comes then is asked to come again."""
Answered = TypeVar("Answered")
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class Calls:
    """The routes of calls. ``folder`` is where what comes lies until the library has it."""

    def __init__(self, guests: Guests, folder: Path, base: str = "") -> None:
        self._guests, self._folder, self._base = guests, folder, base
        self._coming = 0

    async def bring(self, request: Request) -> Response:
        """``POST /api/calls``."""
        guest = await self._guest(request, "calls:write")
        await run_in_threadpool(self._guests.tell, guest, "brings a call")
        if self._coming >= AT_ONCE:
            raise RefusedError("busy", "As many recordings as can be taken are coming just now.", {"Retry-After": "5"})
        self._coming += 1
        try:
            brought = await self._come(request, guest)
        finally:
            self._coming -= 1
        state = await _in_library(lambda: guest.library.intake.state(brought.id))
        shown = self._shown(state) | {"created": brought.created}
        return answer(shown, 202 if brought.created else 200, {"Location": f"{self._base}{CALLS}/{brought.id}"})

    async def _come(self, request: Request, guest: Guest) -> Brought:
        key = _idempotency_key(request)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            async with form_parts(request, self._folder) as parts:
                return await _in_library(lambda: self._keep(guest, parts, key))
        if kind == "application/json":
            said = await read_json(request)
            return await _in_library(lambda: self._fetch(guest, said, key))
        raise RefusedError(
            "media_type",
            "A call is sent as multipart/form-data with its file as “recording”, or as JSON with its “url”.",
        )

    async def state(self, request: Request) -> Response:
        """``GET /api/calls/{id}``."""
        guest = await self._guest(request, "calls:write", "reports:read")
        state = await self._state(guest, request.path_params["id"])
        await run_in_threadpool(self._guests.tell, guest, "asked how far a call is", state.call, True)
        wait = {"Retry-After": "5"} if state.state in ("queued", "working") else {}
        return answer(self._shown(state), headers=wait)

    async def report(self, request: Request) -> Response:
        """``GET /api/calls/{id}/report``."""
        guest = await self._guest(request, "reports:read")
        state = await self._state(guest, request.path_params["id"])
        call_id = state.call
        report = None if call_id is None else await _in_library(lambda: _report(guest, call_id))
        if report is None:
            wait = {"Retry-After": "5"} if state.state in ("queued", "working") else {}
            why = state.why or "it is not reviewed yet"
            raise RefusedError("not_reviewed", f"There is no report of this call: {why}", wait)
        await run_in_threadpool(self._guests.tell, guest, "read a report", call_id)
        return answer(report)

    async def _guest(self, request: Request, *scopes: Scope) -> Guest:
        return await run_in_threadpool(self._guests.come_in, request, *scopes)

    async def _state(self, guest: Guest, call_id: str) -> CallState:
        try:
            return await run_in_threadpool(guest.library.intake.state, call_id)
        except SameSideError as trouble:
            await run_in_threadpool(self._guests.denied, guest, call_id)
            raise RefusedError("not_found", str(trouble)) from None

    def _keep(self, guest: Guest, parts: Mapping[str, Part], key: str | None) -> Brought:
        """Keep what came. Raises :class:`RefusedError` and :class:`SameSideError`."""
        recording = parts.get("recording")
        if recording is None:
            raise RefusedError("bad_request", "The recording is missing: send its file as the part “recording”.")
        said = parsed_object(parts["metadata"].path.read_bytes(), "metadata") if "metadata" in parts else {}
        known = known_of(said)
        name = known.name or recording.name
        check_content(recording.path, name)
        transcript = _transcript(parts.get("transcript"))
        words = parts["transcript"].digest if "transcript" in parts else ""
        return _brought(
            guest, recording.path, name, known, transcript, _request_key(guest, key, said, recording.digest, words)
        )

    def _fetch(self, guest: Guest, said: Mapping[str, Any], key: str | None) -> Brought:
        """Keep what lies at the address that was given. Raises :class:`RefusedError` and :class:`SameSideError`."""
        asked = asked_by_address(said)
        request_key = _request_key(guest, key, said)
        if request_key is not None and (before := _still_here(guest, request_key)) is not None:
            return Brought(before, False)
        if not guest.library.may_in_house("bring"):
            raise RefusedError("not_allowed", f"This token may not {HOUSE_DEEDS['bring']}.")
        transcript = None
        if asked.transcript is not None:
            with fresh_file(self._folder) as path:
                path.write_bytes(asked.transcript[1])
                transcript = _transcript(Part(asked.transcript[0], path))
        with fetched(guest.library, asked.url, self._folder) as part:
            name = asked.known.name or part.name
            check_content(part.path, name)
            return _brought(guest, part.path, name, asked.known, transcript, request_key)

    def _shown(self, state: CallState) -> dict[str, Any]:
        """A state as it is answered: times as ISO 8601, and where the report is."""
        shown: dict[str, Any] = {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(state).items()
        }
        is_there = state.state == "reviewed" and state.call is not None
        return shown | {"report": f"{self._base}{CALLS}/{state.id}/report" if is_there else None}


def _brought(
    guest: Guest, path: Path, name: str, known: Known, transcript: tuple[str, bytes] | None, key: RequestKey | None
) -> Brought:
    return guest.library.intake.bring(
        path, name, known.options, known.metadata, transcript, key, guest.bearer.teams
    )  # fmt: skip


def _report(guest: Guest, call_id: str) -> dict[str, Any] | None:
    """A call's report as ``sameside review --json`` writes it, masked, with what people have said of its moments; ``None`` where there is none."""
    library = guest.library
    call, report, known = library.call(call_id), library.report(call_id), library.summary(call_id).known()
    if report is None:
        return None
    by_moment = library.verdicts_on(report)
    shown = report_json(call, report, known, refusals(by_moment), library.settled_report(report, by_moment))
    library.audit.note("exported", call_id, form="json")
    return shown


def _transcript(part: Part | None) -> tuple[str, bytes] | None:
    """The words that came, by the file's name and content. Raises :class:`SameSideError` where they are no transcript."""
    if part is None:
        return None
    try:
        read_transcript(part.path)
        return part.name, part.path.read_bytes()
    except SameSideError as trouble:
        raise type(trouble)(str(trouble).replace(part.path.name, part.name)) from None


def _still_here(guest: Guest, key: RequestKey) -> str | None:
    """The recording that was brought under this key, where it did not fail and was not deleted since; its address need not be asked again."""
    before = guest.library.intake.asked_before(key)
    with suppress(SameSideError):
        return before if before is not None and guest.library.intake.state(before).state != "failed" else None
    return None


def _idempotency_key(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise RefusedError("bad_request", "An Idempotency-Key is 1 to 255 printable ASCII characters without blanks.")
    return key


def _request_key(guest: Guest, key: str | None, *asked: Any) -> RequestKey | None:
    if key is None:
        return None
    text = json.dumps(asked, sort_keys=True, ensure_ascii=True)
    return RequestKey(guest.bearer.token_id, key, hashlib.sha256(text.encode()).hexdigest())


async def _in_library(do: Callable[[], Answered]) -> Answered:
    """What the library answers, asked in a thread of its own; what it says no to, as the door says it."""
    try:
        return await run_in_threadpool(do)
    except SameSideError as trouble:
        raise refused_by(trouble) from None
