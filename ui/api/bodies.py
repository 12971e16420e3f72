"""What a request brings, read as it comes: a form whose files go to the disk, or a short JSON text.

::

    multipart/form-data    recording    a file       2 GB
                           transcript   a file      64 MB
                           metadata     JSON text   64 KB
    application/json       …             1 MB

Nothing of a recording is held in memory but the piece that has just come. A body that is too long, breaks off, or waits a minute before its
next piece is given up, and nothing of it is left on the disk.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from audio.transcripts.reader import LONGEST
from library.database.private import make_file
from ui.api.answers import RefusedError

MB = 2**20
MOST = {"recording": 2048 * MB, "transcript": LONGEST, "metadata": 64 * 1024}
"""By part, bytes at most."""
FRAMING = MB
JSON = MB
PATIENCE = 60.0
"""Seconds until the next piece of a body."""
HEAD = 16 * 1024
NAMES = ", ".join(MOST)


@dataclass
class Part:
    """A part of a form on the disk: the file's name, where it lies, its length in bytes and the SHA-256 of them."""

    name: str
    path: Path
    size: int = 0
    digest: str = ""


async def pieces(request: Request) -> AsyncIterator[bytes]:
    """The body piece by piece. Raises :class:`RefusedError` where it breaks off, or no piece comes for a minute."""
    stream = request.stream()
    while True:
        try:
            piece = await asyncio.wait_for(anext(stream), PATIENCE)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise RefusedError("timeout", f"Nothing more came for {PATIENCE:.0f} s: send it again.") from None
        except ClientDisconnect:
            raise RefusedError("bad_request", "The request broke off.") from None
        yield piece


async def read_json(request: Request) -> dict[str, Any]:
    """The object that a request brings as JSON. Raises :class:`RefusedError`."""
    _check_length(request, JSON)
    body = bytearray()
    async for piece in pieces(request):
        body += piece
        if len(body) > JSON:
            raise _too_big("JSON", JSON)
    return parsed_object(bytes(body), "body")


def parsed_object(body: bytes, what: str) -> dict[str, Any]:
    """``body`` as a JSON object. Raises :class:`RefusedError` where it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RefusedError("bad_request", f"The {what} is no JSON object.")
    return found


@asynccontextmanager
async def form_parts(request: Request, folder: Path) -> AsyncIterator[dict[str, Part]]:
    """The parts of the form that a request brings, by name, in files in ``folder`` that are gone again afterwards.

    Raises :class:`RefusedError` where it is no such form, or too big.
    """
    _check_length(request, sum(MOST.values()) + FRAMING)
    _, options = parse_options_header(request.headers.get("content-type", ""))
    async with AsyncExitStack() as stack:
        arrival = _Arrival(folder)
        stack.push_async_callback(run_in_threadpool, arrival.forget)
        try:
            parser = MultipartParser(options.get(b"boundary", b""), arrival.callbacks())  # type: ignore[arg-type]
            async for piece in pieces(request):
                parser.write(piece)
                await run_in_threadpool(arrival.write)
        except FormParserError:
            raise RefusedError(
                "bad_request", "This is no whole multipart form: it needs its boundary and an end."
            ) from None
        except OSError as slip:
            full = slip.errno in (errno.ENOSPC, errno.EDQUOT)
            why = "The disk is full" if full else f"It could not be written ({slip.strerror or slip})"
            raise RefusedError(
                "unavailable", f"{why}: nothing was kept, send it again later.", {"Retry-After": "60"}
            ) from None
        if not arrival.is_whole:
            raise RefusedError("bad_request", "The form breaks off before its end.")
        yield arrival.parts


class _Arrival:
    """A form on its way: which part is being read, and what has come of it."""

    def __init__(self, folder: Path) -> None:
        self.parts: dict[str, Part] = {}
        self.is_whole = False
        self._folder = folder
        self._heads: dict[bytes, bytes] = {}
        self._head = [b"", b""]
        self._now = ""
        self._pending: list[tuple[str, bytes]] = []
        self._hashes: dict[str, Any] = {}
        self._open: dict[str, BinaryIO] = {}

    def callbacks(self) -> dict[str, Any]:
        """What a parser calls."""
        return {
            "on_part_begin": self._heads.clear,
            "on_header_field": lambda data, start, end: self._add(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._add(1, data[start:end]),
            "on_header_end": self._end_head,
            "on_headers_finished": self._begin,
            "on_part_data": lambda data, start, end: self._pending.append((self._now, data[start:end])),
            "on_end": self._end,
        }

    def _add(self, k: int, piece: bytes) -> None:
        self._head[k] += piece
        if len(self._head[k]) > HEAD:
            raise RefusedError("bad_request", "The head of a part is too long.")

    def _end_head(self) -> None:
        self._heads[self._head[0].lower()] = self._head[1]
        self._head = [b"", b""]

    def _begin(self) -> None:
        _, options = parse_options_header(self._heads.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if name not in MOST:
            raise RefusedError("bad_request", f"A form has the parts {NAMES}, and this one has another.")
        if name in self.parts:
            raise RefusedError("bad_request", f"The part “{name}” is there twice.")
        given = options.get(b"filename", b"").decode("utf-8", "replace").replace("\\", "/")
        self.parts[name] = Part(PurePath(given).name or name, self._folder / uuid.uuid4().hex)
        self._hashes[name], self._now = hashlib.sha256(), name

    def _end(self) -> None:
        self.is_whole = True

    def write(self) -> None:
        """Put what has come onto the disk. Raises ``OSError``, and :class:`RefusedError` for a part that is too big."""
        for name, data in self._pending:
            part = self.parts[name]
            part.size += len(data)
            if part.size > MOST[name]:
                raise _too_big(f"part “{name}”", MOST[name])
            if name not in self._open:
                make_file(part.path)
                self._open[name] = part.path.open("wb")
            self._open[name].write(data)
            self._hashes[name].update(data)
        self._pending.clear()
        if self.is_whole:
            self._close()
            for name, part in self.parts.items():
                part.digest = self._hashes[name].hexdigest()
                if not part.size:
                    make_file(part.path)

    def _close(self) -> None:
        for file in self._open.values():
            file.close()
        self._open.clear()

    def forget(self) -> None:
        """Leave nothing on the disk."""
        self._close()
        for part in self.parts.values():
            part.path.unlink(missing_ok=True)


def _check_length(request: Request, most: int) -> None:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and (len(length) > 15 or int(length) > most):
        raise _too_big("body", most)


def _too_big(what: str, most: int) -> RefusedError:
    size = f"{most // MB:,} MB" if most >= MB else f"{most // 1024} KB"
    return RefusedError(
        "too_big", f"The {what} is over {size}, which is the most that is taken.", {"Connection": "close"}
    )
