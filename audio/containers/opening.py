"""A file opened for its sound, or the one sentence that says why it holds none.

Only a regular file is opened, by its absolute path and as a file: FFmpeg would take ``10:30.wav`` or ``http:…`` for an address, and
would wait for ever on a pipe. Only containers of recordings are tried (:data:`FORMATS`): a playlist in the guise of a WAV would have it
read other files. Whatever FFmpeg raises, and it raises much, becomes a sentence.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av

from audio.containers.parts import Part, Pieces
from audio.errors import InputError

FORMATS = (
    "wav,w64,aiff,au,caf,mp3,aac,loas,ac3,eac3,flac,ogg,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,asf,amr,amrnb,amrwb,gsm,avi,flv,"
    "mpegts,mpeg,wv,ape,tta,tak,voc,sox,ircam,nistsphere,g722,g729,rm,dss,act,xwma,iff,wve,alaw,mulaw,sln,s16le,mxf,qcp,ilbc,nut"
)
HEADERLESS = {
    **dict.fromkeys((".ul", ".ulaw", ".mulaw", ".pcmu"), ("mulaw", 8000)),
    **dict.fromkeys((".al", ".alaw", ".pcma"), ("alaw", 8000)),
    ".sln": ("s16le", 8000),
    ".sln16": ("s16le", 16000),
    ".g722": ("g722", 16000),
}
"""Bare samples, as Asterisk and RTP dumps keep them: by the ending, FFmpeg's name and the rate."""
NO_RECORDINGS = {
    b"%PDF": "a PDF",
    b"GIF8": "a picture (GIF)",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"PK\x03\x04": "a ZIP archive, or a document of an office program",
    b"\x1f\x8b": "an archive (gzip)",
    b"7z\xbc\xaf": "an archive (7z)",
    b"Rar!": "an archive (RAR)",
    b"<!DO": "a web page",
    b"<htm": "a web page",
    b"SQLi": "a database",
    b"#EXT": "a playlist",
    b"ffco": "a playlist",
    b"BM": "a picture (BMP)",
    b"II*\0": "a picture (TIFF)",
    b"MM\0*": "a picture (TIFF)",
}
"""What a file is that begins so."""
NEEDED = "needed is WAV, MP3, M4A, Ogg, WebM, FLAC, AMR or GSM, or a video with sound"

Container = Any
"""A container as PyAV opens it."""


def check_file(path: Path) -> None:
    """Raises :class:`InputError` where ``path`` is no file that can be read, before anything opens it."""
    name = path.name
    try:
        status = path.stat()
    except FileNotFoundError:
        raise InputError(f"{path} is not there: no file has that name (is the path typed right?)") from None
    except PermissionError:
        raise InputError(f"{path} may not be read: this user has no permission for its folder") from None
    except (OSError, ValueError) as slip:
        raise InputError(f"{path} cannot be a file ({getattr(slip, 'strerror', None) or slip})") from None
    if stat.S_ISDIR(status.st_mode):
        raise InputError(f"{path} is a folder; name the recordings in it, such as {path}/*.wav")
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{path} is a pipe or a device, not a file: save the recording as a file and give that")
    if status.st_size == 0:
        raise InputError(f"{name} is empty (0 bytes): the export or the copy did not finish; fetch it again")
    if not os.access(path, os.R_OK):
        raise InputError(f"{name} may not be read: this user has no permission for it")


@contextmanager
def opened(path: Path, part: Part | None = None) -> Iterator[Container]:
    """The container in the file at ``path``; where ``part`` is given, of that part alone."""
    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
    if part is not None and not part.plain:
        with Pieces(path, part) as pieces, av.open(pieces, options=options, metadata_errors="replace") as container:
            yield container
        return
    absolute = str(path.absolute())
    form, rate = HEADERLESS.get(path.suffix.lower(), (None, 0))
    if form is None or _has_header(path):
        with av.open(absolute, options=options, metadata_errors="replace") as container:
            yield container
        return
    bare = options if form == "g722" else {**options, "sample_rate": str(rate)}
    with av.open(absolute, format=form, options=bare, metadata_errors="replace") as container:
        yield container


def _has_header(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"RIFF", b"RF64", b".snd", b"FORM", b"OggS", b"fLaC", b"caff", b"ID3\x03", b"ID3\x04")


@contextmanager
def in_a_sentence(path: Path) -> Iterator[None]:
    """Whatever goes wrong with a codec becomes an :class:`InputError`; what the system refuses stays as it is."""
    try:
        yield
    except PermissionError:
        raise InputError(f"{path.name} may not be read: this user has no permission for it") from None
    except av.error.FFmpegError as error:
        raise InputError(_unreadable(path, str(error.strerror or error).lower())) from None
    except MemoryError:
        raise InputError(_unreadable(path, "it asks for more memory than there is")) from None
    except (ValueError, TypeError, ArithmeticError, AttributeError, LookupError, RuntimeError) as slip:
        raise InputError(_unreadable(path, str(slip) or type(slip).__name__)) from None


def _unreadable(path: Path, reason: str) -> str:
    with path.open("rb") as file:
        head = file.read(12)
        what = next((what for start, what in NO_RECORDINGS.items() if head.startswith(start)), None)
        if head[:4] == b"RIFF" and head[8:] == b"WEBP":
            what = "a picture (WebP)"
        if what is None and head[4:8] == b"ftyp" and b"moov" not in boxes(path):
            return (
                f"{path.name} is cut off: the index that an MP4 or M4A ends with (“moov”) is not there, and without it no sound can be "
                "read; the recording or its copy did not finish: fetch it again"
            )
    if what is not None:
        return f"{path.name} is {what}, not a recording; {NEEDED}"
    return f"{path.name} holds no sound that can be read ({reason}): it is damaged, or not a recording at all; {NEEDED}"


def boxes(path: Path) -> dict[bytes, int]:
    """The boxes at the top of an MP4 by their names, and bytes by which the last of that name reaches beyond the file's end."""
    found: dict[bytes, int] = {}
    end, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at + 8 <= end and len(found) < 1000:
            file.seek(at)
            head = file.read(16)
            size = int.from_bytes(head[:4], "big")
            size = int.from_bytes(head[8:], "big") if size == 1 else size or end - at
            if size < 8:
                break
            found[head[4:8]] = max(0, at + size - end)
            at += size
    return found
