"""Google Cloud Speech-to-Text, versions 1 and 2, bare or inside a finished operation's ``response``.

::

    {"results": [{"channelTag": 1, "alternatives": [{"transcript": "hello", "confidence": 0.98, "words": [
        {"startTime": "0.300s", "endTime": "0.700s", "word": "hello", "speakerTag": 1}]}]}]}

Times are text ending in ``s`` (version 2: ``startOffset``; some clients write ``{"seconds": 1, "nanos": 5e8}``), and a
time of zero may be left out. With diarization the last result repeats all words with their ``speakerTag``, and only
that one is read.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, CueError, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Google Speech-to-Text"


def recognises(root: Node) -> bool:
    """Whether the file is a Google response, bare or in an operation."""
    root = _body(root)
    if not root.is_object or "results" not in root or not root["results"].is_list:
        return False
    return any(node.is_object and "alternatives" in node for node in root["results"].each())


def read(root: Node) -> list[Cue]:
    """The cues of all channels, in the order of time. Raises :class:`CueError` with the key at fault."""
    results = list(_body(root)["results"].each())
    sides: dict[str | None, list[TimedToken]] = {}
    for speaker, words in each_whole(results, _result):
        sides.setdefault(speaker, []).extend(words)
    without_channel = sides.get(None, [])
    if any(token.speaker for token in without_channel):
        sides[None] = [token for token in without_channel if token.speaker]
    cues = [cue for tokens in sides.values() for cue in cues_of(sorted(tokens, key=lambda token: token.start or 0.0))]
    return sorted(cues, key=lambda cue: cue.span.start if cue.span else 0.0)


def _result(result: Node) -> tuple[str | None, list[TimedToken]]:
    """The words of one result, and the name of its channel."""
    channel = result.get("channelTag", "channel_tag")
    speaker = f"channel {channel.label()}" if channel is not None and channel.number() else None
    best = next(result.each("alternatives"), None)
    if best is None:
        return speaker, []
    words = each_whole(best.each("words"), lambda word: _token(word, speaker), WORD_LEFT_OUT)
    if not words and "transcript" in best and best["transcript"].text().strip():
        raise CueError(best.where, "“words” is missing: ask for word times (enableWordTimeOffsets)")
    return speaker, words


def _body(root: Node) -> Node:
    inner = root.get("response") if root.is_object else None
    return inner if inner is not None and inner.is_object else root


def _token(word: Node, channel: str | None) -> TimedToken:
    tag = word.get("speakerTag", "speakerLabel", "speaker_tag", "speaker_label")
    speaker = tag.label() if tag is not None else ""
    return TimedToken(
        spoken_text(word["word"].text()),
        _seconds(word.get("startTime", "startOffset", "start_time", "start_offset")),
        _seconds(word.first("endTime", "endOffset", "end_time", "end_offset")),
        optional(word.get("confidence")) or None,
        channel or (f"speaker {speaker}" if speaker not in ("", "0") else None),
        word.where,
    )


def _seconds(node: Node | None) -> float:
    if node is None:
        return 0.0
    if node.is_object:
        return (optional(node.get("seconds")) or 0.0) + (optional(node.get("nanos")) or 0.0) / 1e9
    if isinstance(node.value, str) and node.value.endswith("s"):
        return Node(node.value[:-1], node.path).number()
    raise CueError(node.where, f"{node.value!r} where a time such as “1.200s” is needed")
