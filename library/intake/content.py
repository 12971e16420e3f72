"""Whether a file can be a recording by what is in it, told by its first bytes and without a codec: that runs in a process of its own, later."""

from __future__ import annotations

from pathlib import Path

from audio.containers.opening import HEADERLESS, NEEDED, NO_RECORDINGS
from audio.errors import InputError

LOOKED_AT = 512
"""Bytes."""
PROGRAMS = {b"MZ": "a program", b"\x7fELF": "a program"}


def check_content(path: Path, name: str) -> None:
    """Raises :class:`InputError` where the file at ``path``, called ``name``, is no recording by its first bytes."""
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
    if not head:
        raise InputError(f"“{name}” is empty: it did not come whole; send it again.")
    if Path(name).suffix.lower() in HEADERLESS:  # samples alone, which begin with whatever was said
        return
    what = next((what for start, what in {**NO_RECORDINGS, **PROGRAMS}.items() if head.startswith(start)), None)
    if what is None and _is_text(head):
        what = "text"
    if what is not None:
        raise InputError(f"“{name}” is no recording by its content, but {what}: {NEEDED}.")


def _is_text(head: bytes) -> bool:
    """Whether there is nothing but text in it; the last letter may be cut. AMR's six bytes of text are followed by sound."""
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as slip:
        if slip.start < len(head) - 3:
            return False
        text = head[: slip.start].decode("utf-8-sig", "replace")
    return all(letter.isprintable() or letter in "\r\n\t\f" for letter in text)
