"""A hit in its place: what the reading of one sentence heard, and which line and sentence of the call it was heard in.

::

    reading         line 4, its second sentence            time
    Hit       ──>   PlacedHit                        ──>   the same, noted or under another name
    “we can …”      “Sorry, no. We can send one.”          “The bad news came at 0:42.”

What time says is added to the evidence as notes; the hit's words and figures stay those of the reading.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.language.reading import Hit
from analysis.language.utterances import Sentence


@dataclass(frozen=True, slots=True)
class PlacedHit:
    """A hit with the index of its line in the call, its sentence, and notes that time added to the evidence."""

    line: int
    sentence: Sentence
    hit: Hit
    notes: tuple[str, ...] = ()

    def noted(self, note: str) -> PlacedHit:
        """The same with one more note."""
        return replace(self, notes=(*self.notes, note))

    def renamed(self, technique: str, note: str) -> PlacedHit:
        """The same as another ``technique`` of its stance, with a note that says why."""
        return replace(self, hit=replace(self.hit, technique=technique), notes=(*self.notes, note))
