"""Corrections by a way of their own, beside the page, as notes have one: what is typed is kept at once, and the call judged anew.

::

    GET  /call-corrections/ID          -> {revision, picture, corrections, notes, settled}    the call as it is now
    POST /call-corrections/ID  a deed  -> {answer, …}                   see ``components/timeline/corrections.py``

The picture is the same text that the page draws the call from, so that the page, when it runs again, has nothing to draw anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from library.house import judging
from ui.dashboard import viewer
from ui.dashboard.components.timeline.corrections import corrections_shown, perform_correction
from ui.dashboard.components.timeline.notes import notes_and_verdicts
from ui.dashboard.components.timeline.picture import picture
from ui.dashboard.notes_route import answer_deed
from ui.dashboard.parts import technique_names

CORRECTIONS = "/call-corrections"


async def corrections_route(request: Request) -> Response:
    """The call as corrected, and what became of a deed; a sentence where there is no such call."""
    unmasked = request.query_params.get("unmasked") == "1"
    return await answer_deed(request, "correction", partial(_answer, unmasked=unmasked))


def _answer(
    cookies: Mapping[str, str], source: str, call_id: str, deed: Mapping[str, Any] | None, unmasked: bool
) -> dict[str, Any]:
    """What a browser is told. Raises :class:`SameSideError` where there is no such call that they may see."""
    library = viewer.library_at(cookies, source)
    author = viewer.author_of(library, cookies)
    library.call(call_id)
    answer = None if deed is None else perform_correction(library, call_id, author, deed)
    judging.judge_corrected(library, call_id)
    revision = library.corrections.revision(call_id)
    call, report = library.call(call_id, unmasked), library.report(call_id, unmasked)
    if report is None:
        return {"answer": answer, "revision": revision}
    return {
        "answer": answer,
        "revision": revision,
        "picture": picture(call, report, technique_names.names()),
        "corrections": corrections_shown(library.corrections.of(call_id), call, author),
        **notes_and_verdicts(library.notes, report, library.verdicts_on(report), author),
    }
