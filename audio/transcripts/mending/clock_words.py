"""Clocks that stand within the words, as some exports repeat them there, taken out.

::

    Agent: (00:12) Let me look.  ->  Let me look.        Ring me at 10:15.  stays: people say such times

A clock counts where it stands in brackets or has seconds of its own (``0:00:12``, ``00:12.5``): that is not how times of day are said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from audio.transcripts.cue import Cue
from audio.transcripts.repairs import Slip, mended

CLOCK_IN_WORDS = Slip(
    "has a clock among its words, which was taken out", "have a clock among their words, which was taken out"
)

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?"
_CLOCK = re.compile(
    rf"[(\[<{{]\s{{0,3}}{_TIME}(?:\s{{0,3}}(?:-->?|[-–—])\s{{0,3}}{_TIME})?\s{{0,3}}[)\]>}}]"
    r"|(?<![\w:.,])\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?|[.,]\d{1,9})(?![\w:])"
)


def without_clocks(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with clocks taken out of their text; one that was nothing but a clock is gone."""
    cleaned = []
    for cue in cues:
        text, clocks = _CLOCK.subn(" ", cue.text) if ":" in cue.text else (cue.text, 0)
        if not clocks:
            cleaned.append(cue)
            continue
        mended(CLOCK_IN_WORDS)
        if text := " ".join(text.split()):
            words = tuple(word for word in cue.words if not _CLOCK.fullmatch(word.text))
            cleaned.append(replace(cue, text=text, words=words))
    return cleaned
