"""Names for whoever writes a note: those who may see the call, asked for by the browser at the first @.

::

    GET /call-names/ID  ->  {names: ["Ada Ek", "Ben Carr"]}
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from audio.errors import SameSideError
from ui.dashboard import viewer

NAMES = "/call-names"


def names_route(request: Request) -> Response:
    """The names that may be offered; none of a call that whoever asks does not see."""
    try:
        library = viewer.library_at(request.cookies, viewer.source_of(request))
        names = library.inbox.can_be_named(request.path_params["call"])
    except SameSideError as trouble:
        return PlainTextResponse(str(trouble), status_code=404)
    return JSONResponse({"names": list(names)}, headers={"Cache-Control": "no-store"})
