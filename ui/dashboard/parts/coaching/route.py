"""Putting moments on an agenda by a way of its own, beside the page, as notes are written: the page need not run.

::

    POST /call-coaching/ID   {do: "put", start, end, technique}   -> {answer: {session, words}}   or   {answer: {trouble}}

What comes from a browser is not trusted: a technique that the rule book does not have is none, and no words of the call are taken from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from audio.errors import InputError
from audio.span import Span
from library.coaching.session import Stretch
from library.store import Library
from ui.dashboard import viewer
from ui.dashboard.components.deeds import answered
from ui.dashboard.notes_route import answer_deed
from ui.dashboard.parts import technique_names

COACHING = "/call-coaching"


async def coaching_route(request: Request) -> Response:
    """What became of a deed on a call's moment; a sentence where there is no such call."""
    return await answer_deed(request, "moment", _answer)


def _answer(cookies: Mapping[str, str], source: str, call_id: str, deed: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a browser is told. Raises :class:`SameSideError` where there is no such call."""
    library = viewer.library_at(cookies, source)
    duration = library.summary(call_id).duration
    if deed is None:
        return {}
    coach = viewer.author_of(library, cookies)
    return {"answer": answered(lambda: _put(library, call_id, duration, coach, deed))}


def _put(library: Library, call_id: str, duration: float, coach: str, deed: Mapping[str, Any]) -> dict[str, Any]:
    start, end = float(deed["start"]), float(deed["end"])
    if deed["do"] != "put":
        raise ValueError(deed["do"])
    if not 0 <= start < end <= duration + 1:
        raise InputError("That stretch does not lie in the call; reload the page and try again.")
    technique = deed.get("technique")
    known = technique if isinstance(technique, str) and technique in technique_names.names() else None
    session_id, _ = library.coaching.put(call_id, Stretch(call_id, Span(start, end), "", known), coach)
    session = library.coaching.session(session_id)
    moments = len(session.items)
    many = "1 moment" if moments == 1 else f"{moments} moments"
    return {"session": session_id, "words": f"It is on the agenda with {session.line.agent}: {many}."}
