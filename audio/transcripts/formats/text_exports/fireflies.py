"""Fireflies: a name, a dash, a clock.

::

    Speaker 1 - 00:01                       [Speaker 1 - 00:01]: Good morning, how can I help?
    Good morning, how can I help?
"""

from __future__ import annotations

import re

from audio.transcripts.cue import Cue
from audio.transcripts.formats.text_exports.headed import CLOCK, NAME, is_headed, read_headed

FIREFLIES = "Fireflies text"

_HEADING = re.compile(rf"(?P<bracket>\[)?{NAME}\s+[-–—]\s+{CLOCK}(?(bracket)\]:?\s*(?P<rest>.*))")


def is_fireflies(text: str) -> bool:
    """Whether names and clocks, a dash apart, head the turns."""
    return is_headed(text, _HEADING)


def read_fireflies(text: str) -> list[Cue]:
    """The cues, one a heading. Raises :class:`CueError` with the line at fault."""
    return read_headed(text, _HEADING)
