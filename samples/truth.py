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
class PlacedLine:
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
        """When its last word ends."""
        return self.words[-1].end


def music_spans(placed_lines: Sequence[PlacedLine]) -> list[Span]:
    """When music is heard: before a line, in the middle of the wait that goes before it."""
    ends = itertools.accumulate((placed.end for placed in placed_lines), max)
    waits = [(end, placed) for end, placed in zip(ends, placed_lines[1:], strict=False) if placed.music]
    return [Span(end + _SILENCE, placed.start - _SILENCE) for end, placed in waits]


def truth(script: Script, placed_lines: Sequence[PlacedLine], duration: float) -> dict[str, Any]:
    """What is known of the call: see ``samples/README.md`` for each key."""
    lines = [
        {
            "speaker": placed.line.speaker,
            "start": round(placed.start, 3),
            "end": round(placed.end, 3),
            "text": placed.line.text,
            "heat": placed.line.heat,
            "words": [{"text": w.text, "start": round(w.start, 3), "end": round(w.end, 3)} for w in placed.words],
        }
        for placed in placed_lines
    ]
    own_indices = [index for index, placed in enumerate(placed_lines) if placed.within is None]
    pairs = list(itertools.pairwise(own_indices))
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
        "moments": [_moment(placed_lines, index) for index in own_indices if placed_lines[index].line.kind],
        "interruptions": [
            {
                "by": placed_lines[b].line.speaker,
                "start": round(placed_lines[b].start, 3),
                "end": round(placed_lines[a].end, 3),
                "line": b,
                "of_line": a,
            }
            for a, b in pairs
            if placed_lines[b].line.interrupts
        ],
        "backchannels": [
            {
                "by": placed.line.speaker,
                "start": round(placed.start, 3),
                "end": round(placed.end, 3),
                "text": placed.line.text,
                "line": index,
                "in_line": placed.within,
            }
            for index, placed in enumerate(placed_lines)
            if placed.within is not None
        ],
        "neutral_lines": [index for index in own_indices if _ordinary(placed_lines[index].line)],
        "misleading_customer_lines": [index for index in own_indices if placed_lines[index].line.misleading],
        "tolerated_lines": [index for index in own_indices if placed_lines[index].line.tolerated],
        "holds": [
            {"start": round(placed_lines[a].end, 3), "end": round(placed_lines[b].start, 3)}
            for a, b in pairs
            if placed_lines[b].start - placed_lines[a].end > 3
        ],
        "music": [{"start": round(span.start, 3), "end": round(span.end, 3)} for span in music_spans(placed_lines)],
    }


def _ordinary(line: Line) -> bool:
    return line.speaker == "agent" and line.kind is None and not line.tolerated


def _moment(placed_lines: Sequence[PlacedLine], index: int) -> dict[str, Any]:
    """A labelled line; for the agent's, how the customer's heat changed from the line before it to the one after."""
    placed = placed_lines[index]
    moment: dict[str, Any] = {
        "kind": placed.line.kind,
        "technique": placed.line.technique,
        "speaker": placed.line.speaker,
        "start": round(placed.start, 3),
        "end": round(placed.end, 3),
        "text": placed.line.text,
        "after": None,
        "line": index,
    }
    if placed.line.speaker == "agent":
        before = [s.line.heat for s in placed_lines[:index] if s.line.speaker == "customer"]
        after = [s.line.heat for s in placed_lines[index + 1 :] if s.line.speaker == "customer" and s.within != index]
        if before and after:
            change = after[0] - before[-1]
            moment["after"] = "calmer" if change < 0 else "hotter" if change > 0 else "no_change"
            moment["heat_change"] = change
    return moment


def transcript(placed_lines: Sequence[PlacedLine]) -> str:
    """The call as WebVTT, a cue a line, by start."""
    cues = [
        f"{_clock(placed.start)} --> {_clock(placed.end)}\n<v {placed.line.speaker.capitalize()}>{placed.line.text}\n"
        for placed in sorted(placed_lines, key=lambda placed: placed.start)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _clock(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds / 1000:06.3f}"
