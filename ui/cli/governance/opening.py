"""The library as the command line opens it: with all rights of whoever can open the database, who is named in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from library.access.viewer import Viewer
    from library.store import Library

COMMAND_LINE = "command line"


@contextmanager
def opened(url: str | None) -> Iterator[Library]:
    """A library, closed when the block ends. Raises :class:`audio.errors.SameSideError` where it cannot be opened."""
    from library.store import Library

    program = Library(url)
    try:
        yield program.seen_by(who())
    finally:
        program.close()


def who() -> Viewer:
    """Whoever gives the command, as the audit knows them."""
    from library.access.viewer import Viewer
    from ui.computer_user import user

    return Viewer("system", name=user(), source=COMMAND_LINE)
