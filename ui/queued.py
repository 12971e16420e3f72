"""The work of the dashboard's queue: that of :mod:`ui.work`, under the house's limits, for the agent who was named.

What was heard once is taken from the library and not heard again; a hearing that was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analysis.limits import LimitMistake
from analysis.rules import RuleMistake
from audio.trouble import Trouble
from library.worker import Reviewed
from ui import house, shelf
from ui.work import depends, hear


def work(path: Path, options: Mapping[str, Any], progress: Callable[[str, float], None]) -> Reviewed:
    """Hear and judge one recording. Raises :class:`audio.trouble.Trouble` where it cannot be used.

    ``options``: those of :func:`ui.work.hear`; ``recording`` (its id) and ``name``; ``by`` and ``team`` (whose call).
    """
    library = shelf.library()
    told = {**options, "kept": str(library.files.hearing(options["recording"]))}
    known = depends(path, told)
    try:
        call = library.heard(options["recording"], known) or hear(path, told, progress)
        progress("making it playable", 0.0)  # now: an hour takes half a minute, and nobody should wait at the player
        library.make_playable(options["recording"])
        limits = house.limits(library)
        report = house.judged(library, call, limits)
    except Trouble as trouble:  # kept under its content's name, it is told under its own
        raise Trouble(str(trouble).replace(path.name, options.get("name", path.name))) from None
    except (LimitMistake, RuleMistake) as slip:
        raise Trouble(f"The house rules of this library no longer make sense: {slip}") from None
    library.files.forget_hearing(options["recording"])  # heard to the end: it is all in the call
    mark = house.mark(library, limits)
    return Reviewed(call, report, mark, known, agent=options.get("by"), team=options.get("team"))
