"""Notes by a way of their own, beside the page: a browser that leaves, or waits for the page, still sends what was written.

::

    GET  /call-notes/ID          -> {notes, settled, agreement, revision}    what is there now: other people's replies appear,
                                                                             and that they corrected what was said
    POST /call-notes/ID  a deed  -> {answer, …}                    see ``components/timeline/notes.py``

Who writes is told by the same cookies as on the pages. A deed comes as JSON, which no form of another site can send.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from audio.errors import SameSideError
from ui.dashboard import viewer
from ui.dashboard.components.timeline.notes import notes_and_verdicts, perform
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.governance import told

NOTES = "/call-notes"
LONGEST_DEED = 1 << 20
"""Bytes; a note is a few lines, and a thousand pages of it are a slip."""


async def notes_route(request: Request) -> Response:
    """The notes on a call that the asker may see, and what became of a deed; a sentence where there is no such call."""
    return await answer_deed(request, "note", _answer)


async def answer_deed(request: Request, what: str, answer: Callable[..., dict[str, Any]]) -> Response:
    """What ``answer(cookies, source, call_id, deed)`` says of a call and of the deed on it that was sent, if one was; ``what`` that is, in a
    word; where it raises, a sentence."""
    deed: Any = None
    if request.method == "POST":
        deed = await read_deed(request, what)
        if isinstance(deed, Response):
            return deed
    call_id, source = request.path_params["call"], viewer.source_of(request)
    try:
        answered = await run_in_threadpool(answer, request.cookies, source, call_id, deed)
    except SameSideError as trouble:
        with suppress(SameSideError):  # whoever is not signed in is nobody to tell of
            library = await run_in_threadpool(viewer.library_at, request.cookies, source)
            await run_in_threadpool(told.denied, library, call_id)
        return PlainTextResponse(str(trouble), status_code=404)
    return JSONResponse(answered, headers={"Cache-Control": "no-store"})


async def read_deed(request: Request, what: str) -> dict[str, Any] | Response:
    """The deed that a request brings, or the answer to one that brings none; ``what`` it is a deed on, in a word."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return PlainTextResponse(f"A {what} is sent as JSON.", status_code=415)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_DEED:
            return PlainTextResponse(f"The {what} is too long.", status_code=413)
    try:
        deed = json.loads(body)
    except (ValueError, RecursionError):
        deed = None
    return deed if isinstance(deed, dict) else PlainTextResponse(f"What was sent is no {what}.", status_code=400)


def _answer(cookies: Mapping[str, str], source: str, call_id: str, deed: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a browser is told. Raises :class:`SameSideError` where there is no such call that they may see, or no report of it."""
    library = viewer.library_at(cookies, source)
    author = viewer.author_of(library, cookies)
    told.ongoing.tell(library, (library.viewer.person_id, author), "read_notes", call_id)
    report = library.report(call_id)
    if report is None:
        library.call(call_id)
        return {"notes": [], "settled": {}, "agreement": {}, "revision": 0}
    answer = None if deed is None else perform(library.notes, report, author, deed)
    return {
        "answer": answer,
        **notes_and_verdicts(library.notes, report, library.verdicts_on(report), author),
        "agreement": technique_names.agreement(library),
        "revision": library.corrections.revision(call_id),
    }
