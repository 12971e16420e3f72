"""Otter, and Microsoft Teams' Word document saved as text: a name, two blanks or more, a clock.

::

    Web call-20260203_101500-Meeting Transcript
    3 February 2026, 10:15AM
    27m 42s
    Nick Miller started transcription

    Priya Nair   0:01                       Unknown Speaker  0:03
    Good morning, how can I help?           My bill doubled.

                                            Transcribed by https://otter.ai

Teams writes hours only from the first hour on, as Otter does, and several lines of one person under one heading; where its line breaks
are lost, the words follow the clock.
"""

from __future__ import annotations

import re

from audio.transcripts.cue import Cue
from audio.transcripts.formats.text_exports.headed import CLOCK, NAME, is_headed, read_headed

OTTER = "Otter or Teams text"

_HEADING = re.compile(rf"{NAME}(?:[^\S\t]{{2,}}|\t\s*(?=\S+$)){CLOCK}(?:\s+(?P<rest>.*))?")


def is_otter(text: str) -> bool:
    """Whether names and clocks, two blanks apart, head the turns."""
    return is_headed(text, _HEADING)


def read_otter(text: str) -> list[Cue]:
    """The cues, one a heading. Raises :class:`CueError` with the line at fault."""
    return read_headed(text, _HEADING)
