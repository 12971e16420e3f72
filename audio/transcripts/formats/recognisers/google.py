"""Google Cloud Speech-to-Text, versions 1 and 2, bare or inside a finished operation's ``response``.

::

    {"results": [{"channelTag": 1, "alternatives": [{"transcript": "hello", "confidence": 0.98, "words": [
        {"startTime": "0.300s", "endTime": "0.700s", "word": "hello", "speakerTag": 1}]}]}]}

Times are text ending in ``s`` (version 2: ``startOffset``; some clients write ``{"seconds": 1, "nanos": 5e8}``), and a
time of zero may be left out. A batch of version 2 gives ``{"results": {"gs://call.wav": {"inlineResult": {"transcript": {"results": []}}}}}``
(https://cloud.google.com/speech-to-text/docs/reference/rest/v2/BatchRecognizeFileResult). With diarization the last result repeats all words with their ``speakerTag``, and only
that one is read.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, CueError, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import duration_seconds
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Google Speech-to-Text"


def recognises(root: Node) -> bool:
    """Whether the file is a Google response, bare or in an operation."""
    results = _body(root).some("results")
    answers = [best for result in results if "final" not in result for best in result.some("alternatives")]
    others = ("content", "timestamps")  # Speechmatics and Watson, which also give alternatives
    return any(("words" in best or "transcript" in best) and not any(key in best for key in others) for best in answers)


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
    """The answer itself, out of a finished operation and out of a batch of one recording."""
    answer = root.at("response") or root
    files = answer.at("results")
    if files is None or not isinstance(files.value, dict) or len(files.value) != 1:
        return answer if answer.is_object else root
    uri = next(iter(files.value))
    paths = (("inlineResult", "transcript"), ("inline_result", "transcript"), ("transcript",))
    return next((found for path in paths if (found := files.at(uri, *path)) is not None and found.is_object), answer)


def _token(word: Node, channel: str | None) -> TimedToken:
    tag = word.get("speakerTag", "speakerLabel", "speaker_tag", "speaker_label")
    speaker = tag.label() if tag is not None else ""
    return TimedToken(
        spoken_text(word["word"].text()),
        duration_seconds(word.get("startTime", "startOffset", "start_time", "start_offset")),
        duration_seconds(word.first("endTime", "endOffset", "end_time", "end_offset")),
        optional(word.get("confidence")) or None,
        channel or (f"speaker {speaker}" if speaker not in ("", "0") else None),
        word.where,
    )
