"""Twilio Conversational Intelligence (before: Voice Intelligence), the sentences of a transcript.

::

    {"sentences": [{"media_channel": 1, "sentence_index": 0, "start_time": 0.3, "end_time": 2.1, "transcript": "Warranty desk.",
                    "words": [{"word": "Warranty", "start_time": 0.3, "end_time": 0.7}, ...]}, ...],
     "channel": {"participants": [{"channel_participant": 1, "role": "Agent"}, ...]}}

https://www.twilio.com/docs/conversation-intelligence-classic/api/transcript-sentence-subresource. Seconds, as numbers or text, and null
where there are none; the helper libraries write ``mediaChannel``, ``startTime``. Who is on which channel stands in the transcript itself
(``channel``), which some keep in one file with its sentences.
"""

from __future__ import annotations

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
from audio.transcripts.formats.times import in_time_order
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Twilio Conversational Intelligence"

_ITS_OWN = ("media_channel", "mediaChannel", "sentence_index", "sentenceIndex")


def recognises(root: Node) -> bool:
    """Whether the file holds the sentences of a transcript, or what operators made of one."""
    sentences = root.some() or root.some("sentences")
    return any(key in sentence for sentence in sentences for key in _ITS_OWN) or root.holds_list("operator_results")


def read(root: Node) -> list[Cue]:
    """The cues, one a sentence, in the order of time or of their index. Raises :class:`CueError` with the key at fault."""
    if root.is_object and "sentences" not in root:
        raise CueError(
            "key “operator_results”",
            "this is what operators made of a call and not what was said in it; save the transcript's “Sentences” instead",
        )
    sentences = list(root.each()) if root.is_list else list(root.each("sentences"))
    people = root.at("channel", "participants")
    roles = dict(each_whole(people.each(), _participant)) if people is not None and people.is_list else {}
    numbered = sorted(
        each_whole(sentences, lambda sentence: (_index(sentence), _cue(sentence, roles))), key=lambda n: n[0]
    )
    return in_time_order(cue for _, cue in numbered if cue.text)


def _participant(person: Node) -> tuple[str, str]:
    return person["channel_participant"].label(), person["role"].label()


def _index(sentence: Node) -> float:
    return optional(sentence.get("sentence_index", "sentenceIndex")) or 0.0


def _cue(sentence: Node, roles: dict[str, str]) -> Cue:
    channel = sentence.get("media_channel", "mediaChannel")
    number = None if channel is None else channel.label()
    speaker = None if number is None else roles.get(number) or f"channel {number}"
    text = spoken_text(sentence["transcript"].text())
    if sentence.get("start_time", "startTime") is None:
        return Cue(None, speaker, text)
    start, end = _start(sentence), _end(sentence)
    span = checked_span(start or 0.0, start or 0.0 if end is None else end, sentence.where)
    return Cue(
        span, speaker, text, with_interpolated_times(each_whole(sentence.each("words"), _token, WORD_LEFT_OUT), span)
    )


def _token(word: Node) -> TimedToken:
    return TimedToken(spoken_text(word["word"].text()), _start(word), _end(word), where=word.where)


def _start(node: Node) -> float | None:
    return optional(node.get("start_time", "startTime"))


def _end(node: Node) -> float | None:
    return optional(node.get("end_time", "endTime"))
