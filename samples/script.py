"""The script of a made-up call: a TOML file that a person can read, edit and add to.

Every call is one file in ``samples/scripts``. Its lines stand in the order they are said::

    scenario = "A late parcel; the agent pushes throughout"
    layout = "two_sides"             # or "swapped" (agent on the right), or "mono" (both on one channel)
    date = 2026-09-25T10:15:00Z      # when it was held
    outcome = "unsettled"            # how it ended: calm, settled, unsettled or unclear
    agent = { name = "Dean", team = "Deliveries", voice = "rms", pitch = 1.0, size = 0.96, pace = 1.1 }
    customer = { name = "Anita", voice = "slt", pitch = 2.0, size = 0.95 }
    lines = [
        { agent = "Larkrise Parcels, Dean speaking." },
        { customer = "Nobody rang!", heat = 2, escalated = "anger_statement" },
        { agent = "You were out.", pushed = "contradict" },
        { hold = 13.0 },             # seconds in which nobody speaks; music = true: in which music is played
    ]

Of a person: Flite has four voices (``slt``, a woman; ``rms``, ``awb``, ``kal``, men), and a person is one of them bent by
``pitch`` (semitones from the voice's own), ``size`` (length of the vocal tract, times the voice's own) and ``pace`` (times the
voice's own). The same person sounds the same in all their calls.

Of a line: ``heat`` 0 (calm) to 3 (hot), the customer's kept from the line before, the agent's 0 unless given; ``gap`` seconds of silence before it;
``interrupts`` seconds by which it starts before the line above ends; ``heard`` a listening sound of the other inside it, at
``heard_at`` of its length; at most one label: ``pushed``, ``partnered``, ``escalated`` or ``missed`` (an agent's line that passes an
escalation or a named wait over) with a technique, or ``settled = true``.
``tolerated`` marks a line that coaches would not agree about, ``misleading`` a customer's that sounds like a complaint and is none.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from audio.call import Speaker

Outcome = Literal["calm", "settled", "unsettled", "unclear"]
OUTCOMES: tuple[Outcome, ...] = ("calm", "settled", "unsettled", "unclear")
SCRIPTS = Path(__file__).parent / "scripts"
LABELS = ("pushed", "partnered", "escalated", "missed")
_LINE = {"heat", "gap", "interrupts", "heard", "heard_at", "settled", "tolerated", "misleading", *LABELS}


class ScriptError(ValueError):
    """A script that cannot be spoken, with its file and line, in one sentence."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks: one of Flite's voices and how it is bent when calm (see the module's text); an agent's team."""

    name: str
    voice: str
    pitch: float = 0.0
    size: float = 1.0
    pace: float = 1.0
    team: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What one says; see the module's text. ``kind`` and ``technique`` are the coach's label, if it has one."""

    speaker: Speaker
    text: str
    heat: float
    gap: float | None = None
    interrupts: float = 0.0
    heard: str = ""
    heard_at: float = 0.5
    kind: str | None = None
    technique: str | None = None
    tolerated: bool = False
    misleading: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Seconds in which nobody speaks, and whether music is played in them."""

    seconds: float
    music: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """A made-up call as it is to be spoken; ``date`` has its zone."""

    name: str
    scenario: str
    layout: Literal["two_sides", "swapped", "mono"]
    date: datetime
    outcome: Outcome
    agent: Person
    customer: Person
    lines: tuple[Line | Hold, ...]

    def person(self, speaker: Speaker) -> Person:
        """Who plays that part."""
        return self.agent if speaker == "agent" else self.customer


def read_script(path: Path) -> Script:
    """Raises :class:`ScriptError` where the file is no script."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        people = {side: Person(**raw[side]) for side in ("agent", "customer")}
        if raw["layout"] not in ("two_sides", "swapped", "mono"):
            raise ScriptError(f"{path.name}: the layout is two_sides, swapped or mono, and not “{raw['layout']}”")
        if not isinstance(raw["date"], datetime) or raw["date"].tzinfo is None:
            raise ScriptError(f"{path.name}: the date is one with its time and zone, as 2026-09-25T10:15:00Z")
        if raw["outcome"] not in OUTCOMES:
            raise ScriptError(f"{path.name}: the outcome is {', '.join(OUTCOMES)}, and not “{raw['outcome']}”")
        heat = {"agent": 0.0, "customer": 0.0}
        lines = tuple(_line(path, number, entry, heat) for number, entry in enumerate(raw["lines"], start=1))
        header = (raw["scenario"], raw["layout"], raw["date"], raw["outcome"])
        return Script(path.stem, *header, people["agent"], people["customer"], lines)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as slip:
        raise ScriptError(f"{path.name} is no script of a call: {slip}") from None


def read_scripts(folder: Path = SCRIPTS) -> tuple[Script, ...]:
    """All scripts, by name."""
    return tuple(read_script(path) for path in sorted(folder.glob("*.toml")))


def _line(path: Path, number: int, entry: dict[str, Any], heat: dict[str, float]) -> Line | Hold:
    """One entry; ``heat`` holds each speaker's last and is brought up to date."""
    if "hold" in entry and set(entry) <= {"hold", "music"}:
        return Hold(float(entry["hold"]), bool(entry.get("music", False)))
    speakers: list[Speaker] = [speaker for speaker in ("agent", "customer") if speaker in entry]
    unknown = set(entry) - _LINE - {"agent", "customer"}
    labels = [label for label in (*LABELS, "settled") if label in entry]
    if len(speakers) != 1 or unknown or len(labels) > 1:
        slip = (
            f"knows no {', '.join(sorted(unknown))}" if unknown else "is said by one speaker and has one label at most"
        )
        raise ScriptError(f"{path.name}: line {number} {slip}")
    speaker = speakers[0]
    heat[speaker] = float(entry.get("heat", heat[speaker] if speaker == "customer" else 0.0))
    return Line(
        speaker,
        entry[speaker],
        heat[speaker],
        gap=entry.get("gap"),
        interrupts=float(entry.get("interrupts", 0.0)),
        heard=entry.get("heard", ""),
        heard_at=float(entry.get("heard_at", 0.5)),
        kind=labels[0] if labels else None,
        technique=entry[labels[0]] if labels and labels[0] in LABELS else None,
        tolerated=entry.get("tolerated", False),
        misleading=entry.get("misleading", False),
    )
