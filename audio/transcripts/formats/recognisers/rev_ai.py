"""Rev AI (https://docs.rev.ai/api/asynchronous/, "Get Transcript By Id", JSON).

::

    {"monologues": [{"speaker": 0, "elements": [{"type": "text", "value": "Warranty", "ts": 0.3, "end_ts": 0.7, "confidence": 0.98},
                                                {"type": "punct", "value": " "}, {"type": "text", "value": "desk", ...},
                                                {"type": "punct", "value": "."}]}]}

Seconds. Spaces and punctuation are elements without times, and so are ``unknown`` ones (``<inaudible>``), which say nothing.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from audio.transcripts.cue import Cue, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import in_time_order

NAME = "Rev AI"


def recognises(root: Node) -> bool:
    """Whether the file is a transcript of Rev AI."""
    monologues = root.some("monologues")
    return root.holds_list("monologues") and (not monologues or any(m.holds_list("elements") for m in monologues))


def read(root: Node) -> list[Cue]:
    """The cues of all monologues, in the order of time. Raises :class:`CueError` with the key at fault."""
    return in_time_order(chain.from_iterable(each_whole(root.each("monologues"), _cues)))


def _cues(monologue: Node) -> list[Cue]:
    name = monologue.get("speaker")
    speaker = f"speaker {name.label()}" if name is not None else None
    tokens: list[TimedToken] = []
    for element in monologue.each("elements"):
        value, kind = element["value"].text(), element["type"].text()
        if kind == "text":
            start, end = optional(element.get("ts")), optional(element.get("end_ts"))
            confidence = optional(element.get("confidence"))
            tokens.append(TimedToken(spoken_text(value), start, end, confidence, speaker, element.where))
        elif kind == "punct" and tokens and value.strip():
            tokens[-1] = replace(tokens[-1], text=tokens[-1].text + value.strip())
    if any(token.start is not None for token in tokens):
        return cues_of(tokens)
    text = " ".join(token.text for token in tokens if token.text)
    return [Cue(None, speaker, text)] if text else []
