"""Masks as they are kept beside a call, so that a page need not look through its words again.

They are those of one edition of the rules; where the rules have changed since, what was kept is not taken, and the call is looked
through anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from library.redaction.mask import Mask

HERE = Path(__file__).parent


@cache
def edition() -> str:
    """Of the rules and the code that finds: 12 hex digits that change with any of it."""
    digest = hashlib.sha256()
    for path in sorted((*HERE.rglob("*.py"), *HERE.rglob("*.toml"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def pack_masks(masks: Sequence[Mask]) -> str:
    """Masks as JSON text."""
    return json.dumps([[m.turn, m.first, m.last, m.kind] for m in masks], separators=(",", ":"))


def unpack_masks(text: str) -> tuple[Mask, ...]:
    """The masks that were packed."""
    return tuple(Mask(*fields) for fields in json.loads(text))
