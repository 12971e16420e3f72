"""WAV files as recorders leave them, taken apart: where their sound really lies.

A WAV's header says how much sound follows, and recorders get it wrong in a few ways that FFmpeg takes at their word::

    size 0, 4 GB          never filled in (a stream, a crash)                 the sound goes on to the end of the file
    size 4096 of 128 000  filled in at the first flush only                   likewise: what follows is no chunk
    RIFF… RIFF…           two files end to end (a transfer, `cat`)            both, one after the other
    LIST 5 abcde fmt …    an odd chunk without the byte that pads it          the next chunk is where its name is

Where a header is right, or promises more than there is, nothing is changed; else :class:`~audio.containers.parts.Pieces` shows FFmpeg a header that
is right and the same bytes of sound behind it.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import BinaryIO

from audio.containers.parts import MOST_PARTS, Part

FORMS = (b"RIFF", b"RF64", b"BW64")
KNOWN = frozenset(
    b"fmt |data|LIST|list|fact|bext|cue |plst|smpl|inst|labl|note|PEAK|JUNK|junk|PAD |FLLR|iXML|axml|chna|_PMX|ID3 |id3 |"
    b"DISP|levl|MARK|afsp|cart|ds64|olym|wavl|slnt|strc|acid|bwxm|UMID|umid|Xtra|minf|elm1|regn|LGWV|SNDM".split(b"|")
)
"""Names of chunks that are found in WAVs of recorders and editors."""
STREAMED = 0x7FFF0000
"""Bytes from which the size in a header is a placeholder of a recorder that could not go back and fill it in."""
ENDLESS = 1 << 48
"""Bytes that no recording has: a 64-bit size that was never filled in."""
TRAILING = 256
"""Bytes behind the sound that are no sound, whatever they are (a tag, a line's end)."""
SAMPLED = (1, 3, 6, 7, 0xFFFE)
"""Format tags of which a block is one sample of all channels: PCM, floating point, A-law, mu-law, and extensible."""
AT_ONCE = 1 << 20


def find_waves(path: Path) -> tuple[Part, ...]:
    """The WAVs in a file, one after the other; none where it is no WAV, or its form or its sound is not found."""
    with path.open("rb") as file:
        end = file.seek(0, io.SEEK_END)
        waves, at = list[Part](), 0
        while at < end and len(waves) < MOST_PARTS and (found := _wave(file, at, end)) is not None:
            wave, at = found
            waves.append(wave)
    return tuple(waves)


def _wave(file: BinaryIO, at: int, end: int) -> tuple[Part, int] | None:
    """The WAV that begins at ``at``, and where the next may begin."""
    if not _begins(file, at):
        return None
    form, long_size, mended, at = b"", 0, at > 0, at + 12
    while len(head := _at(file, at, 8)) == 8:
        name, size = head[:4], struct.unpack("<I", head[4:])[0]
        if name == b"data":
            said = long_size if size == 0xFFFFFFFF and 0 < long_size < ENDLESS else size
            start, length, kept = _sound(file, at + 8, said, end, long=said != size)
            after = _after(file, start + length, end)
            plain = not mended and kept is not None and after == end
            return (_part(form, start, length, kept, plain), after) if len(form) >= 16 else None
        if name == b"ds64":
            long_size = struct.unpack("<8xQ", _at(file, at + 8, 16).ljust(16, b"\0"))[0]
        if name == b"fmt ":
            form = _at(file, at + 8, min(size, 256))
        following = _following(file, at + 8, size)
        mended |= following != at + 8 + size + size % 2
        at = following
    return None


def _part(form: bytes, start: int, size: int, said: int | None, plain: bool) -> Part:
    """A WAV by the body of its ``fmt`` chunk, where its sound lies, and the bytes that its header says (``None``: wrong)."""
    tag, _, rate, bytes_per_second, block = struct.unpack_from("<HHIIH", form)
    a_second = rate * block if tag in SAMPLED else bytes_per_second
    missing = max(0, (said or 0) - size) / a_second if a_second else 0.0
    shown = size if size < 0xFFFFFF00 else 0xFFFFFFFF  # from 4 GB on, FFmpeg takes it as “to the end”
    head = struct.pack("<4s4sI", b"WAVE", b"fmt ", len(form)) + form + b"\0" * (len(form) % 2)
    head += struct.pack("<4sI", b"data", shown)
    head = struct.pack("<4sI", b"RIFF", min(len(head) + size, 0xFFFFFFFF)) + head
    return Part(start, size, head, missing, plain, size / a_second if a_second else None)


def _sound(file: BinaryIO, start: int, said: int, end: int, long: bool) -> tuple[int, int, int | None]:
    """Start, size and promise of the sound whose ``data`` chunk has its body at ``start``."""
    rest = end - start
    filled_in = said > 0 and (long or said < STREAMED or said <= rest)
    if filled_in and (said >= rest or _is_followed_well(file, start + said, end)):
        return start, min(said, rest), said
    return start, _next_wave(file, start, end) - start, None


def _is_followed_well(file: BinaryIO, after: int, end: int) -> bool:
    """Whether what follows the sound is no more sound: chunks, another WAV, next to nothing, or room kept and not used."""
    return (
        any(_chunks(file, at, end) is not None for at in (after + after % 2, after))
        or end - after <= TRAILING
        or _all_zero(file, after, end)
    )


def _after(file: BinaryIO, after: int, end: int) -> int:
    """Where the next WAV begins, behind the sound and its chunks; the end of the file where there is none."""
    found = (_chunks(file, at, end) for at in (after + after % 2, after))
    return next((at for at in found if at is not None and at < end), end)


def _following(file: BinaryIO, body: int, size: int) -> int:
    """Where the chunk after one with its body at ``body`` begins: padded to an even size, unless its name stands unpadded."""
    padded, bare = body + size + size % 2, body + size
    return bare if _at(file, bare, 4) in KNOWN and _at(file, padded, 4) not in KNOWN else padded


def _chunks(file: BinaryIO, at: int, end: int) -> int | None:
    """Where the chunks that begin at ``at`` end, at the end of the file or at another WAV; ``None`` where they are none."""
    while at + 8 <= end:
        if _begins(file, at):
            return at
        head = _at(file, at, 8)
        size = struct.unpack("<I", head[4:])[0]
        if head[:4] not in KNOWN and not (_printable(head[:4]) and at + 8 + size <= end):
            return None
        if head[:4] in (b"data", b"fmt "):  # of a file whose beginning is lost
            return None
        at = _following(file, at + 8, size)
    return end


def _printable(name: bytes) -> bool:
    return all(32 <= byte < 127 for byte in name) and name[:3].strip().isalnum()


def _begins(file: BinaryIO, at: int) -> bool:
    head = _at(file, at, 12)
    return head[:4] in FORMS and head[8:] == b"WAVE"


def _next_wave(file: BinaryIO, start: int, end: int) -> int:
    """Where another WAV begins after ``start``, or the file ends."""
    at = start
    while at < end:
        block = _at(file, at, AT_ONCE + 12)
        place = block.find(b"WAVE")
        while place >= 0:
            if place >= 8 and block[place - 8 : place - 4] in FORMS:
                return at + place - 8
            place = block.find(b"WAVE", place + 1)
        at += AT_ONCE
    return end


def _all_zero(file: BinaryIO, start: int, end: int) -> bool:
    return not any(any(_at(file, at, min(AT_ONCE, end - at))) for at in range(start, end, AT_ONCE))


def _at(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)
