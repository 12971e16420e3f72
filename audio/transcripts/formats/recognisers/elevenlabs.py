"""ElevenLabs Scribe (https://elevenlabs.io/docs/api-reference/speech-to-text/convert).

::

    {"language_code": "eng", "text": "Warranty desk.",
     "words": [{"text": "Warranty", "type": "word", "start": 0.3, "end": 0.7, "speaker_id": "speaker_0", "logprob": -0.02},
               {"text": " ", "type": "spacing", ...}, {"text": "(coughs)", "type": "audio_event", ...}]}
    several channels    {"transcripts": [{"channel_index": 0, "words": [...]}, {"channel_index": 1, "words": [...]}]}

Seconds; a word may have none. A word's ``channel_index``, where there is one, says more than its ``speaker_id``.
"""

from __future__ import annotations

import math

from audio.transcripts.cue import Cue, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import in_time_order
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "ElevenLabs Scribe"

_KINDS = ("word", "spacing", "audio_event")


def recognises(root: Node) -> bool:
    """Whether the file is a transcript of Scribe, of one channel or of several."""
    return any(_is_scribes(word) for part in (root, *root.some("transcripts")) for word in part.some("words"))


def read(root: Node) -> list[Cue]:
    """The cues of all channels, in the order of time. Raises :class:`CueError` with the key at fault."""
    parts = list(root.each("transcripts")) or [root]
    sides: dict[str | None, list[TimedToken]] = {}
    for part in parts:
        for token in _tokens(part, part.get("channel_index") if len(parts) > 1 else None):
            is_channel = token.speaker is not None and token.speaker.startswith("channel")
            sides.setdefault(token.speaker if is_channel else None, []).append(token)
    return in_time_order(cue for tokens in sides.values() for cue in cues_of(tokens))


def _tokens(part: Node, channel: Node | None) -> list[TimedToken]:
    return each_whole(part.each("words"), lambda word: _token(word, channel), WORD_LEFT_OUT)


def _is_scribes(word: Node) -> bool:
    kind = word.get("type")
    return kind is not None and kind.value in _KINDS


def _token(word: Node, channel: Node | None) -> TimedToken:
    text = spoken_text(word["text"].text()) if word["type"].text() == "word" else ""
    channel, name = channel or word.get("channel_index"), word.get("speaker_id")
    speaker = f"channel {channel.label()}" if channel is not None else None if name is None else name.label()
    logprob = optional(word.get("logprob"))
    confidence = None if logprob is None else math.exp(min(0.0, logprob))
    return TimedToken(text, optional(word.get("start")), optional(word.get("end")), confidence, speaker, word.where)
