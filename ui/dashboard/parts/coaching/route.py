"""Putting moments on an agenda by a way of its own, beside the page, as notes are written: the page need not run.

::

    POST /call-coaching/ID   {do: "put", start, end, technique}   -> {answer: {session, words}}   or   {answer: {trouble}}
                             {do: "clip", id}                        a clip, with its title and why it was kept

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
from ui.dashboard.components.deeds import answered, text_in
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
    if deed["do"] not in ("put", "clip"):
        raise ValueError(deed["do"])
    stretch = _clip(library, call_id, deed) if deed["do"] == "clip" else _stretch(call_id, duration, deed)
    session_id, _ = library.coaching.put(call_id, stretch, coach)
    session = library.coaching.session(session_id)
    moments = len(session.items)
    many = "1 moment" if moments == 1 else f"{moments} moments"
    return {"session": session_id, "words": f"It is on the agenda with {session.line.agent}: {many}."}


def _stretch(call_id: str, duration: float, deed: Mapping[str, Any]) -> Stretch:
    start, end = float(deed["start"]), float(deed["end"])
    if not 0 <= start < end <= duration + 1:
        raise InputError("That stretch does not lie in the call; reload the page and try again.")
    return Stretch(call_id, Span(start, end), "", _known(deed.get("technique")))


def _clip(library: Library, call_id: str, deed: Mapping[str, Any]) -> Stretch:
    clip = library.clips.one(text_in(deed["id"]))
    if clip is None or clip.call_id != call_id:
        raise InputError("There is no such clip of this call; it may have been taken away.")
    return Stretch(call_id, clip.span, clip.title, _known(clip.technique), clip.why)


def _known(technique: object) -> str | None:
    return technique if isinstance(technique, str) and technique in technique_names.names() else None
