"""Gridspace, as the Gridspace-Stanford Harper Valley corpus publishes it: a list of segments.

::

    [{"speaker_role": "agent", "channel_index": 2, "offset_ms": 5990, "duration_ms": 2280,
      "human_transcript": "hello this is ...", "transcript": "hello this is ...",
      "word_offsets_ms": [0, 660, ...], "word_durations_ms": [330, 150, ...]}]

``offset_ms`` counts from the start of the recording (``start_ms`` from that of the conversation), the words' offsets
from the segment's. The human transcript is preferred; the word times belong to the machine's, so they are taken
only where both have the same number of words.
"""

from __future__ import annotations

from audio.transcripts.cue import (
    Cue,
    CueError,
    TimedToken,
    checked_span,
    each_whole,
    spoken_text,
    with_interpolated_times,
)
from audio.transcripts.formats.node import Node

NAME = "Gridspace transcript"


def recognises(root: Node) -> bool:
    """Whether the file is a list of Gridspace segments."""
    keys = ("human_transcript", "word_offsets_ms", "speaker_role")
    return any(key in segment for segment in root.some() for key in keys)


def read(root: Node) -> list[Cue]:
    """The cues, one a segment, in the order of the file. Raises :class:`CueError` with the key at fault."""
    return [cue for cue in each_whole(root.each(), _cue) if cue.text]


def _cue(segment: Node) -> Cue:
    text = spoken_text(segment.first("human_transcript", "transcript").text())
    start = segment.first("offset_ms", "start_ms").number() / 1000
    span = checked_span(start, start + segment["duration_ms"].number() / 1000, segment.where)
    offsets, lengths = (
        [node.number() / 1000 for node in segment.each(key)] for key in ("word_offsets_ms", "word_durations_ms")
    )
    if len(offsets) != len(lengths):
        raise CueError(segment.where, f"{len(offsets)} word_offsets_ms and {len(lengths)} word_durations_ms")
    tokens = []
    if len(text.split()) == len(offsets):
        times = zip(text.split(), offsets, lengths, strict=True)
        tokens = [
            TimedToken(word, start + offset, start + offset + length, where=segment.where)
            for word, offset, length in times
        ]
    name = segment.first("speaker_role", "channel_index")
    return Cue(span, name.label(), text, with_interpolated_times(tokens, span))
