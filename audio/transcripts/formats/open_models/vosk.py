"""Vosk (https://alphacephei.com/vosk): one answer, or a list of those that were given along a recording.

::

    [{"result": [{"conf": 0.98, "start": 0.3, "end": 0.7, "word": "warranty"}, ...], "text": "warranty desk"}, {"text": ""}]

Seconds. Vosk writes neither punctuation nor who speaks.
"""

from __future__ import annotations

from itertools import chain

from audio.transcripts.cue import Cue, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Vosk"


def recognises(root: Node) -> bool:
    """Whether the file is an answer of Vosk, or a list of them."""
    answers = [root] if root.is_object else root.some()
    return any("word" in word and "conf" in word for answer in answers for word in answer.some("result"))


def read(root: Node) -> list[Cue]:
    """The cues, a new one at each answer and at each pause. Raises :class:`CueError` with the key at fault."""
    return list(chain.from_iterable(each_whole([root] if root.is_object else root.objects(), _cues)))


def _cues(answer: Node) -> list[Cue]:
    return cues_of(each_whole(answer.each("result"), _token, WORD_LEFT_OUT))


def _token(word: Node) -> TimedToken:
    text = spoken_text(word["word"].text())
    start, end = word["start"].number(), word["end"].number()
    return TimedToken(text, start, end, optional(word.get("conf")), where=word.where)
