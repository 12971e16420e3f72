"""The edition of the judging: a short name that changes whenever the same call might be judged otherwise.

A report is as good as the code, the rule book and the trained model that made it. Their bytes are hashed, so that a
report made by an older SameSide is known for what it is, and can be made anew without hearing anything again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def edition() -> str:
    """Of the lenses, the rules and the model that are installed: 12 hex digits."""
    files = (path for kind in ("*.py", "*.npz", "*.toml") for path in HERE.rglob(kind))
    digest = hashlib.sha256()
    for path in sorted(path.relative_to(HERE) for path in files):
        if "bank" not in path.parts:  # what the model was trained on judges nothing, and a wheel is without it
            digest.update(path.as_posix().encode() + b"\0" + (HERE / path).read_bytes())
    return digest.hexdigest()[:12]
