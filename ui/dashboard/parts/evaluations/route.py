"""Evaluations by a way of their own, beside the page, as notes have one: every answer is kept at once, and the page need not run.

::

    GET  /call-evaluations/ID?open=7     -> {shown}             the call's evaluations, with the seventh open
    POST /call-evaluations/ID  a deed    -> {answer, shown}     see ``components/evaluate/deeds.py``

Where people sign in, each is shown what is theirs (:mod:`library.access.rights`): who was only shown a call is told nothing of its evaluations.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from audio.errors import InputError
from ui.dashboard import viewer
from ui.dashboard.components.evaluate.deeds import perform_evaluation
from ui.dashboard.components.evaluate.shown import drawer
from ui.dashboard.notes_route import answer_deed
from ui.dashboard.parts.governance import told

EVALUATIONS = "/call-evaluations"


async def evaluations_route(request: Request) -> Response:
    """The evaluations of a call, and what became of a deed; a sentence where there is no such call."""
    opened = request.query_params.get("open", "")
    number = int(opened) if opened.isascii() and opened.isdigit() and len(opened) < 16 else None
    return await answer_deed(request, "answer", partial(_answer, opened=number))


def _answer(
    cookies: Mapping[str, str], source: str, call_id: str, deed: Mapping[str, Any] | None, opened: int | None
) -> dict[str, Any]:
    """What a browser is told. Raises :class:`SameSideError` where there is no such call, or its evaluations are not theirs to read."""
    library = viewer.library_at(cookies, source)
    author = viewer.author_of(library, cookies)
    library.summary(call_id)
    if not library.may("evaluation", call_id):
        raise InputError("The evaluations of this call are for its agent, and for who coaches or reviews for them.")
    told.ongoing.tell(library, (library.viewer.person_id, author), "read_evaluations", call_id)
    answer = None if deed is None else perform_evaluation(library, call_id, author, deed)
    if answer is not None and isinstance(answer["id"], int):
        opened = answer["id"]
    return {"answer": answer, "shown": drawer(library, call_id, author, opened)}
