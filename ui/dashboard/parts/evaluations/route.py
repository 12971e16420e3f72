"""Evaluations by a way of their own, beside the page, as notes have one: every answer is kept at once, and the page need not run.

::

    GET  /call-evaluations/ID?open=7     -> {shown}             the call's evaluations, with the seventh open
    POST /call-evaluations/ID  a deed    -> {answer, shown}     see ``components/evaluate/deeds.py``

Where people sign in, evaluations have no rights of their own yet: they are not shown there, and nothing is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from audio.errors import InputError, SameSideError
from ui.dashboard import viewer
from ui.dashboard.components.evaluate.deeds import perform_evaluation
from ui.dashboard.components.evaluate.shown import drawer
from ui.dashboard.notes_route import read_deed
from ui.dashboard.parts.governance import told

EVALUATIONS = "/call-evaluations"
ALONE_ONLY = "Evaluations are kept where one works without signing in, for now."


async def evaluations_route(request: Request) -> Response:
    """The evaluations of a call, and what became of a deed; a sentence where there is no such call."""
    deed: Any = None
    if request.method == "POST":
        deed = await read_deed(request, "answer")
        if isinstance(deed, Response):
            return deed
    opened = request.query_params.get("open", "")
    number = int(opened) if opened.isascii() and opened.isdigit() and len(opened) < 16 else None
    try:
        shown = await run_in_threadpool(_answer, request.cookies, request.path_params["call"], number, deed)
    except SameSideError as trouble:
        return PlainTextResponse(str(trouble), status_code=404)
    return JSONResponse(shown, headers={"Cache-Control": "no-store"})


def _answer(
    cookies: Mapping[str, str], call_id: str, opened: int | None, deed: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What a browser is told. Raises :class:`SameSideError` where there is no such call, or nobody may evaluate here."""
    library = viewer.library_at(cookies)
    if library.viewer.is_person:
        raise InputError(ALONE_ONLY)
    author = viewer.author_of(library, cookies)
    library.summary(call_id)
    told.ongoing.tell(library, author, "read_evaluations", call_id)
    answer = None if deed is None else perform_evaluation(library, call_id, author, deed)
    if answer is not None and isinstance(answer["id"], int):
        opened = answer["id"]
    return {"answer": answer, "shown": drawer(library, call_id, author, opened)}
