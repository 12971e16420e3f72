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
from audio.transcripts.cue import Cue, CueError, TimedToken, checked_span, spoken_text, with_interpolated_times
from audio.transcripts.formats.node import Node, optional

NAME = "Azure Speech"

_ISO = re.compile(r"^PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?$")


def recognises(root: Node) -> bool:
    return root.is_object and ("recognizedPhrases" in root or "combinedPhrases" in root or "phrases" in root)


def read(root: Node) -> list[Cue]:
    phrases = list(root.first("recognizedPhrases", "phrases").each())
    channels = {node.label() for phrase in phrases if (node := phrase.get("channel")) is not None}
    cues = [cue for phrase in phrases if (cue := _cue(phrase, len(channels) > 1)) is not None]
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
    who = None if name is None else f"{'channel' if by_channel else 'speaker'} {name.label()}"
    span = _span(phrase)
    bits = [_bit(word) for word in best.each("displayWords" if "displayWords" in best else "words")]
    return Cue(span, who, text, with_interpolated_times(bits, span)) if text else None


def _bit(word: Node) -> TimedToken:
    span = _span(word)
    text = spoken_text(word.first("displayText", "text", "word").text())
    return TimedToken(text, span.start, span.end, optional(word.get("confidence")), where=word.where)


def _span(node: Node) -> Span:
    start, length = (_seconds(node, key) for key in ("offset", "duration"))
    return checked_span(start, start + length, node.where)


def _seconds(node: Node, key: str) -> float:
    ticks, millis = node.get(f"{key}InTicks"), node.get(f"{key}Milliseconds")
    if ticks is not None:
        return ticks.number() / 1e7
    if millis is not None:
        return millis.number() / 1000
    bare = node[key]
    if not isinstance(bare.value, str):
        return bare.number() / 1000  # the first releases of fast transcription: a bare number of milliseconds
    found = _ISO.match(bare.value)
    if found is None:
        raise CueError(bare.where, f"{bare.value!r} where a length such as “PT1.59S” is needed")
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
