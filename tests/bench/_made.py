"""Calls of two actors made from single clips, whose truth is known to the sample.

A call is a row of turns of one or two clips each. After a turn the other answers, or cuts in before its end, or has
said "mm-hm" within it::

    A   |== turn ==|                 |== turn =====|
    B              |= answer =|          |mm|   |== cuts in ==|

In the calls that rise, the angry clips of an actor stand in one half of the call (an agent's glad ones where that is asked for). Each side goes through a telephone:
its band, a level of its own, line noise, the other side's leak, and mu-law.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from audio.call import SPEAKERS, Speaker, other
from audio.span import Span
from tests.bench._lines import Line, telephone
from tests.bench._sounds import AFRAID, ANGRY, CALM, GLAD, LINE, Samples, banded, read

Kind = Literal[
    "calm",
    "customer rises",
    "both rise",
    "customer settles",
    "customer hot for a while",
    "agent glad",
    "customer glad",
    "customer afraid",
    "agent handed over",
    "customer handed over",
]
KINDS: tuple[Kind, ...] = ("calm", "customer rises", "both rise", "customer settles")
EDGE = -35.0
"""dB under its loudest 10 ms at which a clip begins and ends."""
REST = 0.6
"""Seconds that the other must have had to say, for a cutting in to count."""


@dataclass(frozen=True)
class Truth:
    """What is so in a made call."""

    duration: float
    speech: Mapping[Speaker, tuple[Span, ...]]
    interruptions: tuple[tuple[Speaker, Span], ...]
    backchannels: tuple[tuple[Speaker, Span], ...]
    escalations: Mapping[Speaker, Span]
    handovers: Mapping[Speaker, float] = field(default_factory=dict)
    """When another person takes over on a side."""
    handed: tuple[str, ...] = ()
    """Whose voice that side has, first and then."""


def truth_of(path: Path) -> Truth:
    """The truth of a call that another maker wrote as JSON: lists of spans under the names of :class:`Truth`."""
    known = json.loads(path.read_text(encoding="utf-8"))

    def spans(name: str, by: str) -> tuple[tuple[Speaker, Span], ...]:
        return tuple((row[by], Span(row["start"], row["end"])) for row in known[name])

    said = [*spans("turns", "speaker"), *spans("backchannels", "by")]
    return Truth(
        known["duration"],
        {who: tuple(sorted(span for speaker, span in said if speaker == who)) for who in SPEAKERS},
        spans("interruptions", "by"),
        spans("backchannels", "by"),
        dict(spans("escalations", "speaker")),
    )


class Actors:
    """The clips of each actor who has enough of both, trimmed; calm ones ``softer`` dB down, as calm speech is beside a shout."""

    def __init__(self, folder: Path, softer: float = 0.0) -> None:
        self.softer = softer
        self.clips: dict[str, dict[str, list[Samples]]] = {}
        for path in sorted(folder.glob("*.flac")):
            mood = {**dict.fromkeys(CALM, "calm"), ANGRY: "hot", GLAD: "glad", AFRAID: "afraid"}.get(path.name[5])
            if mood:
                empty: dict[str, list[Samples]] = {"calm": [], "hot": [], "glad": [], "afraid": []}
                self.clips.setdefault(path.name[:2], empty)[mood].append(_trimmed(read(path)))
        self.names = sorted(n for n, moods in self.clips.items() if len(moods["calm"]) >= 6 and len(moods["hot"]) >= 4)
        self.glad = self._with("glad")
        self.afraid = self._with("afraid")

    def _with(self, mood: str) -> list[str]:
        return [name for name in self.names if len(self.clips[name][mood]) >= 2]

    def say(self, name: str, mood: str, dice: np.random.Generator) -> Samples:
        clips = self.clips[name][mood]
        level = 10 ** (-self.softer / 20) if mood == "calm" else 1.0
        return clips[int(dice.integers(len(clips)))] * level


def _trimmed(sound: Samples) -> Samples:
    frame = LINE // 100
    power = np.mean(sound[: len(sound) // frame * frame].reshape(-1, frame) ** 2, axis=1)
    loud = np.flatnonzero(power > power.max() * 10 ** (EDGE / 10)) * frame
    return sound[loud[0] : loud[-1] + frame]


class _Making:
    """A call in the making: both sides' sound, and what is so in it, in samples."""

    def __init__(self, actors: Actors, kind: Kind, dice: np.random.Generator) -> None:
        self.actors, self.kind, self.dice = actors, kind, dice
        self.mood = {"glad": "glad", "afraid": "afraid"}.get(kind.rpartition(" ")[2], "hot")
        cast = {"glad": actors.glad, "afraid": actors.afraid, "hot": actors.names}[self.mood]
        first, second = dice.choice(cast, 2, replace=False)
        self.names: dict[Speaker, str] = {"agent": str(first), "customer": str(second)}
        self.handed_over: Speaker | None = None
        self.since: int | None = None
        self.handed: tuple[str, ...] = ()
        if kind.endswith("handed over"):
            self.handed_over = "agent" if kind == "agent handed over" else "customer"
            self.newcomer = str(dice.choice([name for name in actors.names if name not in self.names.values()]))
        self.level = {who: 10 ** (dice.uniform(-7, 0) / 20) for who in SPEAKERS}
        self.sound = {who: np.zeros(400 * LINE) for who in SPEAKERS}
        self.speech: dict[Speaker, list[tuple[int, int]]] = {"agent": [], "customer": []}
        self.hot: dict[Speaker, list[tuple[int, int]]] = {"agent": [], "customer": []}

    def is_hot(self, who: Speaker, late: bool, middle: bool) -> bool:
        if self.kind == "both rise":
            return late
        if self.kind == "agent glad":
            return who == "agent" and late
        return who == "customer" and (
            late if self.kind in ("customer rises", "customer glad", "customer afraid") else
            not late if self.kind == "customer settles" else
            middle and self.kind == "customer hot for a while"
        )  # fmt: skip

    def hand_over(self, at: int) -> None:
        """From here on somebody else speaks on a side."""
        assert self.handed_over is not None
        self.since = at
        self.handed = (self.names[self.handed_over], self.newcomer)
        self.names[self.handed_over] = self.newcomer
        self.level[self.handed_over] = 10 ** (self.dice.uniform(-7, 0) / 20)

    def clip(self, who: Speaker, hot: bool) -> Samples:
        return self.actors.say(self.names[who], self.mood if hot else "calm", self.dice) * self.level[who]

    def put(self, who: Speaker, at: int, clip: Samples, hot: bool = False) -> int:
        end = at + len(clip)
        self.sound[who][at:end] += clip
        self.speech[who].append((at, end))
        if hot:
            self.hot[who].append((at, end))
        return end


def make(
    actors: Actors, kind: Kind, dice: np.random.Generator, line: Line = telephone, gap: float = 0.0
) -> tuple[list[Samples], Truth]:
    """A call of ``kind`` over ``line``: agent and customer at 8 kHz, and what is so in it; ``gap`` seconds before a handover."""
    call = _Making(actors, kind, dice)
    turns = int(dice.integers(20, 30))
    cuts: list[tuple[Speaker, int, int]] = []
    nods: list[tuple[Speaker, int, int]] = []
    at, who, cut_from = LINE, SPEAKERS[int(dice.integers(2))], -1
    for turn in range(turns):
        late, middle = turn >= turns / 2, turns / 3 <= turn < 2 * turns / 3
        if late and who == call.handed_over and call.since is None:
            at, cut_from = max(at, cut_from) + int(gap * LINE), -1
            call.hand_over(at)
        hot, first = call.is_hot(who, late, middle), at
        for _ in range(int(dice.integers(1, 3))):
            last = at
            at = call.put(who, at, call.clip(who, hot), hot) + int(dice.uniform(0.12, 0.24) * LINE)
        end = call.speech[who][-1][1]
        if cut_from >= 0:  # both speak until one of the two stops
            cuts.append((who, first, min(cut_from, call.speech[who][-1 if last == first else -2][1])))
        cut_from = -1
        chance, them = dice.random(), other(who)
        if chance < 0.2 and end - first > 3.2 * LINE:
            nod = call.clip(them, False)[: int(dice.uniform(0.25, 0.6) * LINE)]
            ramp = np.minimum(1, np.minimum(np.arange(len(nod)), np.arange(len(nod))[::-1]) / (0.02 * LINE))
            start = int(dice.uniform(first + LINE, end - 1.6 * LINE))
            nods.append((them, start, call.put(them, start, nod * ramp)))
            at = end + int(dice.uniform(0.2, 1.0) * LINE)
        elif chance < 0.4 and end - last > 1.6 * LINE and turn < turns - 1:
            over = int(dice.uniform(REST + 0.15, min(2.0, (end - last) / LINE - 0.5)) * LINE)
            at, cut_from = end - over, end
        else:
            at = end + int(dice.uniform(0.1, 1.2) * LINE)
        who = them
    clean = [banded(call.sound[who][: at + LINE]) for who in SPEAKERS]
    return line(clean, dice), _truth(call, cuts, nods, at + LINE)


def _truth(
    call: _Making, cuts: Sequence[tuple[Speaker, int, int]], nods: Sequence[tuple[Speaker, int, int]], length: int
) -> Truth:
    return Truth(
        length / LINE,
        {who: tuple(Span(a / LINE, b / LINE) for a, b in sorted(call.speech[who])) for who in SPEAKERS},
        tuple((who, Span(a / LINE, b / LINE)) for who, a, b in cuts),
        tuple((who, Span(a / LINE, b / LINE)) for who, a, b in nods),
        {who: Span(hot[0][0] / LINE, hot[-1][1] / LINE) for who, hot in call.hot.items() if hot},
        {call.handed_over: call.since / LINE} if call.handed_over and call.since else {},
        call.handed,
    )
