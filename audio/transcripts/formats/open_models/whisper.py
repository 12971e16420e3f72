"""Whisper's own JSON: openai-whisper, faster-whisper (as most scripts write it), WhisperX, and the OpenAI API.

::

    {"language": "en", "segments": [{"start": 0.3, "end": 2.1, "text": " Hello.", "speaker": "SPEAKER_00",
                                     "words": [{"word": " Hello.", "start": 0.3, "end": 0.7, "probability": 0.98}]}]}

WhisperX writes ``score`` for ``probability``, a ``speaker`` for each word that it could place, and no times for figures. The API's
``verbose_json`` (https://platform.openai.com/docs/api-reference/audio) keeps the words beside the segments; its ``diarized_json``
(gpt-4o-transcribe-diarize) has segments with a ``speaker`` (a name that was given, or A, B) and no words.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from audio.transcripts.cue import (
    Cue,
    TimedToken,
    cues_of,
    each_whole,
    open_span,
    spoken_text,
    with_interpolated_times,
)
from audio.transcripts.formats.node import Node, optional, readable
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Whisper JSON"


def recognises(root: Node) -> bool:
    """Whether the file is Whisper's own JSON."""
    segments = root.some("segments")
    return root.holds_list("segments") and (not segments or any("start" in segment for segment in segments))


def read(root: Node) -> list[Cue]:
    """The cues, one a segment where one speaker says it all, in the order of the file. Raises :class:`CueError` with the key at fault."""
    cues = list(chain.from_iterable(each_whole(root.each("segments"), _segment)))
    if any(cue.words for cue in cues) or "words" not in root:
        return cues
    return [cue for cue in cues_of(each_whole(root.each("words"), _word, WORD_LEFT_OUT)) if cue.text]


def _segment(segment: Node) -> list[Cue]:
    name = segment.get("speaker")
    speaker = None if name is None else name.label()
    tokens = words_of(segment, speaker)
    text = spoken_text(segment.first("text").text())
    if len({token.speaker for token in tokens}) > 1 or ("start" not in segment and tokens):
        return cues_of(tokens)
    span = open_span(readable(segment.get("start")), readable(segment.get("end")), segment.where)
    if span is None or not tokens:
        return [Cue(span, speaker, text)] if text else []
    return [Cue(span, tokens[0].speaker, text, with_interpolated_times(tokens, span))]


def words_of(entry: Node, speaker: str | None) -> list[TimedToken]:
    """The ``words`` of an entry; one of nobody's, as aligners leave them, is said by whoever says the one before or after."""
    tokens = each_whole(entry.each("words"), lambda node: word(node, speaker), WORD_LEFT_OUT)
    tokens = [token for token in tokens if token.text]
    last = next((token.speaker for token in tokens if token.speaker is not None), None)
    for index, token in enumerate(tokens):
        last = token.speaker or last
        tokens[index] = replace(token, speaker=last)
    return tokens


def _word(node: Node) -> TimedToken:
    return word(node, None)


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
