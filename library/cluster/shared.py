"""What a cluster needs of a library: tables that all machines reach (PostgreSQL), recordings in a folder that all of them share, or in object storage."""

from __future__ import annotations

import os
import time

from audio.errors import InputError, LibraryError, UnreachableError
from library.database.connection import VARIABLE
from library.store import Library

LOOKS, LOOK_INTERVAL = 5, 1.0
"""So often, and so many seconds apart, a file is looked for that another machine has just written: network folders tell of it late."""


def check_shared(library: Library) -> None:
    """Raise :class:`InputError` where a library is for one machine alone."""
    if library.database.is_sqlite:
        raise InputError(
            f"a cluster needs a library in PostgreSQL, and {library.database.name} is an SQLite file, which one machine alone can use: "
            "name it with --library postgresql://…, and a folder that all machines reach with SAMESIDE_FILES (see docs/cluster.md)"
        )


def named_library() -> str:
    """The URL that this machine's environment names for its library. Raises :class:`LibraryError` where that is none to share.

    Asked before the library is opened: an SQLite file would be made where there is none.
    """
    url = os.environ.get(VARIABLE, "")
    if not url.startswith("postgresql"):
        found = "does not name one" if not url else "names an SQLite file"
        raise LibraryError(
            f"{VARIABLE} {found} there: start the cluster's workers with the PostgreSQL library's URL in {VARIABLE} and the shared folder "
            "in SAMESIDE_FILES"
        )
    return url


def another_library(library: Library, job: int, recording: str) -> str | None:
    """Why a job on this recording is none of this machine's; ``None`` where it is.

    recording  the SHA-256 of its bytes, by which it is told whether this is the same library
    """
    if library.queue.recording_of(job) != recording:
        return f"its library ({library.database.name}) does not hold what waits: it is another one"
    return None


def out_of_reach(library: Library, recording: str) -> str | None:
    """Why this machine cannot hear a recording that another says is waiting; ``None`` where it can, or where it waits no more."""
    for look in range(LOOKS):
        try:
            if library.recordings.is_there(recording):
                return None
        except UnreachableError:
            raise
        except LibraryError:  # it waits no more
            return None
        if look + 1 < LOOKS:
            time.sleep(LOOK_INTERVAL)
    if at := library.recordings.places.where().at:
        return f"the recording is not to be found in {at} there: has it been removed, or does another endpoint answer there?"
    return (
        f"recordings are not to be found in {library.files.root} there: share the folder and name it in SAMESIDE_FILES"
    )
