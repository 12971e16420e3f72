"""RingCentral RingSense, the insights of a recorded call, or the event that brings them.

::

    {"ownerExtensionId": "622", "speakerInfo": [{"speakerId": "p-1", "name": "Priya Nair", "extensionId": "622"}, ...],
     "insights": {"Transcript": [{"speakerId": "p-1", "start": 0.3, "end": 2.1, "text": "Warranty desk."}, ...]}}

https://developers.ringcentral.com/guide/ai/ringsense. Seconds. The owner of the recording is the agent; with no owner among the
speakers they keep their names.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, checked_span, each_whole, spoken_text
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.times import in_time_order

NAME = "RingCentral RingSense"


def recognises(root: Node) -> bool:
    """Whether the file holds RingSense's transcript, bare or in an event's ``body``."""
    return _body(root).holds_list("insights", "Transcript")


def read(root: Node) -> list[Cue]:
    """The cues, one an utterance, in the order of time. Raises :class:`CueError` with the key at fault."""
    body = _body(root)
    owner = body.at("ownerExtensionId")
    names = dict(each_whole(body.each("speakerInfo"), lambda person: _person(person, owner)))
    lines = body["insights"].each("Transcript")
    return in_time_order(cue for cue in each_whole(lines, lambda line: _cue(line, names)) if cue.text)


def _body(root: Node) -> Node:
    return root.at("body") or root


def _person(person: Node, owner: Node | None) -> tuple[str, str | None]:
    extension, name = person.get("extensionId"), person.get("name")
    is_owner = owner is not None and extension is not None and extension.label() == owner.label()
    return person["speakerId"].label(), "agent" if is_owner else None if name is None else name.label()


def _cue(line: Node, names: dict[str, str | None]) -> Cue:
    span = checked_span(line["start"].number(), line["end"].number(), line.where)
    speaker = line["speakerId"].label()
    return Cue(span, names.get(speaker) or speaker, spoken_text(line["text"].text()))
