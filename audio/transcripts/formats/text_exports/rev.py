"""Rev, and others that write as Rev does: a name and the clock in brackets, or behind a colon and a tab.

::

    Speaker 1 (00:01):                 Agent:	00:00:01                 Speaker 1: [00:00:01] Good morning,
    Good morning, how can I help?      Good morning, how can I help?     how can I help?

The last is Descript's too, where names may stand between asterisks: ``**Priya Nair:** [00:00:01] Good morning``.
"""

from __future__ import annotations

import re

from audio.transcripts.cue import Cue
from audio.transcripts.formats.text_exports.headed import CLOCK, NAME, is_headed, read_headed

REV = "Rev or Descript text"

_HEADING = re.compile(
    rf"{NAME}(?:\s*(?P<round>\()|:\s*(?P<square>\[)|:\s*\t\s*){CLOCK}"
    r"(?(round)\):?|(?(square)\]))(?:\s+(?P<rest>.*))?"
)


def is_rev(text: str) -> bool:
    """Whether names with a clock in brackets, or a colon and a tab before it, head the turns."""
    return is_headed(text, _HEADING)


def read_rev(text: str) -> list[Cue]:
    """The cues, one a heading. Raises :class:`CueError` with the line at fault."""
    return read_headed(text, _HEADING)
