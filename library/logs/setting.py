"""Which form logs have, and that nothing else is written where they have one.

``SAMESIDE_LOG`` says ``json`` or ``text``, and ``--log-format`` sets it for a command and all processes that it starts; a worker of a cluster
finds it in its own environment. Without it sentences go where they always went.

What SameSide is built on brings handlers of its own, some of them made only when their logger is first used; so they are not looked for one by one:
from here on no handler is asked but ours, whoever logs.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from types import TracebackType
from typing import TextIO

from audio.errors import InputError, readable
from library.logs.events import Value, about
from library.logs.lines import Form, Lines

VARIABLE = "SAMESIDE_LOG"
"""The environment variable that names the form."""
FORMS: tuple[Form, ...] = ("json", "text")

OWN = ("library", "ui", "audio", "analysis")
"""Loggers of our own, which also say what is no warning."""
log = logging.getLogger(__name__)
_in_force: Form | None = None


def form_in_force() -> Form | None:
    """The form that logs have in this process; ``None`` where nobody has chosen one."""
    return _in_force


def set_up(form: str | None = None) -> None:
    """Have this process, and those that it starts, log in a form, or in what ``SAMESIDE_LOG`` names; once. Raises :class:`InputError`."""
    global _in_force
    wanted = form or os.environ.get(VARIABLE) or None
    if wanted is None or wanted == _in_force:
        return
    chosen = next((each for each in FORMS if each == wanted), None)
    if chosen is None:
        raise InputError(f"{VARIABLE} is “{readable(wanted)[:40]}”, which is no form of logs: give json or text.")
    os.environ[VARIABLE] = chosen
    _in_force = chosen
    handler = logging.StreamHandler(sys.__stderr__)
    handler.setFormatter(Lines(chosen))

    def only_ours(self: logging.Logger, record: logging.LogRecord) -> None:  # noqa: ARG001  logging’s own form
        handler.handle(record)

    logging.Logger.callHandlers = only_ours  # type: ignore[method-assign]
    for name in OWN:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _ended_by
    threading.excepthook = _thread_ended_by


def tell(
    said: str, event: str, level: int = logging.INFO, stream: TextIO | None = None, **fields: Value | None
) -> None:
    """Say something to whoever sits there, or log the event, by what is chosen; ``stream`` is standard output unless given."""
    if _in_force is None:
        print(said, file=stream or sys.stdout, flush=True)
    else:
        log.log(level, "", extra=about(event, **fields))


def _ended_by(kind: type[BaseException], slip: BaseException, trace: TracebackType | None) -> None:
    log.critical("", exc_info=(kind, slip, trace), extra=about("process_ended_by_mistake"))


def _thread_ended_by(told: threading.ExceptHookArgs) -> None:
    if told.exc_type is not SystemExit:
        slip = told.exc_value or told.exc_type()
        log.error("", exc_info=(told.exc_type, slip, told.exc_traceback), extra=about("thread_ended_by_mistake"))
