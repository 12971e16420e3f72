"""Gladia, pre-recorded transcription, version 2 (https://docs.gladia.io, "pre-recorded/get").

::

    {"id": "...", "status": "done", "result": {"metadata": {...}, "transcription": {
        "full_transcript": "Warranty desk.", "languages": ["en"],
        "utterances": [{"text": "Warranty desk.", "start": 0.3, "end": 2.1, "channel": 0, "speaker": 0, "confidence": 0.9,
                        "words": [{"word": "Warranty", "start": 0.3, "end": 0.7, "confidence": 0.98}, ...]}]}}}

Seconds. With several channels the channel is the speaker, with one the ``speaker`` (diarization) is.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, TimedToken, checked_span, each_whole, spoken_text, with_interpolated_times
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import in_time_order
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Gladia"


def recognises(root: Node) -> bool:
    """Whether the file is a result of Gladia, whole or only its ``result``."""
    return _transcription(root) is not None


def read(root: Node) -> list[Cue]:
    """The cues, one an utterance, in the order of time. Raises :class:`CueError` with the key at fault."""
    transcription = _transcription(root)
    utterances = list(transcription.each("utterances")) if transcription is not None else []
    channels = {node.label() for utterance in utterances if (node := utterance.at("channel")) is not None}
    key = "channel" if len(channels) > 1 else "speaker"
    return in_time_order(cue for cue in each_whole(utterances, lambda utterance: _cue(utterance, key)) if cue.text)


def _transcription(root: Node) -> Node | None:
    for path in (("result", "transcription"), ("transcription",)):
        if root.holds_list(*path, "utterances"):
            return root.at(*path)
    return None


def _cue(utterance: Node, key: str) -> Cue:
    span = checked_span(utterance["start"].number(), utterance["end"].number(), utterance.where)
    name = utterance.get(key)
    tokens = each_whole(utterance.each("words"), _token, WORD_LEFT_OUT)
    speaker = None if name is None else f"{key} {name.label()}"
    return Cue(span, speaker, spoken_text(utterance["text"].text()), with_interpolated_times(tokens, span))


def _token(word: Node) -> TimedToken:
    start, end = word["start"].number(), word["end"].number()
    return TimedToken(spoken_text(word["word"].text()), start, end, optional(word.get("confidence")), where=word.where)
