"""How long each stage of a job takes, told by what its work says of its progress.

::

    opening ── "reading" ── "hearing the voices" ── "hearing the words" ── "making it playable" ── "judging"
       0.2 s      1.1 s            3.4 s                  28.0 s                  2.2 s               0.4 s

What the work says are words for a page; here each belongs to one of a few stages, and what is none of them goes on with the stage before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from audio.errors import InputError, ModelError, SameSideError
from library.jobs.tallies import Kind, Stage, WorkKind

SAID: Mapping[str, Stage] = {
    "reading": "reading",
    "hearing the voices": "voices",
    "hearing the words": "words",
    "making it playable": "playable",
    "judging": "judging",
}
FIRST: Mapping[WorkKind, Stage] = {"review": "opening", "judging": "judging", "fetching": "fetching"}
"""The stage with which a job begins."""


def kind_of(trouble: SameSideError) -> Kind:
    """Of which kind a failure is."""
    if isinstance(trouble, InputError):
        return "recording"
    return "model" if isinstance(trouble, ModelError) else "library"


class Stopwatch:
    """Measures the stages of one job from now on; ``monotonic`` gives seconds that only ever grow."""

    def __init__(self, work: WorkKind, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._stage, self._began = FIRST[work], monotonic()
        self._spent: dict[Stage, float] = {}

    @property
    def stage(self) -> Stage:
        """The stage that is under way, or was the last."""
        return self._stage

    def said(self, progress: str) -> None:
        """Take what the work says that it does."""
        stage = SAID.get(progress, self._stage)
        if stage != self._stage:
            self._take(stage)

    def spent(self) -> dict[Stage, float]:
        """Seconds by stage, up to now."""
        self._take(self._stage)
        return dict(self._spent)

    def _take(self, stage: Stage) -> None:
        now = self._monotonic()
        self._spent[self._stage] = self._spent.get(self._stage, 0.0) + now - self._began
        self._stage, self._began = stage, now
