"""A plain list of what was said, which anyone can write; also the ``turns`` of a SameSide report.

::

    [{"speaker": "agent", "start": 0.3, "end": 2.1, "text": "Hello."}, ...]        or {"turns": [...]}

Seconds; ``words`` as in Whisper's JSON may be given. Where the first has no ``start``, none needs one.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, checked_span, spoken_text, with_interpolated_times
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.whisper import word

NAME = "a list of speaker, start, end and text"


def recognises(root: Node) -> bool:
    return any(node.is_object and "text" in node for node in _entries(root)[:1])


def read(root: Node) -> list[Cue]:
    entries = _entries(root)
    clock = "start" in entries[0]
    return [cue for entry in entries if (cue := _cue(entry, clock)).text]


def _entries(root: Node) -> list[Node]:
    if root.is_list:
        return list(root.each())
    found = root.get("turns", "utterances", "cues", "transcript") if root.is_object else None
    return list(found.each()) if found is not None and found.is_list else []


def _cue(entry: Node, clock: bool) -> Cue:
    name = entry.get("speaker")
    who = None if name is None else name.label()
    text = spoken_text(entry["text"].text())
    if not clock:
        return Cue(None, who, text)
    span = checked_span(entry["start"].number(), entry["end"].number(), entry.where)
    return Cue(span, who, text, with_interpolated_times([word(node, who) for node in entry.each("words")], span))
