"""Vapi, a call as its API gives it, or the report at its end (https://docs.vapi.ai/api-reference/calls/get).

::

    {"id": "...", "artifact": {"messages": [
        {"role": "system", "message": "You are ...", "secondsFromStart": 0},
        {"role": "bot", "message": "Warranty desk.", "time": 1744364970174, "endTime": 1744364972094, "secondsFromStart": 1.44},
        {"role": "user", "message": "Hi.", ...}, {"role": "tool_calls", ...}]}}

``secondsFromStart`` is of the recording; how long a message lasts is ``endTime`` less ``time``, in milliseconds. The assistant (``bot``)
is the agent; its instructions and its tools are no speech.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import Started, from_starts

NAME = "Vapi"

_ROLES = {"bot": "agent", "assistant": "agent", "user": "user"}
_PATHS = (("artifact", "messages"), ("message", "artifact", "messages"), ("messages",), ("message", "messages"))


def recognises(root: Node) -> bool:
    """Whether the file is a call of Vapi."""
    return any("secondsFromStart" in message for path in _PATHS for message in root.some(*path))


def read(root: Node) -> list[Cue]:
    """The cues, one a message that was spoken, in the order of time. Raises :class:`CueError` with the key at fault."""
    messages = next(found for path in _PATHS if (found := root.objects(*path)))
    spoken = [message for message in messages if _role(message) is not None]
    return from_starts(each_whole(spoken, _line))


def _role(message: Node) -> str | None:
    role = message.get("role")
    return _ROLES.get(role.value) if role is not None and isinstance(role.value, str) else None


def _line(message: Node) -> Started:
    start = message["secondsFromStart"].number()
    began, ended = optional(message.get("time")), optional(message.get("endTime"))
    end = None if began is None or ended is None or ended <= began else start + (ended - began) / 1000
    text = spoken_text(message["message"].text())
    return Started(start, _role(message), text, end, message.where)
