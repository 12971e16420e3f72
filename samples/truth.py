"""What is known of a made-up call: who said which word when, how hot, and what a coach would mark; and its transcript.

``samples/README.md`` says what each key of the truth means.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audio.span import Span
from samples.script import Line, Script
from samples.voice import Mark, Sound

_SILENCE = 0.5  # seconds between music and voice


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A line in its place: its sound at 8 kHz, when it starts, and its words on the call's clock.

    within  the number of the line it is a listening sound in, ``None`` where it is a line of its own
    music   seconds of music that were heard before it
    """

    line: Line
    start: float
    sound: Sound
    words: tuple[Mark, ...]
    within: int | None = None
    music: float = 0.0

    @property
    def end(self) -> float:
        return self.words[-1].end


def played(said: Sequence[Said]) -> list[Span]:
    """When music is heard: before a line, in the middle of the wait that goes before it."""
    ends = itertools.accumulate((one.end for one in said), max)
    waits = [(end, one) for end, one in zip(ends, said[1:], strict=False) if one.music]
    return [Span(end + _SILENCE, one.start - _SILENCE) for end, one in waits]


def truth(script: Script, said: Sequence[Said], duration: float) -> dict[str, Any]:
    """What is known of the call: see ``samples/README.md`` for each key."""
    lines = [
        {
            "speaker": one.line.speaker,
            "start": round(one.start, 3),
            "end": round(one.end, 3),
            "text": one.line.text,
            "heat": one.line.heat,
            "words": [{"text": w.text, "start": round(w.start, 3), "end": round(w.end, 3)} for w in one.words],
        }
        for one in said
    ]
    own = [at for at, one in enumerate(said) if one.within is None]
    pairs = list(itertools.pairwise(own))
    return {
        "name": script.name,
        "scenario": script.scenario,
        "agent_name": script.agent.name,
        "team": script.agent.team,
        "date": script.date.isoformat(),
        "duration": round(duration, 3),
        "layout": "mono" if script.layout == "mono" else "two_sides",
        "agent": {"two_sides": "left", "swapped": "right", "mono": None}[script.layout],
        "lines": lines,
        "moments": [_moment(said, at) for at in own if said[at].line.kind],
        "interruptions": [
            {
                "by": said[b].line.speaker,
                "start": round(said[b].start, 3),
                "end": round(said[a].end, 3),
                "line": b,
                "of_line": a,
            }
            for a, b in pairs
            if said[b].line.interrupts
        ],
        "backchannels": [
            {
                "by": one.line.speaker,
                "start": round(one.start, 3),
                "end": round(one.end, 3),
                "text": one.line.text,
                "line": at,
                "in_line": one.within,
            }
            for at, one in enumerate(said)
            if one.within is not None
        ],
        "neutral_lines": [at for at in own if _ordinary(said[at].line)],
        "misleading_customer_lines": [at for at in own if said[at].line.misleading],
        "tolerated_lines": [at for at in own if said[at].line.tolerated],
        "holds": [
            {"start": round(said[a].end, 3), "end": round(said[b].start, 3)}
            for a, b in pairs
            if said[b].start - said[a].end > 3
        ],
        "music": [{"start": round(span.start, 3), "end": round(span.end, 3)} for span in played(said)],
    }


def _ordinary(line: Line) -> bool:
    return line.speaker == "agent" and line.kind is None and not line.tolerated


def _moment(said: Sequence[Said], at: int) -> dict[str, Any]:
    """A labelled line; for the agent's, how the customer's heat changed from the line before it to the one after."""
    one = said[at]
    moment: dict[str, Any] = {
        "kind": one.line.kind,
        "technique": one.line.technique,
        "speaker": one.line.speaker,
        "start": round(one.start, 3),
        "end": round(one.end, 3),
        "text": one.line.text,
        "after": None,
        "line": at,
    }
    if one.line.speaker == "agent":
        before = [s.line.heat for s in said[:at] if s.line.speaker == "customer"]
        after = [s.line.heat for s in said[at + 1 :] if s.line.speaker == "customer" and s.within != at]
        if before and after:
            change = after[0] - before[-1]
            moment["after"] = "calmer" if change < 0 else "hotter" if change > 0 else "no_change"
            moment["heat_change"] = change
    return moment


def transcript(said: Sequence[Said]) -> str:
    """The call as WebVTT, a cue a line, by start."""
    cues = [
        f"{_clock(one.start)} --> {_clock(one.end)}\n<v {one.line.speaker.capitalize()}>{one.line.text}\n"
        for one in sorted(said, key=lambda one: one.start)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _clock(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds / 1000:06.3f}"
