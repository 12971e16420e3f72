"""Files of clips: one as a page or as sound, a whole list of them as one page; told to the audit before the first byte goes.

::

    GET /clip-files/clip/ID?form=html        one clip; ``mp3``, ``wav``: the sound alone; ``&unmasked=1`` for whoever may
    GET /clip-files/playlist/ID              a playlist, ``/clip-files/technique/ID`` the examples of a technique
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from audio.errors import InputError, SameSideError
from library.clips.clip import Clip
from library.clips.cutting import Cut
from library.clips.sound import coded
from library.store import Library
from ui import texts
from ui.clip_page import Shown, clip_page
from ui.dashboard import viewer
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.clips.route import OWN

FILES = "/clip-files"
KINDS = {"html": "text/html; charset=utf-8", "mp3": "audio/mpeg", "wav": "audio/wav"}
"""By the ending of a file that a page offers, what it is."""
OWN_LIST = "own"
"""The id of the list of what is in no playlist."""


def files_route(request: Request) -> Response:
    """The file that is asked for; a sentence and 404 where there is none."""
    library = viewer.library_at(request.cookies, viewer.source_of(request))
    author = viewer.author_of(library, request.cookies)
    what, key = request.path_params["what"], request.path_params["key"]
    form, unmasked = request.query_params.get("form", "html"), request.query_params.get("unmasked") == "1"
    try:
        title, clips = chosen(library, author, what, key)
        body = made(library, title, clips, form, unmasked)
    except SameSideError as trouble:
        return PlainTextResponse(str(trouble), status_code=404, headers={"Cache-Control": "no-store"})
    name = quote(texts.printable(title).replace("/", "_").replace("\\", "_") or "clip", safe="")
    headers = {"Cache-Control": "no-store", "Content-Disposition": f"attachment; filename*=UTF-8''{name}.{form}"}
    return Response(body, media_type=KINDS[form], headers=headers)


def chosen(library: Library, author: str, what: str, key: str) -> tuple[str, Sequence[Clip]]:
    """What a file is called and the clips in it. Raises :class:`InputError` where there is no such thing for whoever asks."""
    if what == "technique":
        return technique_names.names().get(key, key), library.clips.with_technique(key)
    if what == "playlist" and key == OWN_LIST:
        return OWN, library.clips.of(None, author)
    if what == "playlist":
        name = next((one.name for one in library.playlists.all() if one.id == key), "")
        return name, library.clips.of(key, author)
    clip = library.clips.one(key) if what == "clip" else None
    if clip is None:
        raise InputError("There is no such clip any more; its call may have been deleted.")
    return clip.title, (clip,)


def made(library: Library, title: str, clips: Sequence[Clip], form: str, unmasked: bool) -> bytes:
    """The file's bytes. Raises :class:`SameSideError` where none of the clips can be cut; of several, those that cannot are left out."""
    if form not in KINDS or (form != "html" and len(clips) != 1):
        raise InputError("A file of clips is a page, or of a single one its sound.")
    cuts: list[tuple[Clip, Cut]] = []
    trouble: SameSideError = InputError("There is no clip in it that could be cut.")
    for clip in clips:
        try:
            cuts.append((clip, library.cuts.cut(clip.call_id, clip.span, unmasked)))
        except SameSideError as why:
            trouble = why
    if not cuts:
        raise trouble
    library.cuts.tell([cut for _, cut in cuts], form)
    if form != "html":
        return coded(cuts[0][1].sound, f".{form}")
    names = technique_names.names()
    shown = [
        Shown(cut, clip.title, clip.why, names.get(clip.technique or "", clip.technique or "")) for clip, cut in cuts
    ]
    return clip_page(title, shown).encode()
