"""AIFF, AU and W64 whose headers were never finished: the length in them is nothing, or a placeholder.

As of a WAV (:mod:`audio.containers.riff`), the sound goes on to the end of the file. The header is kept but for its lengths.
"""

from __future__ import annotations

import struct
from pathlib import Path

from audio.containers.parts import Part

W64 = bytes.fromhex("72696666 2e91cf11 a5d628db 04c10000".replace(" ", ""))
W64_DATA = bytes.fromhex("64617461 f3acd311 8cd100c0 4f8edb8a".replace(" ", ""))
HEAD = 1 << 16
"""Bytes in which a header ends."""


def find_unfinished(path: Path) -> tuple[Part, ...]:
    """The sound of such a file, behind a header with its length; nothing where the header is right, or none of these."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD)
    mended = None
    if head[:4] == b".snd":
        mended = _au(head)
    elif head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        mended = _aiff(head, size)
    elif head[:16] == W64:
        mended = _w64(head, size)
    return (Part(len(mended), size - len(mended), mended),) if mended and len(mended) < size else ()


def _au(head: bytes) -> bytes | None:
    start, said = struct.unpack_from(">4xII", head.ljust(12, b"\0"))
    return head[:8] + b"\xff" * 4 + head[12:start] if said == 0 and 24 <= start <= HEAD else None


def _aiff(head: bytes, size: int) -> bytes | None:
    common, sound = head.find(b"COMM"), head.find(b"SSND")
    if common < 0 or sound < common or sound + 16 > len(head) or common + 18 > sound:
        return None
    channels, frames, bits = struct.unpack_from(">HIH", head, common + 8)
    said, block = struct.unpack_from(">I", head, sound + 4)[0], channels * ((bits + 7) // 8)
    start = sound + 16
    follows = head[sound + 8 + said + said % 2 :][:4]
    early = 8 <= said < size - start and sound + 8 + said < len(head) and not (follows.isalnum() and follows.isupper())
    if block == 0 or not (frames == 0 or said <= 8 or early):
        return None
    frames = (size - start) // block
    return b"".join((
        head[:4], struct.pack(">I", size - 8), head[8 : common + 10], struct.pack(">I", frames), head[common + 14 : sound + 4],
        struct.pack(">I", size - sound - 8), head[sound + 8 : start],
    ))  # fmt: skip


def _w64(head: bytes, size: int) -> bytes | None:
    sound = head.find(W64_DATA)
    if sound < 0 or sound + 24 > len(head):
        return None
    said = struct.unpack_from("<Q", head, sound + 16)[0]
    start = sound + 24
    follows = head[sound + (said + 7) // 8 * 8 :][:4]
    early = 24 < said < size - start and sound + said + 8 < len(head) and not follows.isalpha()
    if not (said <= 24 or said >= 1 << 62 or early):
        return None
    return head[:16] + struct.pack("<Q", size) + head[24 : sound + 16] + struct.pack("<Q", size - sound)
