"""Deepgram's JSON (https://developers.deepgram.com, "pre-recorded audio").

::

    {"results": {"channels": [{"alternatives": [{"transcript": "...", "words": [
                     {"word": "hello", "punctuated_word": "Hello.", "start": 0.04, "end": 0.3,
                      "confidence": 0.99, "speaker": 0}]}]}],
                 "utterances": [{"start": 0.04, "end": 2.1, "channel": 0, "speaker": 0, "transcript": "...", "words": []}]}}

Seconds. The words are taken channel by channel; with several channels the channel is the speaker, with one the
``speaker`` of each word (diarization) is. Where somebody left the words out of a file, its ``paragraphs`` or ``utterances`` are read.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, TimedToken, checked_span, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import in_time_order
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Deepgram JSON"


def recognises(root: Node) -> bool:
    """Whether the file is a Deepgram response."""
    return root.at("results", "channels") is not None or root.holds_list("results", "utterances")


def read(root: Node) -> list[Cue]:
    """The cues of all channels, in the order of time. Raises :class:`CueError` with the key at fault."""
    results = root["results"]
    channels = list(results.each("channels"))
    answers = [next(channel["alternatives"].each(), None) for channel in channels]
    said = [best for best in answers if best is not None]
    utterances = list(results.each("utterances"))
    if utterances and not any("words" in best for best in said):
        numbers = {channel.label() for utterance in utterances if (channel := utterance.get("channel")) is not None}
        return in_time_order(each_whole(utterances, lambda utterance: _utterance(utterance, len(numbers) > 1)))
    sides = [f"channel {i}" if len(channels) > 1 else None for i in range(len(channels))]
    return in_time_order(cue for side, best in zip(sides, answers, strict=True) if best for cue in _cues(best, side))


def _cues(best: Node, side: str | None) -> list[Cue]:
    """What was said in one channel, by its words or, without them, its sentences."""
    if "words" in best or "paragraphs" not in best:
        return cues_of(each_whole(best["words"].each(), lambda word: _token(word, side), WORD_LEFT_OUT))
    paragraphs = list(best["paragraphs"].each("paragraphs"))
    return [cue for paragraph in paragraphs for cue in _sentences(paragraph, side or _speaker(paragraph))]


def _sentences(paragraph: Node, speaker: str | None) -> list[Cue]:
    return each_whole(paragraph.each("sentences"), lambda sentence: _line(sentence, "text", speaker))


def _utterance(utterance: Node, by_channel: bool) -> Cue:
    channel = utterance.get("channel") if by_channel else None
    side = f"channel {channel.label()}" if channel is not None else None
    return _line(utterance, "transcript", side or _speaker(utterance))


def _line(node: Node, key: str, speaker: str | None) -> Cue:
    span = checked_span(node["start"].number(), node["end"].number(), node.where)
    return Cue(span, speaker, spoken_text(node[key].text()))


def _speaker(node: Node) -> str | None:
    speaker = node.get("speaker")
    return f"speaker {speaker.label()}" if speaker is not None else None


def _token(word: Node, side: str | None) -> TimedToken:
    return TimedToken(
        spoken_text(word.first("punctuated_word", "word").text()),
        word["start"].number(),
        word["end"].number(),
        optional(word.get("confidence")),
        side or _speaker(word),
        word.where,
    )
