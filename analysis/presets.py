"""Quiet, usual, strict: limits that go together, each value with its reason.

What a quieter preset flags, a stricter one flags too, of every call::

    quiet      only what nobody would argue about        [   |        |   ]
    usual      as shipped                                [ | |    |   |   ]
    strict     all that may be worth a look              [ | | || |  || | ]

So a preset moves only limits that flag more or less. Whether a pause is inside a turn, how far what followed is looked for or how long
an answer may take is no matter of strictness, and stays as it is. How far a voice must lie above its own calm does too: that was
measured on calm speakers, and below it they would be accused; and with it moves where a rise begins and ends, hence which words lie
in it, so that fewer and longer rises may come of a lower limit. How long a voice must be up says as much and has no such trap.

What is *missed* in a quieter preset may be told as the agent's interruption or raised voice in a stricter one, for a moment stands
against an agent once. *Usual* is not written down a second time: it is the shipped value of whatever the others move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.limits import Limits, change


@dataclass(frozen=True, slots=True)
class PresetValue:
    """A limit's value in the quiet and in the strict preset, each with why it is that."""

    quiet: float
    quiet_reason: str
    strict: float
    strict_reason: str


VALUES: Mapping[str, PresetValue] = {
    "same_start": PresetValue(
        0.6, "Starts a syllable or two apart are nobody's fault.",
        0.2, "The shortest reaction to the other's start: who starts later has heard them.",
    ),
    "interruption_rest": PresetValue(
        1.0, "Twice what most closing overlaps cut off: whole words were lost.",
        0.4, "Less than a word or two cut off is heard as an interruption by an upset customer.",
    ),
    "backchannel_longest": PresetValue(
        1.5, "A slow “yes, I can see that” still listens.",
        0.7, "Most listening sounds are shorter; what is longer may be a try for the floor.",
    ),
    "contest_longest": PresetValue(
        2.5, "Only where both go on for a whole sentence.",
        1.2, "Half as long again as most people take to give way.",
    ),
    "attempt_longest": PresetValue(
        1.8, "Who stops within a sentence has given the floor back.",
        0.8, "As long as it takes to notice the other and give way.",
    ),
    "rise_speech": PresetValue(
        6.0, "Two sentences or more.",
        2.5, "A short sentence.",
    ),
    "raised_voice_speech": PresetValue(
        3.0, "A long sentence.",
        1.0, "A few words.",
    ),
    "follows_within": PresetValue(
        5.0, "In the same breath, or the very next turn.",
        12.0, "About two exchanges.",
    ),
}  # fmt: skip
"""By the limit's name. What *usual* has is the shipped value."""

QUIET, USUAL, STRICT = "Quiet", "Usual", "Strict"
MEANING = {
    QUIET: "Flags only what nobody would argue about. For a first look at many calls.",
    USUAL: "As shipped: quiet and right rather than loud and wrong.",
    STRICT: "Flags all that may be worth a look, also what is fair talk now and then. For one agent's coaching, not for counts.",
}
"""The presets, the quietest first, and what each is for."""


def apply(preset: str, limits: Limits) -> Limits:
    """``limits`` with those of a preset put to its values; the others stay as they are."""
    return change(limits, **{name: value_of(preset, name) for name in VALUES})


def value_of(preset: str, name: str) -> float:
    """The value of one of the limits of :data:`VALUES` in a preset."""
    shipped: float = getattr(Limits(), name)
    return {QUIET: VALUES[name].quiet, USUAL: shipped, STRICT: VALUES[name].strict}[preset]


def preset_of(limits: Limits) -> str | None:
    """The preset that these limits are of; ``None`` where they are of none."""
    return next((preset for preset in MEANING if apply(preset, limits) == limits), None)
