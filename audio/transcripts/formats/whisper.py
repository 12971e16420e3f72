"""Whisper's own JSON: openai-whisper, faster-whisper (as most scripts write it), WhisperX, and the OpenAI API.

::

    {"language": "en", "segments": [{"start": 0.3, "end": 2.1, "text": " Hello.", "speaker": "SPEAKER_00",
                                     "words": [{"word": " Hello.", "start": 0.3, "end": 0.7, "probability": 0.98}]}]}

WhisperX writes ``score`` for ``probability``, a ``speaker`` for each word, and no times for figures. The API's
``verbose_json`` keeps the words beside the segments.
"""

from __future__ import annotations

from itertools import chain

from audio.transcripts.cue import (
    Cue,
    TimedToken,
    checked_span,
    cues_of,
    each_whole,
    spoken_text,
    with_interpolated_times,
)
from audio.transcripts.formats.node import Node, optional

NAME = "Whisper JSON"


def recognises(root: Node) -> bool:
    """Whether the file is Whisper's own JSON."""
    return root.is_object and "segments" in root and root["segments"].is_list


def read(root: Node) -> list[Cue]:
    """The cues, one a segment where one speaker says it all, in the order of the file. Raises :class:`CueError` with the key at fault."""
    cues = list(chain.from_iterable(each_whole(root.each("segments"), _segment)))
    if any(cue.words for cue in cues) or "words" not in root:
        return cues
    return [cue for cue in cues_of(word(node, None) for node in root.each("words")) if cue.text]


def _segment(segment: Node) -> list[Cue]:
    span = checked_span(segment["start"].number(), segment["end"].number(), segment.where)
    name = segment.get("speaker")
    speaker = None if name is None else name.label()
    tokens = [token for node in segment.each("words") if (token := word(node, speaker)).text]
    text = spoken_text(segment.first("text").text())
    if not tokens:
        return [Cue(span, speaker, text)] if text else []
    if len({token.speaker for token in tokens}) > 1:
        return cues_of(tokens)
    return [Cue(span, tokens[0].speaker, text, with_interpolated_times(tokens, span))]


def word(node: Node, speaker: str | None) -> TimedToken:
    """One entry of ``words``, said by ``speaker`` where it names nobody itself."""
    name = node.get("speaker")
    return TimedToken(
        spoken_text(node.first("word", "text").text()),
        optional(node.get("start")),
        optional(node.get("end")),
        optional(node.get("probability", "score", "confidence")),
        name.label() if name is not None else speaker,
        node.where,
    )
