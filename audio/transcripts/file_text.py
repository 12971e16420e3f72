"""The text of a transcript's file, whatever encoding it was saved in.

UTF-8 and UTF-16 with a byte order mark say what they are. UTF-16 without one shows by its zeros: of Latin letters every other byte is
one, the odd ones where the low byte comes first. What is neither and no UTF-8 is Windows' own (cp1252).
"""

from __future__ import annotations

import errno
from pathlib import Path

from audio.errors import InputError
from audio.given_file import read_given
from audio.transcripts.repairs import remark

LONGEST = 64 * 2**20
"""Bytes; a day of talk with word times in the wordiest of the formats is half of this."""

STRAY = 3
"""Zeros, beside one in a thousand letters, up to which they are a slip of whoever wrote the text; sound has far more."""

_MARKS = (b"\xff\xfe", b"\xfe\xff")

_SAMPLE = 4096
"""Bytes that are looked at for zeros."""


def file_text(path: Path) -> str:
    """What is in the file, its lines ended as ours are. Raises :class:`InputError` where it is too big, empty or no text."""
    try:
        raw = read_given(path, LONGEST)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise InputError(
                f"“{path.name}” is over {LONGEST >> 20} MB, too big for a transcript; is it the recording?"
            ) from None
        raise InputError(f"The transcript “{path}” cannot be opened: {error.strerror or error}.") from None
    text = decoded(raw)
    if not text.replace("\0", " ").replace("\ufeff", " ").strip():
        raise InputError(f"The transcript “{path.name}” is empty.")
    if 0 < text.count("\0") <= STRAY + len(text) / 1000:
        text = text.replace("\0", "")
        remark("{file} holds zeros among its letters; they were passed over.")
    if "\0" in text:
        raise InputError(f"“{path.name}” is not text; a transcript is WebVTT, SRT, JSON or plain “Agent: …” text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decoded(raw: bytes) -> str:
    """The text of ``raw`` bytes; with zeros in it where they are none."""
    try:
        return raw.decode("utf-16" if raw[:2] in _MARKS else _utf_16_without_mark(raw) or "utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _utf_16_without_mark(raw: bytes) -> str | None:
    even, odd = (raw[first:_SAMPLE:2].count(0) for first in (0, 1))
    pairs = len(raw[:_SAMPLE]) / 2
    if even + odd < pairs / 2 or min(even, odd) > pairs / 20:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
