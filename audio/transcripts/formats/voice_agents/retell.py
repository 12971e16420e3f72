"""Retell, a call as its API gives it, or the event at its end (https://docs.retellai.com/api-references/get-call).

::

    {"call_id": "...", "transcript": "Agent: Warranty desk. ...", "transcript_object": [
        {"role": "agent", "content": "Warranty desk.", "words": [{"word": "Warranty", "start": 0.3, "end": 0.7}, ...]},
        {"role": "user", "content": "Hi.", "words": [...]}]}

Seconds. A turn without words has no times. The voice agent is the agent; ``transfer_target`` is who the call was put through to.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, TimedToken, checked_span, each_whole, spoken_text, with_interpolated_times
from audio.transcripts.formats.node import Node
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Retell"


def recognises(root: Node) -> bool:
    """Whether the file is a call of Retell, bare, alone in a list or in an event."""
    return _call(root).holds_list("transcript_object")


def read(root: Node) -> list[Cue]:
    """The cues, one a turn, in the order of the file. Raises :class:`CueError` with the key at fault."""
    return [cue for cue in each_whole(_call(root).each("transcript_object"), _cue) if cue.text]


def _call(root: Node) -> Node:
    calls = root.some()
    root = calls[0] if len(calls) == 1 else root
    return root.at("call") or root


def _cue(turn: Node) -> Cue:
    role, text = turn["role"].label(), spoken_text(turn["content"].text())
    tokens = each_whole(turn.each("words"), _token, WORD_LEFT_OUT)
    times = [time for token in tokens for time in (token.start, token.end) if time is not None]
    if not times:
        return Cue(None, role, text)
    span = checked_span(min(times), max(times), turn.where)
    return Cue(span, role, text, with_interpolated_times(tokens, span))


def _token(word: Node) -> TimedToken:
    text = spoken_text(word["word"].text())
    return TimedToken(text, word["start"].number(), word["end"].number(), where=word.where)
