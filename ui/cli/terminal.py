"""What is printed stands on the terminal and does not act on it: a file may be named with ESC, which a terminal obeys."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import IO, Any, cast

from ui import texts

_LONE_RETURN = re.compile(r"(?<=.)\r(?!\n)", re.DOTALL)
"""Goes back to the beginning of a line to write over it; a progress bar, whose text begins with one, may."""


class Harmless:
    """A text stream that shows control characters (:func:`ui.texts.printable`) and is otherwise ``stream``."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write ``text``; answers its length."""
        self._stream.write(_LONE_RETURN.sub("\N{REPLACEMENT CHARACTER}", texts.printable(text)))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def harmless() -> Iterator[None]:
    """Whatever is printed meanwhile, by whom it may be, is shown and does nothing: names, words, messages of others."""
    out, err = (cast("IO[str]", stream and Harmless(stream)) for stream in (sys.stdout, sys.stderr))
    with redirect_stdout(out), redirect_stderr(err):
        yield
