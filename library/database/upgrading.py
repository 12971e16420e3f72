"""Bringing a library's tables up to date by the migrations, and saying how far that is where it takes long.

::

    form 0016 ──0017──0019──0020── … ──> HEAD        one transaction; of a million calls, the index of their words alone takes minutes
                  every few seconds: which step of how many, and what it does, as the migration says of itself
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from audio.errors import LibraryError
from library.database.schema import HEAD
from library.logs.events import about

if TYPE_CHECKING:
    from alembic.script import Script

log = logging.getLogger(__name__)

OFTEN = 5.0
"""Seconds after which it is said how far it is."""


def upgrade(connection: Connection, version: str | None, name: str) -> None:
    """Bring the tables of the library called ``name`` from a form (``None``: there are none) to :data:`HEAD`, within a transaction of the caller's.

    Raises :class:`LibraryError` where they are of a newer form than is known here.
    """
    from alembic import command  # imported here: a library that is up to date opens without it
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())[::-1]
    forms = [script.revision for script in scripts]
    if version is not None and version not in forms:
        raise LibraryError(
            f"The library {name} was made by a newer SameSide (its form is {version}, and this one knows up "
            f"to {HEAD}): update SameSide, or choose another library; nothing in it was changed."
        )
    steps = [] if version is None else scripts[forms.index(version) + 1 :]
    with _told(steps, name) as config.attributes["on_version_apply"]:
        command.upgrade(config, "head")


@contextmanager
def _told(steps: Sequence[Script], name: str) -> Iterator[Any]:
    """Says now and then at which of the steps it is, or nothing where there are none: of a library that is made just now. Given is what is to be
    called after each."""
    done, over, began = [0], threading.Event(), time.monotonic()

    def tell() -> None:
        while not over.wait(OFTEN):
            number, seconds = min(done[0] + 1, len(steps)), time.monotonic() - began
            step = steps[number - 1]
            does = re.sub(r" \(:mod:.*?\)", "", " ".join((step.doc or "").split())).rstrip(".")
            log.warning(
                "The library %s is being brought up to date, for %.0f s so far: step %d of %d (%s).", name, seconds, number, len(steps), does,
                extra=about("library_brought_up_to_date", stage=step.revision, seconds=round(seconds, 1)),
            )  # fmt: skip

    def applied(**_: Any) -> None:
        done[0] += 1

    thread = threading.Thread(target=tell, name="tells of the upgrade", daemon=True)
    if steps:
        thread.start()
    try:
        yield applied
    finally:
        over.set()
        if steps:
            thread.join()
