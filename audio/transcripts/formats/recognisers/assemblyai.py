"""AssemblyAI (https://www.assemblyai.com/docs/api-reference/transcripts/get).

::

    {"id": "...", "status": "completed", "audio_duration": 21, "audio_channels": 2, "text": "...",
     "words": [{"text": "Warranty", "start": 300, "end": 700, "confidence": 0.98, "speaker": "A", "channel": "1"}, ...],
     "utterances": [{"speaker": "A", "channel": "1", "start": 300, "end": 2100, "text": "Warranty desk.", "words": [...]}]}

Milliseconds. Utterances are there with speaker labels or with several channels, counted from 1; then the channel is the speaker.
"""

from __future__ import annotations

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
from audio.transcripts.formats.times import in_time_order
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "AssemblyAI"

_ITS_OWN = ("audio_url", "audio_duration", "audio_channels", "language_model", "acoustic_model", "status")


def recognises(root: Node) -> bool:
    """Whether the file is a transcript of AssemblyAI."""
    has_words = root.holds_list("words") or root.holds_list("utterances")
    return has_words and any(root.at(key) is not None for key in _ITS_OWN)


def read(root: Node) -> list[Cue]:
    """The cues, one an utterance, in the order of time. Raises :class:`CueError` with the key at fault."""
    utterances = list(root.each("utterances"))
    if not utterances:
        return cues_of(each_whole(root.each("words"), _token, WORD_LEFT_OUT))
    return in_time_order(cue for cue in each_whole(utterances, _cue) if cue.text)


def _cue(utterance: Node) -> Cue:
    start, end = (utterance[key].number() / 1000 for key in ("start", "end"))
    span = checked_span(start, end, utterance.where)
    tokens = each_whole(utterance.each("words"), _token, WORD_LEFT_OUT)
    return Cue(span, _speaker(utterance), spoken_text(utterance["text"].text()), with_interpolated_times(tokens, span))


def _token(word: Node) -> TimedToken:
    start, end = (word[key].number() / 1000 for key in ("start", "end"))
    text = spoken_text(word["text"].text())
    return TimedToken(text, start, end, optional(word.get("confidence")), _speaker(word), word.where)


def _speaker(node: Node) -> str | None:
    channel, name = node.get("channel"), node.get("speaker")
    if channel is not None:
        return f"channel {channel.label()}"
    if name is None:
        return None
    letter = name.label()
    return f"speaker {letter}" if len(letter) <= 2 else letter  # speaker identification writes a name or a role
