"""The order in which a transcript's cues are put right; each step is a module of this room."""

from __future__ import annotations

from collections.abc import Sequence

from audio.transcripts.cue import Cue
from audio.transcripts.mending.clock_start import from_the_start
from audio.transcripts.mending.clock_words import without_clocks
from audio.transcripts.mending.ends import with_ends
from audio.transcripts.mending.neighbours import laid_between, with_times_in_reach
from audio.transcripts.mending.units import in_seconds
from audio.transcripts.mending.unnamed import with_names


def mend(cues: Sequence[Cue]) -> list[Cue]:
    """The cues in seconds from the start of the call, each with a length, and named where it can be told.

    A transcript without times stays without. Raises :class:`~audio.transcripts.cue.CueError` where half of the times or more
    cannot be those of a call.
    """
    cues = without_clocks(cues)
    if any(cue.span is not None for cue in cues):
        cues = with_ends(laid_between(with_times_in_reach(from_the_start(in_seconds(cues)))))
    return with_names(cues)
