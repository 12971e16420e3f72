"""A recording by its address: fetched from a host that the house allows, to the disk, while the program waits.

Who gives an address has SameSide ask for something from where SameSide is; so the house says beforehand of which hosts it may
(:mod:`library.outbound`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from library.database.private import make_file
from library.outbound.addresses import SETTING, place_of
from library.outbound.https import Limits, fetch
from library.recordings.files import digest_of
from library.store import Library
from ui.api.bodies import MOST, Part

SECONDS = 600.0
"""That a recording may take to come."""


@contextmanager
def fresh_file(folder: Path) -> Iterator[Path]:
    """An empty file in ``folder``, for nobody else to read, that is gone again afterwards."""
    path = folder / uuid.uuid4().hex
    try:
        make_file(path)
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def fetched(library: Library, url: str, folder: Path) -> Iterator[Part]:
    """The recording at an address, in a file in ``folder`` that is gone again afterwards. Raises :class:`audio.errors.SameSideError`."""
    allowed, _ = library.settings.get(SETTING, [])
    place = place_of(url, allowed)
    name = PurePosixPath(unquote(urlsplit(url).path, errors="replace")).name or "recording"
    with fresh_file(folder) as path:
        with path.open("wb") as out:
            size = fetch(place, out, Limits(MOST["recording"], SECONDS))
        yield Part(name, path, size, digest_of(path))
