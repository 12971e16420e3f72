"""Contact Lens for Amazon Connect, and Transcribe Call Analytics, which has the same shape.

::

    {"Participants": [{"ParticipantId": "...", "ParticipantRole": "AGENT"}],
     "Transcript": [{"ParticipantId": "...", "Content": "Hello.", "BeginOffsetMillis": 40, "EndOffsetMillis": 350,
                     "Items": [{"Content": "Hello", "BeginOffsetMillis": 40, "EndOffsetMillis": 310}, ...]}]}

Times are milliseconds. The real-time form (``Segments`` of ``Transcript`` or ``Utterance``) is read too.
"""

from __future__ import annotations

from dataclasses import replace

from audio.transcripts.cue import Cue, TimedToken, checked_span, each_whole, spoken_text, with_interpolated_times
from audio.transcripts.formats.node import Node, optional

NAME = "Amazon Contact Lens"


def recognises(root: Node) -> bool:
    """Whether the file is a Contact Lens analysis."""
    return root.is_object and any(key in root and root[key].is_list for key in ("Transcript", "Segments"))


def read(root: Node) -> list[Cue]:
    """The cues, one a turn, in the order of the file. Raises :class:`CueError` with the key at fault."""
    people = root.each("Participants")
    roles = {person["ParticipantId"].label(): person["ParticipantRole"].label() for person in people}
    turns = list(root.each("Transcript"))
    turns += [turn for part in root.each("Segments") if (turn := part.get("Transcript", "Utterance")) is not None]
    return [cue for cue in each_whole(turns, lambda turn: _turn(turn, roles)) if cue.text]


def _turn(turn: Node, roles: dict[str, str]) -> Cue:
    name = turn.first("ParticipantRole", "ParticipantId").label()
    text = spoken_text(turn.first("Content", "PartialContent").text())
    begin, end = (turn[key].number() / 1000 for key in ("BeginOffsetMillis", "EndOffsetMillis"))
    span = checked_span(begin, end, turn.where)
    tokens: list[TimedToken] = []
    for item in turn.each("Items"):
        content = spoken_text(item["Content"].text())
        if "BeginOffsetMillis" in item:
            times = [item[key].number() / 1000 for key in ("BeginOffsetMillis", "EndOffsetMillis")]
            tokens.append(TimedToken(content, times[0], times[1], optional(item.get("Confidence")), where=item.where))
        elif tokens:
            tokens[-1] = replace(tokens[-1], text=tokens[-1].text + content)
    return Cue(span, roles.get(name, name), text, with_interpolated_times(tokens, span))
