"""Genesys Cloud speech and text analytics: the transcript of one communication.

::

    {"conversationId": "...", "conversationStartTime": 1700000000000,
     "transcripts": [{"phrases": [{"text": "hello", "decoratedText": "Hello.", "participantPurpose": "internal",
                                   "startTimeMs": 1700000001500, "duration": {"milliseconds": 900},
                                   "words": [{"word": "hello", "startTimeMs": ..., "duration": {...}}]}]}]}

``internal`` is the agent, ``external`` the customer. Times are of the wall clock (milliseconds since 1970), so they
are counted from the start of the conversation; what the recording misses of it shows as a clock shift later on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

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

NAME = "Genesys Cloud transcript"

_EPOCH = 1e11
"""Milliseconds; what is above is a date (after 1973) and not an offset (up to three years)."""


def recognises(root: Node) -> bool:
    """Whether the file is a Genesys Cloud transcript."""
    transcripts = root.some("transcripts")
    return root.holds_list("transcripts") and (
        not transcripts or any(part.holds_list("phrases") for part in transcripts)
    )


def read(root: Node) -> list[Cue]:
    """The cues of all phrases, in the order of time. Raises :class:`CueError` with the key at fault."""
    phrases = [phrase for part in root["transcripts"].each() for phrase in part["phrases"].each()]
    starts = list(_starts(phrases))
    zero = 0.0
    if starts and min(starts) > _EPOCH:
        conversation_start = optional(root.get("conversationStartTime", "startTime"))
        zero = min(conversation_start, *starts) if conversation_start and conversation_start > _EPOCH else min(starts)
    cues = [cue for cue in each_whole(phrases, lambda phrase: _cue(phrase, zero)) if cue.text]
    return sorted(cues, key=lambda cue: cue.span.start if cue.span else 0.0)


def _starts(phrases: Iterable[Node]) -> Iterator[float]:
    """The starts that can be read; who cannot be is left out with its phrase."""
    for phrase in phrases:
        with suppress(CueError):
            yield _start(phrase)


def _cue(phrase: Node, zero: float) -> Cue:
    name = phrase.get("participantPurpose", "channel")
    start = (_start(phrase) - zero) / 1000
    span = checked_span(start, start + _length(phrase), phrase.where)
    words = phrase.each("decoratedWords" if "decoratedWords" in phrase else "words")
    tokens = [_token(word, zero) for word in words]
    text = spoken_text(phrase.first("decoratedText", "text").text())
    return Cue(span, None if name is None else name.label(), text, with_interpolated_times(tokens, span))


def _token(word: Node, zero: float) -> TimedToken:
    start = (_start(word) - zero) / 1000
    text = spoken_text(word["word"].text())
    return TimedToken(text, start, start + _length(word), optional(word.get("confidence")), where=word.where)


def _start(node: Node) -> float:
    return node.first("startTimeMs", "offsetMs").number()


def _length(node: Node) -> float:
    length = node.first("duration", "durationMs")
    return (length["milliseconds"] if length.is_object else length).number() / 1000
