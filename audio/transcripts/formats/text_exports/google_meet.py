"""Google Meet: the document of a meeting's transcript as text, with a clock on a line of its own every few minutes.

::

    Dale Water call (2026-02-03 10:15 GMT) - Transcript
    Attendees
    Priya Nair, Tom Hale
    Transcript
    00:00:00

    Priya Nair: Good morning, how can I help?
    Tom Hale: My bill doubled.

    00:05:12
    ...
    Transcription ended after 00:27:42
    This editable transcript was computer generated and might contain errors.

The clocks stand minutes apart and say nothing of a single line, so the lines have no times; they are laid in order over the speech.
Notes that Gemini wrote may stand above the last heading “Transcript”. Saved as Markdown, the names stand between asterisks and the clocks are headings.
"""

from __future__ import annotations

import re

from audio.transcripts.cue import Cue
from audio.transcripts.formats.dialogue import read_plain

GOOGLE_MEET = "Google Meet text"

_CLOCK = re.compile(r"\(?\d\d:\d\d:\d\d\)?")
_END = re.compile(r"(?:transcription|meeting) ended after \d.*|this editable transcript was computer generated.*", re.I)
_OPENS = re.compile(r"(?:.{0,120}\s)?transcript|attendees", re.I)


def is_google_meet(text: str) -> bool:
    """Whether a meeting's transcript ends as Google Meet ends it, or has its heading and clocks on lines of their own."""
    lines = _lines(text)
    if not _dialogue(lines):
        return False
    opens = any(_OPENS.fullmatch(line) for line in lines)
    return any(_END.fullmatch(line) for line in lines) or (opens and any(_CLOCK.fullmatch(line) for line in lines))


def read_google_meet(text: str) -> list[Cue]:
    """The cues, one a line of somebody, without times. Raises :class:`CueError` where nobody is named."""
    return read_plain("\n".join(_dialogue(_lines(text))))


def _lines(text: str) -> list[str]:
    """The lines without Markdown's marks."""
    plain = (line.strip().lstrip("#").replace("**", "").strip().strip("*_").strip() for line in text.splitlines())
    return [line for line in plain if line]


def _dialogue(lines: list[str]) -> list[str]:
    """The lines from the first that names somebody who speaks to the one that ends the transcript, without clocks."""
    begins = max((index + 1 for index, line in enumerate(lines) if _OPENS.fullmatch(line)), default=0)
    spoken = []
    for line in lines[begins:]:
        if _END.fullmatch(line):
            break
        if not _CLOCK.fullmatch(line):
            spoken.append(line)
    named = (index for index, line in enumerate(spoken) if re.match(r"[^\W_][^:\n]{0,60}:(?:\s|$)", line))
    return spoken[next(named, len(spoken)) :]
