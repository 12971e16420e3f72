"""Quo (before: OpenPhone), the transcript of a call
(https://www.quo.com/docs/mdx/api-reference/calls/get-a-transcription-for-a-call).

::

    {"data": {"callId": "AC1", "status": "completed", "dialogue": [
        {"content": "Warranty desk.", "start": 0.3, "end": 2.1, "identifier": "+15550123", "userId": "US1"},
        {"content": "Hi.", "start": 2.5, "end": 2.8, "identifier": "+15550100", "userId": null}]}}

Seconds. Who has a ``userId`` is of the house; of the others only the number is known.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, checked_span, each_whole, spoken_text
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.times import in_time_order

NAME = "Quo"


def recognises(root: Node) -> bool:
    """Whether the file is a transcript of Quo, as the API answers it or by itself."""
    return _data(root).holds_list("dialogue")


def read(root: Node) -> list[Cue]:
    """The cues, one a segment, in the order of time. Raises :class:`CueError` with the key at fault."""
    return in_time_order(cue for cue in each_whole(_data(root).each("dialogue"), _cue) if cue.text)


def _data(root: Node) -> Node:
    return root.at("data") or root


def _cue(segment: Node) -> Cue:
    span = checked_span(segment["start"].number(), segment["end"].number(), segment.where)
    number = segment.get("identifier")
    speaker = "agent" if "userId" in segment else None if number is None else number.label()
    return Cue(span, speaker, spoken_text(segment["content"].text()))
