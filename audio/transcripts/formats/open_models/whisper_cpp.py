"""whisper.cpp, ``--output-json`` and ``--output-json-full`` (https://github.com/ggml-org/whisper.cpp, examples/cli).

::

    {"systeminfo": "...", "params": {...}, "result": {"language": "en"},
     "transcription": [{"timestamps": {"from": "00:00:00,300", "to": "00:00:02,100"}, "offsets": {"from": 300, "to": 2100},
                        "text": " Warranty desk.", "speaker": "0",
                        "tokens": [{"text": " War", "offsets": {"from": 300, "to": 500}, "p": 0.98}, {"text": "ranty", ...}]}]}

Offsets are milliseconds. Tokens are pieces of words and signs of the model (``[_BEG_]``, ``[_TT_105]``), which nobody said. ``speaker``
(``--diarize``) is the louder channel of a stereo recording, or ``?``. With ``--max-len 1`` each segment is such a piece.
"""

from __future__ import annotations

import re
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
from audio.transcripts.formats.pieces import whole_words
from audio.transcripts.formats.times import clock_seconds

NAME = "whisper.cpp"

_SIGN = re.compile(r"^\s*(\[_.*\]|<\|.*\|>)\s*$")


def recognises(root: Node) -> bool:
    """Whether the file is whisper.cpp's JSON."""
    segments = root.some("transcription")
    timed = any("offsets" in segment or "timestamps" in segment for segment in segments)
    return timed or (root.holds_list("transcription") and root.at("systeminfo") is not None)


def read(root: Node) -> list[Cue]:
    """The cues, one a segment, in the order of the file. Raises :class:`CueError` with the key at fault."""
    segments = [segment for segment in root.each("transcription") if segment.is_object]
    texts = [segment["text"].text().split() for segment in segments if "text" in segment]
    if len(texts) > 2 and sum(map(len, texts)) <= 1.2 * sum(map(bool, texts)):
        return cues_of(whole_words(chain.from_iterable(each_whole(segments, _pieces))))
    return [cue for cue in each_whole(segments, _cue) if cue.text]


def _cue(segment: Node) -> Cue:
    start, end = _times(segment)
    span = checked_span(start, end, segment.where)
    words = whole_words(_tokens(segment)) if "tokens" in segment else []
    text = spoken_text(segment["text"].text())
    return Cue(span, _speaker(segment), text, with_interpolated_times(words, span))


def _pieces(segment: Node) -> list[TimedToken]:
    """A segment that is no more than a piece of a word, as its tokens or as itself."""
    start, end = _times(segment)
    itself = TimedToken(segment["text"].text(), start, end, None, _speaker(segment), segment.where)
    return (_tokens(segment) if "tokens" in segment else []) or [itself]


def _tokens(segment: Node) -> list[TimedToken]:
    tokens = []
    for token in segment.each("tokens"):
        text = token["text"].text()
        if text and not _SIGN.match(text):
            start, end = _times(token) if "offsets" in token else (None, None)
            tokens.append(TimedToken(text, start, end, optional(token.get("p")), _speaker(segment), token.where))
    return tokens


def _times(node: Node) -> tuple[float, float]:
    """Seconds from and to, in milliseconds where the file has them and else by the clock."""
    if "offsets" in node:
        return node["offsets"]["from"].number() / 1000, node["offsets"]["to"].number() / 1000
    return clock_seconds(node["timestamps"]["from"]), clock_seconds(node["timestamps"]["to"])


def _speaker(segment: Node) -> str | None:
    name = segment.get("speaker")
    return None if name is None or name.label() in ("?", "") else f"channel {name.label()}"
