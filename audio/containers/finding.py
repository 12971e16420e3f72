"""The recordings in one file, and where each lies: most files hold one, and FFmpeg finds it by itself."""

from __future__ import annotations

from pathlib import Path

from audio.containers.ogg import Pages, ogg_pages
from audio.containers.parts import MOST_PARTS, Part
from audio.containers.riff import FORMS, find_waves
from audio.containers.unfinished import find_unfinished

FLAC = b"fLaC\0\0\0\x22"
"""How a FLAC file begins."""
AT_ONCE = 1 << 20


def find_parts(path: Path) -> tuple[tuple[Part | None, ...], Pages | None]:
    """The recordings in a file, ``None`` for the whole of it; of an Ogg file its pages too."""
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] in FORMS:
        return find_waves(path) or (None,), None
    if head[:4] == b"OggS":
        pages = ogg_pages(path)
        return (pages.links if len(pages.links) > 1 else (None,)), pages
    parts = _flacs(path) if head[:8] == FLAC else find_unfinished(path)
    return parts or (None,), None


def _flacs(path: Path) -> tuple[Part, ...]:
    """FLAC files end to end; nothing where there is but one."""
    end, starts = path.stat().st_size, list[int]()
    with path.open("rb") as file:
        for at in range(0, end, AT_ONCE):
            file.seek(at)
            block = file.read(AT_ONCE + len(FLAC) - 1)
            place = block.find(FLAC)
            while place >= 0 and len(starts) < MOST_PARTS:
                starts.append(at + place)
                place = block.find(FLAC, place + 1)
    return tuple(Part(a, b - a) for a, b in zip(starts, [*starts[1:], end], strict=True)) if len(starts) > 1 else ()
