"""Clips by a way of their own, beside the page, as notes have one: each is kept, changed or taken away at once, and the page need not run.

::

    GET  /call-clips/ID          -> {playlists}
    POST /call-clips/ID  a deed  -> {answer, playlists}

    {do: "keep", id, start, end, title, why, technique, playlist, fresh}    ``fresh``: the name of a playlist that is made for it
    {do: "change", id, title, why, technique}   {do: "move", id, place}   {do: "put", id, playlist}
    {do: "remove", id}   {do: "restore", id}

    answer   {turn, id, where}   or   {turn, id, trouble}

``id`` of a new clip is the browser's own UUID, so that a deed sent twice is done once. What comes from a browser is not trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from audio.errors import InputError
from audio.span import Span
from library.store import Library
from ui.dashboard import viewer
from ui.dashboard.components.deeds import TOKEN, answered, text_in
from ui.dashboard.notes_route import answer_deed

CLIPS = "/call-clips"
OWN = "My clips"
"""What clips are in that are in no playlist."""


async def clips_route(request: Request) -> Response:
    """The playlists into which a clip of a call may go, and what became of a deed; a sentence where there is no such call."""
    return await answer_deed(request, "clip", _answer)


def _answer(cookies: Mapping[str, str], source: str, call_id: str, deed: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a browser is told. Raises :class:`SameSideError` where there is no such call."""
    library = viewer.library_at(cookies, source)
    library.summary(call_id)
    answer = None if deed is None else perform_clip(library, call_id, viewer.author_of(library, cookies), deed)
    return {"answer": answer, "playlists": to_put_into(library)}


def to_put_into(library: Library) -> list[dict[str, str]]:
    """The playlists into which the viewer may put clips."""
    return [{"id": one.id, "name": one.name} for one in library.playlists.all() if one.mine]


def perform_clip(library: Library, call_id: str, author: str, deed: Mapping[str, Any]) -> dict[str, Any]:
    """Do a deed on a clip of a call, and answer it; never raises for what a browser or a person did."""
    return answered(lambda: {"where": _do(library, call_id, author, deed)}, turn=deed.get("turn"), id=deed.get("id"))


def _do(library: Library, call_id: str, author: str, deed: Mapping[str, Any]) -> str:
    kind, clips = deed["do"], library.clips
    if kind == "keep":
        return _keep(library, call_id, author, deed)
    clip_id = str(deed["id"])
    if kind == "restore":
        return clips.restore(clip_id).title
    if clip_id not in {clip.id for clip in clips.on(call_id)}:
        raise InputError("There is no such clip any more; its call may have been deleted.")
    if kind == "change":
        return clips.change(
            clip_id,
            title=text_in(deed["title"]),
            why=text_in(deed["why"]),
            technique=text_in(deed.get("technique") or ""),
        ).title
    if kind == "move":
        clips.move(clip_id, int(deed["place"]))
        return ""
    if kind == "put":
        return clips.put(clip_id, None if deed["playlist"] is None else text_in(deed["playlist"])).title
    if kind == "remove":
        return clips.remove(clip_id).title
    raise ValueError(kind)


def _keep(library: Library, call_id: str, author: str, deed: Mapping[str, Any]) -> str:
    start, end = sorted((float(deed["start"]), float(deed["end"])))
    if not TOKEN.fullmatch(str(deed["id"])):
        raise ValueError(deed["id"])
    playlist_id, where = deed.get("playlist"), OWN
    if deed.get("fresh") is not None:
        playlist_id = _named(library, text_in(deed["fresh"]), author)
    library.clips.keep(
        call_id, Span(start, end), text_in(deed["title"]), author, why=text_in(deed.get("why") or ""),
        technique=text_in(deed.get("technique") or ""), playlist_id=playlist_id and text_in(playlist_id), clip_id=str(deed["id"]),
    )  # fmt: skip
    return next((one.name for one in library.playlists.all() if one.id == playlist_id), where)


def _named(library: Library, name: str, author: str) -> str:
    """The playlist of one's own of that name, made where there is none: a deed sent twice makes one."""
    there = next((one for one in library.playlists.all() if one.mine and one.name == name.strip()), None)
    return there.id if there else library.playlists.add(name, author).id
