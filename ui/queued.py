"""The work of the dashboard's queue: that of :mod:`ui.work`, under the house's limits, for the agent who was named.

What was heard once is taken from the library and not heard again; a hearing that was stopped goes on where it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from audio.trouble import Trouble
from library.playable import make_playable
from library.store import Library
from library.worker import Reviewed
from ui import house, shelf
from ui.work import depends, hear


def work(path: Path, options: Mapping[str, Any], progress: Callable[[str, float], None]) -> Reviewed:
    """Hear and judge one recording. Raises :class:`audio.trouble.Trouble` where it cannot be used.

    ``options``: those of :func:`ui.work.hear`; ``recording`` (its id) and ``name``; ``by`` and ``team`` (whose call).
    """
    library = shelf.library()
    halfway = library.database.files / "hearing"
    told = {**options, "kept": str(halfway)}
    known = depends(path, told)
    try:
        call = library.heard(options["recording"], known) or hear(path, told, progress)
        _playable(library, options["recording"], path, progress)
    except Trouble as trouble:  # kept under its content's name, it is told under its own
        raise Trouble(str(trouble).replace(path.name, options.get("name", path.name))) from None
    limits = house.limits(library)
    report = house.judged(call, limits)
    if options.get("by"):
        whose = {"name": options.get("name"), "agent": options["by"], "team": options.get("team")}
        library.keep_call(call, options["recording"], known, **whose)
    shutil.rmtree(halfway / call.id, ignore_errors=True)  # heard to the end: it is all in the call
    return Reviewed(call, report, house.mark(limits), known)


def _playable(library: Library, recording: str, path: Path, progress: Callable[[str, float], None]) -> None:
    """Make the form that browsers play now: an hour takes half a minute, and nobody should wait for it at the player."""
    made = library.files.playable(recording)
    if made.exists():
        return
    progress("making it playable", 0.0)
    with library.files.arriving(made.suffix) as half:
        make_playable(path, half)
        library.files.settle(half, made)
