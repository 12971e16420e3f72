"""ElevenLabs Agents, a conversation as its API gives it, or the event after it
(https://elevenlabs.io/docs/api-reference/conversations/get).

::

    {"conversation_id": "...", "transcript": [{"role": "agent", "message": "Warranty desk.", "time_in_call_secs": 0},
                                              {"role": "user", "message": "Hi.", "time_in_call_secs": 2}, ...]}

Whole seconds, and only of the start; where two turns begin in one second the second follows when the first has been said. A turn in
which only a tool was used has no message. The voice agent is the agent.
"""

from __future__ import annotations

from dataclasses import replace

from audio.transcripts.cue import Cue, each_whole, spoken_text
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.times import LETTERS_A_SECOND, Started, from_starts

NAME = "ElevenLabs Agents"


def recognises(root: Node) -> bool:
    """Whether the file is a conversation of ElevenLabs Agents, bare or in an event's ``data``."""
    return any("time_in_call_secs" in turn for turn in (*root.some("transcript"), *root.some("data", "transcript")))


def read(root: Node) -> list[Cue]:
    """The cues, one a turn, in the order of the file. Raises :class:`CueError` with the key at fault."""
    turns = root.objects("transcript") or root.objects("data", "transcript")
    lines = each_whole([turn for turn in turns if "message" in turn], _line)
    return from_starts(_one_after_the_other([line for line in lines if line.text]))


def _line(turn: Node) -> Started:
    start = turn["time_in_call_secs"].number()
    return Started(start, turn["role"].label(), spoken_text(turn["message"].text()), where=turn.where)


def _one_after_the_other(lines: list[Started]) -> list[Started]:
    """Of lines that begin in one second, each where the one before it has been said."""
    moved: list[Started] = []
    for line in lines:
        before = moved[-1] if moved else None
        if before is not None and int(before.start) == line.start:
            line = replace(line, start=min(line.start + 0.9, before.start + len(before.text) / LETTERS_A_SECOND))
        moved.append(line)
    return moved
