"""Deepgram's JSON (https://developers.deepgram.com, "pre-recorded audio").

::

    {"results": {"channels": [{"alternatives": [{"transcript": "...", "words": [
                     {"word": "hello", "punctuated_word": "Hello.", "start": 0.04, "end": 0.3,
                      "confidence": 0.99, "speaker": 0}]}]}],
                 "utterances": [{"start": 0.04, "end": 2.1, "channel": 0, "speaker": 0, "transcript": "...", "words": []}]}}

Seconds. The words are taken channel by channel; with several channels the channel is the speaker, with one the
``speaker`` of each word (diarization) is.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Deepgram JSON"


def recognises(root: Node) -> bool:
    """Whether the file is a Deepgram response."""
    return root.is_object and "results" in root and root["results"].is_object and "channels" in root["results"]


def read(root: Node) -> list[Cue]:
    """The cues of all channels, in the order of time. Raises :class:`CueError` with the key at fault."""
    channels = list(root["results"]["channels"].each())
    cues = []
    for i, channel in enumerate(channels):
        side = f"channel {i}" if len(channels) > 1 else None
        best = next(channel["alternatives"].each(), None)
        cues += cues_of(_tokens(best["words"], side)) if best is not None else []
    return sorted(cues, key=lambda cue: cue.span.start if cue.span else 0.0)


def _tokens(words: Node, side: str | None) -> list[TimedToken]:
    return each_whole(words.each(), lambda word: _token(word, side), WORD_LEFT_OUT)


def _token(word: Node, side: str | None) -> TimedToken:
    speaker = word.get("speaker")
    return TimedToken(
        spoken_text(word.first("punctuated_word", "word").text()),
        word["start"].number(),
        word["end"].number(),
        optional(word.get("confidence")),
        side or (f"speaker {speaker.label()}" if speaker is not None else None),
        word.where,
    )
