"""What may be said of an event: a name, and fields of a short list, whose values can be no text.

::

    log.warning("%s", trouble, extra=about("database_away", kind="UnreachableError"))
                 |                         └── the line that a program reads: {"event": "database_away", "kind": "UnreachableError", …}
                 └── the sentence for whoever sits at a terminal, which stands in no structured log

Whatever is to be told of goes through :func:`about`, which lets a value pass that is a number or a name without blanks, and puts ``?`` in
the place of all else: a sentence, a file's name with a blank or somebody's e-mail cannot slip in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Value = str | int | float | bool

FIELDS = ("job", "call", "work", "stage", "outcome", "kind", "seconds", "stages", "calls", "port")
"""What may be said of an event, in the order in which it stands."""

EVENT, ABOUT = "sameside_event", "sameside_fields"
"""The names under which a log record carries both."""

_NAME = re.compile(r"[A-Za-z0-9_.:+/\[\]-]{1,160}")
_EVENT = re.compile(r"[a-z_]{1,40}")


def about(event: str, **fields: Value | Mapping[str, float] | None) -> dict[str, Any]:
    """What a log record carries beside its sentence, for ``extra``; ``None`` is left out. Raises ``ValueError`` for a field that
    there is not: which there are, is settled here."""
    if not _EVENT.fullmatch(event):
        raise ValueError(f"{event!r} is no name of an event")
    for name in fields:
        if name not in FIELDS:
            raise ValueError(f"{name} is no field of a log: there are {', '.join(FIELDS)}")
    kept = {name: _shown(fields[name]) for name in FIELDS if fields.get(name) is not None}
    return {EVENT: event, ABOUT: kept}


def _shown(value: Value | Mapping[str, float] | None) -> Any:
    return "?" if isinstance(value, str) and not _NAME.fullmatch(value) else value
