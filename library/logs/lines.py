"""A log record as one line, as JSON or as text.

::

    {"time": "2026-11-29T10:14:02.118Z", "level": "info", "event": "job_ended", "logger": "library.worker.worker", "process": 4711,
     "job": 12, "call": "3f9a…", "work": "review", "outcome": "done", "seconds": 34.1, "stages": {"words": 28.0, …}}
    2026-11-29T10:14:02.118Z info job_ended logger=library.worker.worker process=4711 job=12 call=3f9a… …

Of what other programs log, and of our own lines that name no event, nothing of the message is taken over, since it may quote anything: an
address with its query, what somebody typed, words of a call. It is said where in the code it was logged, which tells whoever looks which
message it is; and of a mistake its type, and the lines of code that led to it, without its message.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from library.logs.events import ABOUT, EVENT

Form = Literal["json", "text"]
DEEPEST = 12
"""Lines of code that are told of a mistake, the innermost."""


class Lines(logging.Formatter):
    """Writes records as lines of one form."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line."""
        fields = fields_of(record)
        if self._form == "json":
            return json.dumps(fields, ensure_ascii=True)
        time, level, event = (fields.pop(name) for name in ("time", "level", "event"))
        return " ".join([f"{time} {level} {event}", *(f"{name}={_text(value)}" for name, value in fields.items())])


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What is told of a record, by name."""
    at = datetime.fromtimestamp(record.created, UTC)
    fields: dict[str, Any] = {
        "time": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z",
        "level": record.levelname.lower(),
        "event": getattr(record, EVENT, "said"),
        "logger": record.name,
        "process": record.process,
    }
    if not hasattr(record, EVENT):
        fields["where"] = f"{_short(record.pathname)}:{record.lineno}"
    fields |= getattr(record, ABOUT, {})
    if record.exc_info and record.exc_info[0] is not None:
        fields |= {"mistake": record.exc_info[0].__name__, "code": _code(record.exc_info[2])}
    return fields


def _code(trace: TracebackType | None) -> list[str]:
    """The lines of code that led to a mistake, the innermost last."""
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames]


def _short(path: str) -> str:
    """A file of code by its last three names: enough to find it, and nothing of whose machine it is."""
    return "/".join(Path(path).parts[-3:])


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ",".join(f"{name}:{_text(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ",".join(map(str, value))
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
