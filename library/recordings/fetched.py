"""A recording that was fetched from object storage, so that it need be neither hashed nor, where the library keeps its own there, sent again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from library.stores.store import Stored


class Fetched(NamedTuple):
    """A file on this machine's disk for files on their way, which is used up; its SHA-256 and its size in bytes.

    lies  what it was fetched from
    tag   of the object then, by which it is known again (:class:`~library.stores.objects.Seen`)
    """

    path: Path
    digest: str
    size: int
    lies: Stored
    tag: int
