"""What is watched, as people say where it is: a folder, or ``s3://bucket/prefix`` and the like."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from audio.errors import InputError, UnreachableError
from library.arrivals.folder import Folder
from library.arrivals.source import Source
from library.recordings.recordings import Recordings
from library.stores.address import object_store, parse_address

if TYPE_CHECKING:
    from library.stores.objects import Objects


def open_source(where: str, recordings: Recordings, settle: float) -> Source:
    """What is watched for one library's ``recordings``; a recording is whole once nothing has changed for ``settle`` seconds.

    Raises :class:`SameSideError` where there is no such folder or bucket, where it may not be listed, or where it is where the library keeps its own.
    """
    if "://" not in where:
        if not Path(where).is_dir():
            raise InputError(f"{where} is no folder that can be watched: name the one in which recordings come to lie")
        return Folder(Path(where), settle)
    address = parse_address(where)
    places = recordings.places.where()
    for own in (places.at, places.left or ""):
        if own and (f"{own}/".startswith(f"{address}/") or f"{address}/".startswith(f"{own}/")):
            raise InputError(
                f"{address} cannot be watched: the library keeps its own recordings at {own}, and would take them for new ones; have what comes in "
                "lie under another prefix."
            )
    store = object_store(address)
    from library.arrivals.bucket import Bucket  # imported here: a folder needs nothing of it

    with suppress(UnreachableError):  # which is waited for
        next(iter(store.list("")), None)
    return Bucket(cast("Objects", store), recordings.files, settle)
