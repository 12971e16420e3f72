"""Webex: WebVTT whose cues are named by their number, or text with the clock and the name before colons.

::

    WEBVTT                                            0:11 : Priya Nair : Good morning, how can I help?
                                                      0:15 : Tom Hale (guest) : My bill doubled.
    1 "Priya Nair" (1262511360)
    00:00:05.579 --> 00:00:06.858
    Good morning, how can I help?

The name becomes the voice tag that WebVTT has for it; a cue of nobody has an empty one.
"""

from __future__ import annotations

import re

from audio.transcripts.cue import Cue
from audio.transcripts.formats.captions import read_vtt
from audio.transcripts.formats.text_exports.headed import CLOCK, NAME, is_headed, read_headed

WEBEX = "Webex transcript"

_CUE = re.compile(r'^\d+ "([^"\n]*)"(?: \(\d*\))?[ \t]*\n([^\n]*-->[^\n]*\n)', re.MULTILINE)
_LINE = re.compile(rf"{CLOCK}\s+:\s+{NAME}\s+:\s+(?P<rest>.*)")


def is_webex(text: str) -> bool:
    """Whether the cues of a WebVTT file, or the lines of a text, are named as Webex does it."""
    if text.lstrip().startswith("WEBVTT"):
        return _CUE.search(text) is not None
    return is_headed(text, _LINE)


def read_webex(text: str) -> list[Cue]:
    """The cues, in the order of the file. Raises :class:`CueError` with the line at fault."""
    if not text.lstrip().startswith("WEBVTT"):
        return read_headed(text, _LINE)
    return read_vtt(_CUE.sub(_with_voice, text))


def _with_voice(match: re.Match[str]) -> str:
    name = match[1].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"\n{match[2]}<v {name}>" if name else f"\n{match[2]}"
