"""Sound that is kept, as an answer: of a file of this machine, or of object storage, by the range that the browser asks for.

::

    Range: bytes=900-          206, from byte 900 on, a block at a time, as quick as it is taken and no further
    Range: bytes=900-1923      206, these
    Range: bytes=-500          206, the last 500
    none, several, or of another content (If-Range)     200, all of it
    beyond its end             416

What is played goes through here, each time with the listener's right to it, and never by an address of the store's.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Send

from audio.errors import SameSideError
from library.logs.events import about
from library.stores.store import Stored

log = logging.getLogger(__name__)

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
TYPE = "audio/webm"


def sent(stored: Stored, request: Request, headers: Mapping[str, str]) -> Response:
    """The answer to a request for what is ``stored``. Raises :class:`SameSideError` where it cannot be read."""
    if stored.path is not None:
        return FileResponse(stored.path, media_type=TYPE, headers=headers)
    mark = f'"{stored.key.rpartition("/")[2]}"'
    headers = {**headers, "Accept-Ranges": "bytes", "ETag": mark}
    if request.headers.get("If-Range", mark) != mark:
        part, status = (0, stored.size), 200
    else:
        part, status = asked_for(request.headers.get("Range", ""), stored.size)
    start, end = part
    if status == 416:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{stored.size}"})
    if status == 206:
        headers = {**headers, "Content-Range": f"bytes {start}-{end - 1}/{stored.size}"}
    headers = {**headers, "Content-Length": str(end - start)}
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=TYPE)
    return _Blocks(_begun(stored.read(start, end)), status_code=status, headers=headers, media_type=TYPE)


def asked_for(text: str, size: int) -> tuple[tuple[int, int], int]:
    """The bytes that a ``Range`` asks for of so many, from the first up to the one after the last, and the status to answer with."""
    found = _RANGE.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return (0, size), 200
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    return ((start, end), 206) if start < end else ((0, 0), 416)


def _begun(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same blocks, the first of them read by now: where that cannot be, it is said and not begun."""
    first = next(blocks, b"")
    return chain([first], blocks)


class _Blocks(StreamingResponse):
    """Blocks that are sent one after the other. Where one cannot be had any more the connection is cut, which a browser takes up again."""

    async def stream_response(self, send: Send) -> None:
        try:
            await super().stream_response(send)
        except SameSideError as trouble:
            log.warning("%s", trouble, extra=about("sound_not_sent", kind=type(trouble).__name__))
