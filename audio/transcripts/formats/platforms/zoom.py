"""Zoom Phone, the transcript of a recording. Zoom does not document it; it is as the ZoomNet library reads it
(https://github.com/Jericho/ZoomNet, PhoneCallRecordingTranscript).

::

    {"type": "zoom_transcript", "ver": 1, "recording_id": "...", "recording_start": "...",
     "timeline": [{"ts": "00:00:00.300", "end_ts": "00:00:02.100", "text": "Warranty desk.",
                   "users": [{"username": "Priya Nair", "user_id": "...", "multiple_people": false}]}, ...]}

Clock times of the recording. A line may have no user, or several.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, checked_span, each_whole, spoken_text
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.times import clock_seconds, in_time_order

NAME = "Zoom Phone"


def recognises(root: Node) -> bool:
    """Whether the file is a transcript of Zoom Phone."""
    return any("ts" in line and "end_ts" in line for line in root.some("timeline"))


def read(root: Node) -> list[Cue]:
    """The cues, one a line, in the order of time. Raises :class:`CueError` with the key at fault."""
    return in_time_order(cue for cue in each_whole(root.each("timeline"), _cue) if cue.text)


def _cue(line: Node) -> Cue:
    span = checked_span(clock_seconds(line["ts"]), clock_seconds(line["end_ts"]), line.where)
    users = [name.label() for user in line.objects("users") if (name := user.get("username", "user_id")) is not None]
    return Cue(span, users[0] if len(users) == 1 else None, spoken_text(line["text"].text()))
