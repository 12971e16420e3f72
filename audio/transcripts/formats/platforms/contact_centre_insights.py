"""Google's Contact Center AI Insights (today Customer Experience Insights): what it is given, and what it gives back.

::

    given   {"entries": [{"start_timestamp_usec": 300000, "text": "Warranty desk.", "role": "AGENT", "user_id": 1}, ...]}
    back    {"name": ".../conversations/1", "transcript": {"transcriptSegments": [
                {"text": "Warranty desk.", "channelTag": 1, "segmentParticipant": {"role": "HUMAN_AGENT"},
                 "words": [{"word": "Warranty", "startOffset": "0.300s", "endOffset": "0.700s", "confidence": 0.98}, ...]}]}}

https://cloud.google.com/contact-center/insights/docs/conversation-data-format and .../docs/reference/rest/v1, ``Conversation``.
Microseconds, of the recording or since 1970, with no end; and offsets of words. An automated agent in a call that a person then took is a
machine's voice; where there is no other agent it is the agent.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import Started, duration_seconds, from_starts, in_time_order
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Google Contact Center AI Insights"

_SINCE_1970 = 1e8
"""Seconds; what is above is a date (after 1973) and not an offset."""


def recognises(root: Node) -> bool:
    """Whether the file is a conversation for Insights, or of it."""
    return any("start_timestamp_usec" in entry for entry in root.some("entries")) or _segments(root) is not None


def read(root: Node) -> list[Cue]:
    """The cues, one an entry or a segment, in the order of time. Raises :class:`CueError` with the key at fault."""
    segments = _segments(root)
    if segments is None:
        return _entries(root)
    automated = _automated([_role(segment) for segment in segments.each() if segment.is_object])
    return in_time_order(cue for cues in each_whole(segments.each(), lambda s: _segment(s, automated)) for cue in cues)


def _segments(root: Node) -> Node | None:
    for path in (("transcript", "transcriptSegments"), ("transcript", "transcript_segments")):
        if root.holds_list(*path):
            return root.at(*path)
    return None


def _entries(root: Node) -> list[Cue]:
    entries = [entry for entry in root.each("entries") if entry.is_object]
    automated = _automated([role.label() for entry in entries if (role := entry.get("role")) is not None])
    lines = each_whole(entries, lambda entry: _line(entry, automated))
    first = min((line.start for line in lines), default=0.0)
    zero = first if first > _SINCE_1970 else 0.0
    return from_starts(
        Started(line.start - zero, line.speaker, line.text, line.end and line.end - zero, line.where) for line in lines
    )


def _line(entry: Node, automated: str) -> Started:
    role, user = entry.get("role"), entry.get("user_id")
    name = role.label() if role is not None else None if user is None else f"participant {user.label()}"
    end = optional(entry.get("end_timestamp_usec"))
    start = entry["start_timestamp_usec"].number() / 1e6
    text = spoken_text(entry["text"].text())
    return Started(start, automated if name == "AUTOMATED_AGENT" else name, text, end and end / 1e6, entry.where)


def _segment(segment: Node, automated: str) -> list[Cue]:
    role, channel = _role(segment), segment.get("channelTag", "channel_tag")
    name = role or (f"channel {channel.label()}" if channel is not None and channel.number() else None)
    name = automated if name == "AUTOMATED_AGENT" else name
    words = each_whole(segment.each("words"), lambda word: _token(word, name), WORD_LEFT_OUT)
    if words:
        return cues_of(words)
    text = spoken_text(segment["text"].text())
    return [Cue(None, name, text)] if text else []


def _role(segment: Node) -> str | None:
    participant = segment.get("segmentParticipant", "segment_participant")
    role = participant.at("role") if participant is not None else None
    return None if role is None or role.value == "ROLE_UNSPECIFIED" else role.label()


def _automated(roles: list[str | None]) -> str:
    """What an automated agent is called: a bot beside an agent, and else the agent."""
    return "bot" if {"AGENT", "HUMAN_AGENT", "ANY_AGENT"} & set(roles) else "agent"


def _token(word: Node, speaker: str | None) -> TimedToken:
    start = duration_seconds(word.get("startOffset", "start_offset"))
    end = duration_seconds(word.first("endOffset", "end_offset"))
    return TimedToken(
        spoken_text(word["word"].text()), start, end, optional(word.get("confidence")), speaker, word.where
    )
