"""Fireflies, a transcript of its GraphQL API (https://docs.fireflies.ai/schema/transcript).

::

    {"data": {"transcript": {"title": "...", "sentences": [{"index": 0, "speaker_name": "Priya Nair", "speaker_id": 0,
                                                            "start_time": 0.3, "end_time": 2.1, "text": "Warranty desk."}, ...]}}}

Seconds. The people keep the names that the meeting had for them.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, checked_span, each_whole, spoken_text
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.times import in_time_order

NAME = "Fireflies"

_PATHS = (("data", "transcript", "sentences"), ("transcript", "sentences"), ("sentences",))


def recognises(root: Node) -> bool:
    """Whether the file is a transcript of Fireflies, as the API answers it or by itself."""
    return any(
        "speaker_name" in sentence or "speaker_id" in sentence for path in _PATHS for sentence in root.some(*path)
    )


def read(root: Node) -> list[Cue]:
    """The cues, one a sentence, in the order of time. Raises :class:`CueError` with the key at fault."""
    sentences = next(node for path in _PATHS if (node := root.at(*path)) is not None and node.is_list)
    return in_time_order(cue for cue in each_whole(sentences.each(), _cue) if cue.text)


def _cue(sentence: Node) -> Cue:
    span = checked_span(sentence["start_time"].number(), sentence["end_time"].number(), sentence.where)
    name, number = sentence.get("speaker_name"), sentence.get("speaker_id")
    speaker = name.label() if name is not None else None if number is None else f"speaker {number.label()}"
    return Cue(span, speaker, spoken_text(sentence.first("text", "raw_text").text()))
