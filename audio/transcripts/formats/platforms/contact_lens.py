"""Contact Lens for Amazon Connect, and Transcribe Call Analytics, which has the same shape.

::

    {"Participants": [{"ParticipantId": "...", "ParticipantRole": "AGENT"}],
     "Transcript": [{"ParticipantId": "...", "Content": "Hello.", "BeginOffsetMillis": 40, "EndOffsetMillis": 350,
                     "Items": [{"Content": "Hello", "BeginOffsetMillis": 40, "EndOffsetMillis": 310}, ...]}]}

https://docs.aws.amazon.com/connect/latest/adminguide/contact-lens-example-output-files.html. Times are milliseconds. The real-time form
(``Segments`` of ``Transcript`` or ``Utterance``) is read too. Roles are AGENT, CUSTOMER, SUPERVISOR, CUSTOM_BOT and SYSTEM; a
participant who is not listed stays one without a role. A chat has ``AbsoluteTime`` in place of offsets, and no sound.
"""

from __future__ import annotations

from dataclasses import replace

from audio.transcripts.cue import (
    Cue,
    CueError,
    TimedToken,
    checked_span,
    each_whole,
    spoken_text,
    with_interpolated_times,
)
from audio.transcripts.formats.node import Node, optional

NAME = "Amazon Contact Lens"

_ITS_OWN = ("ParticipantId", "ParticipantRole", "BeginOffsetMillis", "AbsoluteTime")


def recognises(root: Node) -> bool:
    """Whether the file is a Contact Lens analysis."""
    turns = [*root.some("Transcript"), *_live(root.some("Segments"))]
    listed = root.holds_list("Transcript") or root.holds_list("Segments")
    return any(key in turn for turn in turns for key in _ITS_OWN) or (listed and not turns)


def read(root: Node) -> list[Cue]:
    """The cues, one a turn, in the order of the file. Raises :class:`CueError` with the key at fault."""
    roles = dict(each_whole(root.each("Participants"), _participant))
    turns = [*root.each("Transcript"), *_live(root.objects("Segments"))]
    if any("AbsoluteTime" in turn for turn in turns) and not any("BeginOffsetMillis" in turn for turn in turns):
        raise CueError(
            "key “Transcript”",
            "these are the messages of a chat, which nobody spoke and which has no recording; SameSide reviews calls, so the "
            "file of a voice contact is needed",
        )
    return [cue for cue in each_whole(turns, lambda turn: _turn(turn, roles)) if cue.text]


def _live(parts: list[Node]) -> list[Node]:
    """The turns of the real-time form."""
    return [turn for part in parts if (turn := part.get("Transcript", "Utterance")) is not None and turn.is_object]


def _participant(person: Node) -> tuple[str, str | None]:
    role = person.get("ParticipantRole")
    return person["ParticipantId"].label(), None if role is None else role.label()


def _turn(turn: Node, roles: dict[str, str | None]) -> Cue:
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
    return Cue(span, roles.get(name) or name, text, with_interpolated_times(tokens, span))
