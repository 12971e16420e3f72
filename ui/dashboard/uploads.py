"""Uploads: written to the disk as they come, and read from there; Streamlit would hold each whole in memory, twice at times.

::

    browser ── PUT /_stcore/upload_file/SESSION/FILE ──> Uploads ──> uploads/ID/7b0e…      (library/recordings/uploads.py)
                                                            │
    page ── st.file_uploader ──> received() ── Upload ──────┘      read when the page reads it
    session ends, file is taken away ──> gone

Streamlit goes on keeping the list of a session's files, each of them without content. A file that is bigger than any of its
kind is not kept, and the page says so.
"""

from __future__ import annotations

import errno
import io
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, BinaryIO, cast

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import exists, get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec, UploadFileUrlInfo

from audio.errors import InputError
from audio.transcripts.reader import LONGEST, SUFFIXES
from library.database.private import make_file

MB = 2**20
RECORDING, NOTES, TABLE = 2048 * MB, 32 * MB, 32 * MB
"""Bytes at most; an hour of 16-bit stereo at 48 kHz is 660 MB, and a day of notes or 100,000 lines of a table are 10."""

KINDS = {
    **dict.fromkeys(SUFFIXES, ("a transcript", LONGEST)),
    **dict.fromkeys((".textgrid", ".eaf"), ("a file of notes", NOTES)),
    **dict.fromkeys((".csv", ".tsv"), ("a table", TABLE)),
}
"""By ending: what a file is, and how big it may be. Any other is a recording."""

FRAMING = MB
"""Bytes that a form may be longer than the file in it."""

_PATH = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)")


@dataclass(frozen=True)
class Kept:
    """A file as it lies on the disk; without ``path`` where it could not be kept, and ``why``."""

    name: str
    size: int
    path: Path | None = None
    why: str = ""


class UploadedFiles(MemoryUploadedFileManager):
    """Streamlit's list of every session's files, whose content lies in ``folder``."""

    def __init__(self, upload_endpoint: str, folder: Path) -> None:
        super().__init__(upload_endpoint)
        self.folder = folder
        self._asked_for: dict[str, set[str]] = {}
        self._kept: dict[str, Kept] = {}

    def get_upload_urls(self, session_id: str, file_names: Sequence[str]) -> list[UploadFileUrlInfo]:
        """Where the files of these names are to be sent; nothing else is taken."""
        addresses = super().get_upload_urls(session_id, file_names)
        self._asked_for.setdefault(session_id, set()).update(address.file_id for address in addresses)
        return addresses

    def is_asked_for(self, session_id: str, file_id: str) -> bool:
        """Whether a page of that session waits for that file."""
        return file_id in self._asked_for.get(session_id, ())

    def keep(self, session_id: str, file_id: str, file: Kept) -> None:
        """A file has come, unless its session has ended meanwhile."""
        if not self.is_asked_for(session_id, file_id):
            _unlink(file)
            return
        _unlink(self._kept.get(file_id))
        self._kept[file_id] = file
        self.add_file(session_id, UploadedFileRec(file_id, file.name, "application/octet-stream", b""))

    def kept(self, file_id: str) -> Kept | None:
        """The file as it lies on the disk, if it does."""
        return self._kept.get(file_id)

    def remove_file(self, session_id: str, file_id: str) -> None:
        """The user, or the page, has taken the file away."""
        if self.is_asked_for(session_id, file_id):
            self._asked_for[session_id].discard(file_id)
            super().remove_file(session_id, file_id)
            _unlink(self._kept.pop(file_id, None))

    def remove_session_files(self, session_id: str) -> None:
        """The session has ended."""
        super().remove_session_files(session_id)
        for file_id in self._asked_for.pop(session_id, set()):
            _unlink(self._kept.pop(file_id, None))


def _unlink(file: Kept | None) -> None:
    if file is not None and file.path is not None:
        file.path.unlink(missing_ok=True)


class Uploads:
    """Takes the files that ``app``'s pages ask a browser for, and hands all else on to ``app``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one file, or hand the request on."""
        place = _PATH.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if place is None:
            await self._app(scope, receive, send)
        else:
            answer = await _take(Request(scope, receive), place[1], place[2])
            await answer(scope, receive, send)


async def _take(request: Request, session_id: str, file_id: str) -> Response:
    """Take one file; the answer to it."""
    files = cast("UploadedFiles", get_instance().uploaded_file_mgr)
    if not files.is_asked_for(session_id, file_id):
        return PlainTextResponse("No page here waits for this file: load the page again.", status_code=400)
    length = request.headers.get("content-length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > RECORDING + FRAMING:
        return PlainTextResponse(f"A file may be {RECORDING // MB} MB at most.", status_code=413)
    try:
        file = await _Arrival(files.folder / uuid.uuid4().hex).read(request)
    except (ValueError, FormParserError):
        return PlainTextResponse("This is no form with one file in it.", status_code=400)
    except ClientDisconnect:
        return Response(status_code=400)
    files.keep(session_id, file_id, file)
    return Response(status_code=204)


class _Arrival:
    """One file of a form, written to ``path`` as it comes; nothing is left there where it does not come whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._heads: dict[bytes, bytes] = {}
        self._head = [b"", b""]
        self._parts = 0
        self._chunks: list[bytes] = []
        self._is_whole = False
        self.file = Kept("file", 0, path)

    async def read(self, request: Request) -> Kept:
        """Read the form to its end. Raises ``ValueError`` or ``FormParserError`` where it is none, ``ClientDisconnect``."""
        _, options = parse_options_header(request.headers.get("content-type", ""))
        parser = MultipartParser(
            options.get(b"boundary", b""),
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._add(0, data[start:end]),
                "on_header_value": lambda data, start, end: self._add(1, data[start:end]),
                "on_header_end": self._end_head,
                "on_headers_finished": self._name,
                "on_part_data": lambda data, start, end: self._chunks.append(data[start:end]),
                "on_end": self._end,
            },
        )
        try:
            make_file(self._path)
            with self._path.open("wb") as out:
                async for chunk in request.stream():  # to its end, or the browser hears of no answer
                    parser.write(chunk)
                    await self._write(out)
            if not self._is_whole:
                raise ValueError("the form breaks off")
        except OSError as slip:
            self._refuse(_disk_sentence(slip))
        except BaseException:
            self._path.unlink(missing_ok=True)
            raise
        return self.file

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > 1:
            raise ValueError("more than one file")

    def _add(self, k: int, piece: bytes) -> None:
        self._head[k] += piece
        if len(self._head[k]) > FRAMING // 16:
            raise ValueError("a head that long")

    def _end_head(self) -> None:
        self._heads[self._head[0].lower()] = self._head[1]
        self._head = [b"", b""]

    def _name(self) -> None:
        _, options = parse_options_header(self._heads.get(b"content-disposition", b""))
        if b"filename" not in options:
            raise ValueError("no file")
        self.file = replace(self.file, name=PurePath(options[b"filename"].decode("utf-8", "replace")).name or "file")

    def _end(self) -> None:
        self._is_whole = True

    async def _write(self, out: BinaryIO) -> None:
        """What has come of the file, onto the disk; of one that is too big no more than its length is told."""
        data = b"".join(self._chunks)
        self._chunks.clear()
        self.file = replace(self.file, size=self.file.size + len(data))
        kind, most = KINDS.get(PurePath(self.file.name).suffix.lower(), ("a recording", RECORDING))
        if self.file.size > most and not self.file.why:
            self._refuse(f"It is over {most // MB} MB, which is more than {kind} can be.")
        if self.file.size > RECORDING:
            raise ValueError("longer than anything can be")
        if data and not self.file.why:
            try:
                await run_in_threadpool(out.write, data)
            except OSError as slip:
                self._refuse(_disk_sentence(slip))

    def _refuse(self, why: str) -> None:
        self._path.unlink(missing_ok=True)
        self.file = replace(self.file, path=None, why=why)


def _disk_sentence(slip: OSError) -> str:
    if slip.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: free some space and bring it again."
    return f"It could not be written: {slip.strerror or slip}."


class Upload(io.RawIOBase):
    """A file that was uploaded, opened where it is first read."""

    def __init__(self, file: Kept, path: Path) -> None:
        super().__init__()
        self.name = file.name
        self.size = file.size
        self._path = path
        self._stream: io.FileIO | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read on; raises ``OSError`` where the file was taken away meanwhile."""
        if self._stream is None:
            self._stream = io.FileIO(self._path)
        return self._stream.readinto(buffer)

    def getvalue(self) -> bytes:
        """All of its bytes."""
        return self._path.read_bytes()

    def forget(self) -> None:
        """Remove it from the disk: it is kept elsewhere now."""
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file, which stays for as long as its session does."""
        if self._stream is not None:
            self._stream.close()
        super().close()


def received(files: Iterable[Any]) -> tuple[list[Any], list[str]]:
    """What ``st.file_uploader`` gives, to be read from the disk; and a sentence each for what could not be kept.

    A file that Streamlit itself holds (in a test of a page without a server) is handed on as it is.
    """
    whole: list[Any] = []
    why: list[str] = []
    manager = get_instance().uploaded_file_mgr if exists() else None
    for file in files:
        kept = manager.kept(file.file_id) if isinstance(manager, UploadedFiles) else None
        if kept is None:
            whole.append(file)
        elif kept.path is None:
            why.append(f"“{kept.name}” was not taken. {kept.why}")
        else:
            whole.append(Upload(kept, kept.path))
    return whole, why


def content(file: Any) -> bytes:
    """All of what ``st.file_uploader`` gives for one file. Raises :class:`InputError` where it could not be kept."""
    whole, why = received([file])
    if why:
        raise InputError(why[0])
    data: bytes = whole[0].getvalue()
    return data


def forget(files: Iterable[Any]) -> None:
    """Remove from the disk what :func:`received` gave and the library has kept."""
    for file in files:
        if isinstance(file, Upload):
            file.forget()
