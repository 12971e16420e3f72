"""Azure Speech: batch transcription, and fast transcription.

::

    batch   {"recognizedPhrases": [{"channel": 0, "speaker": 1, "offset": "PT0.07S", "duration": "PT1.59S",
                                    "offsetInTicks": 700000, "durationInTicks": 15900000,
                                    "nBest": [{"confidence": 0.9, "display": "Hello.", "words": [...]}]}]}
    fast    {"phrases": [{"channel": 0, "speaker": 1, "offsetMilliseconds": 70, "durationMilliseconds": 1590,
                          "text": "Hello.", "confidence": 0.9, "words": [{"text": "Hello.", ...}]}]}

A tick is 100 ns; where ticks are missing the ISO 8601 duration is read. With one channel the ``speaker`` counts.
"""

from __future__ import annotations

import re

from audio.span import Span
from audio.transcripts.cue import (
    Cue,
    CueError,
    TimedToken,
    checked_span,
    each_whole,
    spoken_text,
    with_interpolated_times,
)
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Azure Speech"

_ISO = re.compile(r"^PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?$")


def recognises(root: Node) -> bool:
    """Whether the file is an Azure transcription, batch or fast."""
    timed = any("offsetMilliseconds" in phrase or "offset" in phrase for phrase in root.some("phrases"))
    return timed or root.holds_list("recognizedPhrases") or root.holds_list("combinedPhrases")


def read(root: Node) -> list[Cue]:
    """The cues of all phrases, in the order of time. Raises :class:`CueError` with the key at fault."""
    phrases = list(root.first("recognizedPhrases", "phrases").each())
    channels = {node.label() for phrase in phrases if (node := phrase.get("channel")) is not None}
    cues = [cue for cue in each_whole(phrases, lambda phrase: _cue(phrase, len(channels) > 1)) if cue is not None]
    return sorted(cues, key=lambda cue: cue.span.start if cue.span else 0.0)


def _cue(phrase: Node, by_channel: bool) -> Cue | None:
    status = phrase.get("recognitionStatus")
    if status is not None and status.text() != "Success":
        return None
    best = next(phrase.each("nBest"), None) if "nBest" in phrase else phrase
    if best is None:
        return None
    text = spoken_text(best.first("display", "text", "lexical").text())
    name = phrase.get("channel" if by_channel else "speaker")
    speaker = None if name is None else f"{'channel' if by_channel else 'speaker'} {name.label()}"
    span = _span(phrase)
    tokens = each_whole(best.each("displayWords" if "displayWords" in best else "words"), _token, WORD_LEFT_OUT)
    return Cue(span, speaker, text, with_interpolated_times(tokens, span)) if text else None


def _token(word: Node) -> TimedToken:
    span = _span(word)
    text = spoken_text(word.first("displayText", "text", "word").text())
    return TimedToken(text, span.start, span.end, optional(word.get("confidence")), where=word.where)


def _span(node: Node) -> Span:
    start, length = (_seconds(node, key) for key in ("offset", "duration"))
    return checked_span(start, start + length, node.where)


def _seconds(node: Node, key: str) -> float:
    ticks, milliseconds = node.get(f"{key}InTicks"), node.get(f"{key}Milliseconds")
    if ticks is not None:
        return ticks.number() / 1e7
    if milliseconds is not None:
        return milliseconds.number() / 1000
    plain_value = node[key]
    if not isinstance(plain_value.value, str):
        return plain_value.number() / 1000  # the first releases of fast transcription: a bare number of milliseconds
    match = _ISO.match(plain_value.value)
    if match is None:
        raise CueError(plain_value.where, f"{plain_value.value!r} where a length such as “PT1.59S” is needed")
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds
