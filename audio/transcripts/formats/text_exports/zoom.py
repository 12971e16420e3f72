"""Zoom: the captions that a meeting saves as text, and its chat, which is no transcript.

::

    [Priya Nair] 10:00:05                     10:00:05 From  Tom Hale  to  Everyone:
    Good morning, how can I help?             	is my bill in there?

    [Tom Hale] 10:00:09                       00:09:04	Tom Hale:	is my bill in there?
    My bill doubled.

Captions have the time of day and are counted from the first. A chat is what people typed beside what they said, so it is refused, with
what to take instead. Zoom's ``.vtt``, with names before colons, is WebVTT.
"""

from __future__ import annotations

import re

from audio.transcripts.cue import Cue, CueError
from audio.transcripts.formats.text_exports.headed import CLOCK, is_headed, read_headed

ZOOM = "Zoom captions"
ZOOM_CHAT = "Zoom chat"

_CAPTION = re.compile(rf"\[(?P<name>[^\]\n]{{1,80}})\]\s+{CLOCK}")
_FROM = re.compile(r"^[-* ]*(?:\d\d?:)?\d\d?:\d\d\s+From\s+\S.*?\s+to\s+\S.*?:", re.MULTILINE | re.IGNORECASE)
_TABS = re.compile(r"^\d\d:\d\d:\d\d\t[^\t\n]+:\t", re.MULTILINE)


def is_zoom(text: str) -> bool:
    """Whether names in square brackets before the time of day head the turns."""
    return is_headed(text, _CAPTION)


def read_zoom(text: str) -> list[Cue]:
    """The cues, one a heading, from the first one's time on. Raises :class:`CueError` with the line at fault."""
    return read_headed(text, _CAPTION, wall_clock=True)


def is_zoom_chat(text: str) -> bool:
    """Whether the text opens as the chat of a Zoom meeting does."""
    first = text.lstrip()[:400]
    return bool(_FROM.match(first) or _TABS.match(first))


def read_zoom_chat(text: str) -> list[Cue]:
    """Nothing: raises :class:`CueError` that says what a chat is and what is needed."""
    raise CueError(
        "line 1",
        f"{text.strip().splitlines()[0][:40]!r} is of the chat of a Zoom meeting, what people typed and not what they said; take "
        "the meeting's audio transcript (.vtt) or its saved captions instead",
    )
