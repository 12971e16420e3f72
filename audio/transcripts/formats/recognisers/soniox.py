"""Soniox (https://soniox.com/docs/stt/async/async-transcription, "Get transcript").

::

    {"id": "...", "text": "Warranty desk.",
     "tokens": [{"text": " War", "start_ms": 300, "end_ms": 500, "confidence": 0.98, "speaker": "1"}, {"text": "ranty", ...}]}

Milliseconds. Tokens are pieces of words; those of a translation have no times, and were not said.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, TimedToken, cues_of, each_whole
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.pieces import whole_words
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Soniox"


def recognises(root: Node) -> bool:
    """Whether the file is a transcript of Soniox."""
    return any("start_ms" in token and "text" in token for token in root.some("tokens"))


def read(root: Node) -> list[Cue]:
    """The cues, a new one at each speaker and pause. Raises :class:`CueError` with the key at fault."""
    said = [token for token in root.each("tokens") if token.at("translation_status") is None or "start_ms" in token]
    return cues_of(whole_words(each_whole(said, _token, WORD_LEFT_OUT)))


def _token(token: Node) -> TimedToken:
    start, end = (token[key].number() / 1000 for key in ("start_ms", "end_ms"))
    name = token.get("speaker")
    speaker = None if name is None else f"speaker {name.label()}"
    return TimedToken(token["text"].text(), start, end, optional(token.get("confidence")), speaker, token.where)
