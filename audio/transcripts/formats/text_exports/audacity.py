"""Audacity's label track: start, end and label between tabs, in seconds.

::

    1.000000	3.200000	Agent: Good morning, how can I help?
    \\	80.000000	3400.000000
    3.800000	8.000000	Customer: My bill doubled.

A line that begins with a backslash is the frequency range of the label above. A point label, which ends where it starts, lasts as long
as its words take. Labels that only say who speaks hold no words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from audio.transcripts.cue import Cue, CueError, checked_span, spoken_text
from audio.transcripts.formats.dialogue import split_names
from audio.transcripts.formats.text_exports.headed import PACE
from audio.transcripts.role_names import role, side

AUDACITY = "Audacity labels"

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_LABEL = re.compile(rf"{_NUMBER}\t{_NUMBER}(?:\t(.*))?")


def is_audacity(text: str) -> bool:
    """Whether every line is a label or the frequency range of one."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("\\")]
    labels = [_LABEL.fullmatch(line) for line in lines]
    return bool(labels) and all(labels) and any(label and label[3] for label in labels)


def read_audacity(text: str) -> list[Cue]:
    """The cues, one a label, in the order of time. Raises :class:`CueError` with the line at fault, or where no label holds words."""
    cues = [cue for number, line in enumerate(text.splitlines(), 1) if (cue := _cue(line, f"line {number}")).text]
    if all(len(cue.text.split()) <= 2 and (role(cue.text) or side(cue.text) is not None) for cue in cues):
        raise CueError("line 1", "the labels say who speaks, and none holds words such as “Agent: …”")
    named = split_names(sorted(cues, key=lambda cue: cue.span.start if cue.span else 0.0))
    return [replace(cue, text=text) for cue in named if (text := spoken_text(cue.text))]


def _cue(line: str, where: str) -> Cue:
    label = _LABEL.fullmatch(line)
    if label is None:
        return Cue(None, None, "")
    start, end = (float(time.replace(",", ".")) for time in (label[1], label[2]))
    text = (label[3] or "").strip()
    return Cue(checked_span(start, end if end != start else start + max(1.0, len(text) / PACE), where), None, text)
