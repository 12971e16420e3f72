"""What was heard already, window by window, so that a transcription that is stopped goes on where it was.

A window's result is kept under a hash of all that it depends on (its samples, the model, the settings), so it can
be found again whatever happened in between, and is never taken for another's.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Protocol


class Checkpoints(Protocol):
    """Somewhere to keep text by a key of hexadecimal digits."""

    def get(self, key: str, /) -> str | None:
        """The text kept under ``key``, ``None`` where there is none."""

    def put(self, key: str, text: str) -> None:
        """Keep ``text`` under ``key``; raises ``OSError`` where that cannot be done."""


class NoCheckpoints:
    """Keeps nothing."""

    def get(self, _key: str, /) -> str | None:
        """``None``, whatever the key."""
        return None

    def put(self, key: str, text: str) -> None:
        """Does nothing."""


class CheckpointFolder:
    """A file a key. A file is whole or not there at all: it is written under another name first, then renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> str | None:
        """The text kept under ``key``, ``None`` where there is none or it cannot be read."""
        try:
            return (self.folder / f"{key}.json").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, key: str, text: str) -> None:
        """Raises ``OSError`` where the folder cannot be written."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part_name = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(part_name).replace(self.folder / f"{key}.json")
        except BaseException:
            with suppress(OSError):
                Path(part_name).unlink()
            raise
