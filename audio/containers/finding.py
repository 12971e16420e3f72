"""The recordings in one file, and where each lies: most files hold one, and FFmpeg finds it by itself."""

from __future__ import annotations

import re
from pathlib import Path

from audio.containers.ogg import Pages, ogg_pages
from audio.containers.parts import MOST_PARTS, Part
from audio.containers.riff import FORMS, find_waves
from audio.containers.unfinished import find_unfinished

BEGINNINGS = {
    "FLAC": re.compile(rb"fLaC\0\0\0\x22"),
    "WebM, MKV": re.compile(rb"\x1aE\xdf\xa3(?=.{1,48}(?:webm|matroska))", re.DOTALL),
    "MP4": re.compile(rb"\0\0\0[\x10-\x80](?=ftyp[\w ]{4})"),
}
"""How a file of each form begins that says nothing of what may follow it: several may lie end to end."""
LONGEST_BEGINNING = 64
AT_ONCE = 1 << 20


def find_parts(path: Path) -> tuple[tuple[Part | None, ...], Pages | None]:
    """The recordings in a file, ``None`` for the whole of it; of an Ogg file its pages too."""
    with path.open("rb") as file:
        head = file.read(LONGEST_BEGINNING)
    if head[:4] in FORMS:
        return find_waves(path) or (None,), None
    if head[:4] == b"OggS":
        pages = ogg_pages(path)
        return (pages.links if len(pages.links) > 1 else (None,)), pages
    beginning = next((pattern for pattern in BEGINNINGS.values() if pattern.match(head)), None)
    parts = _end_to_end(path, beginning) if beginning is not None else find_unfinished(path)
    return parts or (None,), None


def _end_to_end(path: Path, beginning: re.Pattern[bytes]) -> tuple[Part, ...]:
    """The files that lie in one, end to end; nothing where there is but one."""
    end, starts = path.stat().st_size, list[int]()
    with path.open("rb") as file:
        for at in range(0, end, AT_ONCE):
            file.seek(at)
            block = file.read(AT_ONCE + LONGEST_BEGINNING)
            starts += [at + found.start() for found in beginning.finditer(block) if found.start() < AT_ONCE]
    starts = starts[:MOST_PARTS]
    return tuple(Part(a, b - a) for a, b in zip(starts, [*starts[1:], end], strict=True)) if len(starts) > 1 else ()
