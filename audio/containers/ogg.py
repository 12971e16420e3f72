"""The pages of an Ogg file: whether they are whole, whether the last is there, and where one recording ends and another begins.

::

    [BOS head][tags][page 2][page 3] … [page 60, EOS]  [BOS head][tags] …      two links of a chain
                             number, checksum

Every page has a number, a checksum and a mark for the first and the last. FFmpeg drops a damaged page without a word; and a
chain whose links differ in their channels it does not read at all. So the pages are looked at here.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from audio.containers.parts import MOST_PARTS, Part

REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
FIRST, LAST = 2, 4
"""Marks of a page: the first of its stream, and the last."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What was found of a file's pages.

    count    pages, those that are missing included
    damaged  of these, those that are damaged or missing
    ended    whether the last bears the end mark
    links    the recordings of a chain, one after the other
    """

    count: int
    damaged: int
    ended: bool
    links: tuple[Part, ...]


def ogg_pages(path: Path) -> Pages:
    """The pages of an Ogg file. A page whose checksum is wrong, or whose number does not follow, is damaged."""
    count = damaged = at = marks = 0
    numbers, starts, end = dict[bytes, int](), list[int](), path.stat().st_size
    with path.open("rb") as file:
        while at + 27 <= end:
            page = _page(file, at)
            if page is None:
                at, marks = _next_page(file, at + 1, end), 0
                damaged += at < end  # else it is the end that is cut off
                continue
            serial, number = page[14:18], int.from_bytes(page[18:22], "little")
            damaged += max(0, min(number - numbers.get(serial, number - 1) - 1, 1000))
            numbers[serial] = number
            if page[5] & FIRST and not marks & FIRST:  # all streams of a link begin together
                starts.append(at)
            count, marks, at = count + 1, page[5], at + len(page)
    starts = starts[:MOST_PARTS]
    links = tuple(Part(start, until - start) for start, until in zip(starts, [*starts[1:], end], strict=True))
    return Pages(count + damaged, damaged, bool(marks & LAST), links)


def _page(file: BinaryIO, at: int) -> bytes | None:
    """The page that begins at ``at``, ``None`` where none does or it is damaged."""
    file.seek(at)
    page = file.read(27 + 255)
    if len(page) < 27 or page[:4] != b"OggS":
        return None
    size = 27 + page[26] + sum(page[27 : 27 + page[26]])
    page = page[:size] + file.read(max(0, size - len(page)))
    return page if len(page) == size and _is_sound(page) else None


def _next_page(file: BinaryIO, at: int, end: int) -> int:
    """Where the next page may begin, from ``at`` on; the end of the file where none does."""
    while at < end:
        file.seek(at)
        block = file.read(1 << 16)
        place = block.find(b"OggS")
        if place >= 0:
            return at + place
        at += max(1, len(block) - 3)
    return end


def _is_sound(page: bytes) -> bool:
    """Whether a page's checksum is right: CRC-32 with its bits the other way round than zlib's, from 0 and not inverted."""
    zeroed = page[:22] + bytes(4) + page[26:]
    crc = zlib.crc32(zeroed.translate(REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{crc:032b}"[::-1], 2) == int.from_bytes(page[22:26], "little")
