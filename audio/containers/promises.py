"""What a file says of its own length, as far as it can be believed, and whether it has its end.

    WAV                        bytes of sound, in its header (:attr:`audio.containers.parts.Part.missing`)
    MP4, FLAC, AIFF, W64 …     seconds, in the header; not of an MP4 in fragments
    MP3                        only where its first frame says so (Xing, Info or VBRI): else FFmpeg guesses from the first bit rates
    WebM, MKV                  seconds, of all its tracks together; the size of the whole
    Ogg                        nothing beforehand; but the last page bears a mark (:mod:`audio.containers.ogg`)
    AAC, AMR, GSM …            nothing

A promise that is not kept is a recording cut off, and refused; an end mark that is missing is said.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av

from audio.containers.opening import boxes

KEEPING = ("mov", "matroska", "flac", "aiff", "w64", "caf", "asf", "au", "wv", "ape", "tta", "avi", "flv")
"""FFmpeg's names of containers whose header says how long they are."""
HEAD = 1 << 14
"""Bytes in which the first frame of an MP3 lies, behind its tag."""
CUT = "The file ends without its end mark: it was cut off, or its recorder was stopped; what was said after that is not in it."


def promised_seconds(path: Path, container: Any, stream: Any) -> float | None:
    """Seconds that the file says it lasts; ``None`` where it says nothing that can be believed."""
    form = container.format.name.split(",")[0]
    if form == "mp3":
        return _mp3_seconds(path)
    if form not in KEEPING or (
        form == "mov" and b"moof" in boxes(path)
    ):  # in fragments: what has come so far is counted
        return None
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _mp3_seconds(path: Path) -> float | None:
    """Seconds by the number of frames that an MP3's first frame tells; ``None`` where it tells none."""
    with path.open("rb") as file:
        tag = file.read(10).ljust(10, b"\0")
        size = 0
        for byte in tag[6:]:
            size = size << 7 | byte & 0x7F
        file.seek(10 + size if tag[:3] == b"ID3" else 0)
        head = file.read(HEAD)
    at = head.find(b"\xff")
    while 0 <= at < len(head) - 200 and head[at + 1] & 0xE6 != 0xE2:  # a frame of layer III
        at = head.find(b"\xff", at + 1)
    if not 0 <= at < len(head) - 200:
        return None
    version, index = head[at + 1] >> 3 & 3, head[at + 2] >> 2 & 3
    if version == 1 or index == 3:
        return None
    rate = (44100, 48000, 32000)[index] >> {3: 0, 2: 1, 0: 2}[version]
    frame = head[at : at + 200]
    for name, count_at, flags in ((b"Xing", 8, True), (b"Info", 8, True), (b"VBRI", 14, False)):
        place = frame.find(name)
        if place >= 0 and (not flags or frame[place + 7] & 1):
            frames = int.from_bytes(frame[place + count_at : place + count_at + 4], "big")
            return frames * (1152 if version == 3 else 576) / rate
    return None


def is_whole(path: Path, form: str) -> bool | None:
    """Whether the last byte of the file is its last by its own account; ``None`` where it gives none."""
    if form.startswith("mov"):
        return not any(boxes(path).values())
    if form.startswith("matroska"):
        return _segment_is_whole(path)
    return None


def _segment_is_whole(path: Path) -> bool | None:
    end = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(4096)
    at = head.find(b"\x18\x53\x80\x67")
    if at < 0 or at + 12 > len(head) or not head[at + 4]:
        return None
    length = 9 - head[at + 4].bit_length()
    raw = int.from_bytes(head[at + 4 : at + 4 + length], "big")
    size = raw & ((1 << 7 * length) - 1)
    if size == (1 << 7 * length) - 1:  # of no known size: a stream
        return None
    return at + 4 + length + size <= end
