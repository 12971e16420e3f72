"""Every threshold a coach may argue about, with its unit, its meaning and where it comes from.

Screens, documentation and ``sameside limits`` are made from this one table; no lens holds a number of its own
that a coach might want to move. Limits are immutable; ``replace(limits, ...)`` makes others, and a file
of ``name = value`` lines (TOML) is read by :func:`load`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.toml_file import read_toml
from audio.errors import InputError


class LimitError(InputError):
    """A limit that does not exist or cannot have that value, in one sentence."""


TALKING = "Who talks over whom"
RAISED = "When a voice counts as raised"
LASTING = "What a raised voice comes to"
FOLLOWED = "What followed a moment"
WAITING = "Waiting, and being answered"
"""What limits decide: they are grouped by it."""


def _limit(
    group: str, title: str, default: float, unit: str, low: float, high: float, meaning: str, source: str
) -> Any:
    told = {"group": group, "title": title, "unit": unit, "low": low, "high": high, "help": meaning, "source": source}
    return field(default=default, metadata=told)


@dataclass(frozen=True)
class Limits:
    """See each field's ``help``; ``table()`` lists them all."""

    # over-talk: see analysis/turns/over_talk.py for the picture
    overtalk_least: float = _limit(
        TALKING,
        "Shortest overlap that counts",
        0.2,
        "s",
        0.05,
        2.0,
        "Both voices at once for less than this is not over-talk.",
        "the shortest published: 0.2 s (Heldner & Edlund 2010); human reaction time to speech",
    )
    same_start: float = _limit(
        TALKING,
        "Starting at the same time",
        0.4,
        "s",
        0.0,
        1.0,
        "Two people who start within this of each other start at the same time: neither interrupts, and neither is listening.",
        "our own: twice the shortest reaction to the other's start",
    )
    interruption_rest: float = _limit(
        TALKING,
        "How much an interruption cuts off",
        0.6,
        "s",
        0.1,
        3.0,
        "Coming in is an interruption only where the other still had at least this much to say.",
        "a closing overlap is mostly under half a second (Jefferson 1984; Levinson & Torreira 2015)",
    )
    backchannel_longest: float = _limit(
        TALKING,
        "Longest listening sound",
        1.0,
        "s",
        0.3,
        2.0,
        "Speech inside the other's turn up to this long, after which the other goes on, may be listening.",
        "backchannels are mostly under 1 s (Ward & Tsukahara 2000)",
    )
    holding_pause: float = _limit(
        TALKING,
        "Longest pause inside a turn",
        0.5,
        "s",
        0.1,
        2.0,
        "A pause up to this long is inside a speaker's turn, unless the other takes it.",
        "turn changes are mostly quicker than 0.5 s (Stivers et al. 2009)",
    )
    giving_way: float = _limit(
        TALKING,
        "Time to give way",
        0.8,
        "s",
        0.3,
        3.0,
        "Within this time somebody who is spoken over either finishes or stops.",
        "overlaps resolve within a few syllables (Schegloff 2000)",
    )
    contest_longest: float = _limit(
        TALKING,
        "When neither gives way",
        1.5,
        "s",
        0.8,
        5.0,
        "Where both go on for longer than this, neither has given way, and each talks over the other; who was speaking first and stops first has "
        "the time to give way on top, to end their sentence.",
        "our own, twice the time within which overlaps resolve",
    )
    attempt_longest: float = _limit(
        TALKING,
        "Longest attempt to come in",
        1.2,
        "s",
        0.5,
        5.0,
        "Speaking over the other for longer than this is more than an attempt.",
        "our own",
    )

    # tone: see analysis/voice/tone.py for the picture
    rise_pitch: float = _limit(
        RAISED,
        "Raised voice, pitch",
        4.0,
        "semitones",
        1.0,
        12.0,
        "How far above own calm speech a voice's pitch must lie to count as raised.",
        "anger lies 4 to 12 above own calm speech (Banse & Scherer 1996); phrases of calm speech vary by 1 to 2",
    )
    rise_balance: float = _limit(
        RAISED,
        "Raised voice, sharpness",
        2.5,
        "dB",
        0.5,
        12.0,
        "How much sharper it must sound at the same time (more of it in the high tones), or else as much louder as the next limit says.",
        "our own: twice the usual variation from phrase to phrase",
    )
    rise_level: float = _limit(
        RAISED,
        "Raised voice, loudness",
        4.5,
        "dB",
        1.0,
        20.0,
        "How much louder it must be at the same time, or else as much sharper as the limit before says.",
        "three quarters of the step from normal to raised vocal effort, 6 dB (ISO 9921)",
    )
    rise_joint: float = _limit(
        RAISED,
        "Raised voice, all together",
        2.2,
        "× usual variation",
        0.5,
        10.0,
        "Or else how far pitch, sharpness and loudness together must lie above own calm speech, in multiples of how much this voice usually varies from phrase to phrase.",
        "our own: of 92 calm speakers of made calls and 4 real calls' nobody with effort lay above",
    )
    baseline_speech: float = _limit(
        RAISED,
        "Speech needed to know a calm voice",
        4.0,
        "s",
        2.0,
        60.0,
        "A voice's own calm is known once it was heard for this long; before, nothing is said about its rises.",
        "our own: three to five clips of two seconds tell raised from calm nearly without error (AUC above 0.99)",
    )

    # tone and raised voice
    rise_speech: float = _limit(
        LASTING,
        "How long a voice stays raised to escalate",
        4.0,
        "s",
        1.0,
        30.0,
        "A voice that stays raised for this long, pauses not counted, is an escalation.",
        "our own: never one loud word",
    )
    raised_voice_speech: float = _limit(
        LASTING,
        "How long an agent's raised voice lasts to be shown",
        1.5,
        "s",
        0.5,
        30.0,
        "A raised voice of the agent's is shown from this length on; it is a push only with heat beside it.",
        "our own: a sentence, not a word",
    )
    follows_within: float = _limit(
        LASTING,
        "How near an agent's raised voice is to the customer's heat",
        8.0,
        "s",
        0.0,
        60.0,
        "The agent's raised voice is a push where the customer's heat ends or begins within this of it.",
        "our own: about one exchange",
    )
    settle_speech: float = _limit(
        LASTING,
        "Calm speech that makes a settling",
        3.0,
        "s",
        1.0,
        30.0,
        "This much calm speech after an escalation is a settling of the voice.",
        "our own",
    )

    # response
    response_before: float = _limit(
        FOLLOWED,
        "How far to look back from a moment",
        40.0,
        "s",
        5.0,
        120.0,
        "How far back the customer's voice before a moment is looked at.",
        "our own: two or three of the customer's turns",
    )
    response_after: float = _limit(
        FOLLOWED,
        "How far to look ahead from a moment",
        40.0,
        "s",
        5.0,
        120.0,
        "How far ahead the customer's voice after it is looked at.",
        "our own: two or three of the customer's turns",
    )
    response_least: float = _limit(
        FOLLOWED,
        "Smallest change called calmer or hotter",
        0.5,
        "× usual variation",
        0.1,
        3.0,
        "The least change of the customer's voice that is called calmer or hotter, if it is also beyond chance (90 %).",
        "our own: about one semitone",
    )

    # balance and missed
    hold_least: float = _limit(
        WAITING,
        "Shortest hold",
        8.0,
        "s",
        3.0,
        60.0,
        "Nobody speaks for this long: a hold or a long wait.",
        "our own; a silence over 3 s already feels long (Jefferson 1989)",
    )
    answered_within: float = _limit(
        WAITING,
        "Time to answer an escalation",
        30.0,
        "s",
        5.0,
        120.0,
        "An escalation, or a wait that the customer names, that nothing the agent says within this takes up is a missed moment.",
        "our own: two agent turns",
    )


def table(limits: Limits | None = None) -> list[dict[str, Any]]:
    """A row a limit: ``name, value, default, group, title, unit, low, high, help, source``, in the order of the class."""
    limits = limits or Limits()
    return [
        {"name": limit.name, "value": getattr(limits, limit.name), "default": limit.default, **limit.metadata}
        for limit in dataclasses.fields(limits)
    ]


def change(limits: Limits, **values: object) -> Limits:
    """Other limits, checked. Raises :class:`LimitError` naming the limit and the slip."""
    rows = {row["name"]: row for row in table(limits)}
    for name, value in values.items():
        if name not in rows:
            raise LimitError(f"there is no limit named “{name}”; `sameside limits` lists them all")
        row = rows[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise LimitError(
                f"the limit “{row['title']}” ({name}) is a number in {row['unit'] or 'no unit'}, and {value!r} is not"
            )
        if not row["low"] <= value <= row["high"]:
            raise LimitError(
                f"the limit “{row['title']}” ({name}) lies between {row['low']} and {row['high']} {row['unit']}, and {value} does not"
            )
    return dataclasses.replace(limits, **{name: float(value) for name, value in values.items()})  # type: ignore[arg-type]


def load(path: Path) -> dict[str, float]:
    """The values of a TOML file of limits, checked. Raises :class:`LimitError`."""
    try:
        values = read_toml(path)
    except OSError as slip:
        raise LimitError(f"{path} could not be opened as limits: {slip.strerror}") from None
    except ValueError as slip:
        raise LimitError(f"{path} could not be read as limits (lines such as `overtalk_least = 0.3`): {slip}") from None
    change(Limits(), **values)
    return values
