"""Gong: a clock, an upright stroke, a name; and Word's own transcription, a clock and a name.

::

    Dale Water / Larkrise                   Audio file
    Recorded on Feb 3, 2026 via Zoom, 27m   call.m4a
                                            Transcript
    Participants                            00:00:01 Speaker 1
    Dale Water                              Good morning, how can I help?
    Priya Nair, Account Executive           00:00:03 Speaker 2
                                            My bill doubled.
    Transcript

    0:01 | Priya
    Good morning, how can I help?

Some write the words on the same line: ``0:01 | Priya: Good morning`` or ``00:00:01 | Priya | Good morning``.
"""

from __future__ import annotations

import re

from audio.transcripts.cue import Cue
from audio.transcripts.formats.text_exports.headed import CLOCK, NAME, is_headed, read_headed

GONG = "Gong or Word text"

_STROKE = re.compile(rf"{CLOCK}\s*\|\s*{NAME}(?:\s*[:|]\s*(?P<rest>.*))?")
_BLANK = re.compile(rf"(?P<clock>\d\d:\d\d:\d\d)\s+{NAME}")


def is_gong(text: str) -> bool:
    """Whether clocks before names head the turns."""
    return is_headed(text, _STROKE) or is_headed(text, _BLANK)


def read_gong(text: str) -> list[Cue]:
    """The cues, one a heading. Raises :class:`CueError` with the line at fault."""
    return read_headed(text, _STROKE if is_headed(text, _STROKE) else _BLANK)
