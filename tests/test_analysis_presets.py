"""Presets: data with reasons; what a quieter one flags, a stricter one flags too, in the samples and in calls made up."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import LETTERS, spoken

from analysis.limits import LimitError, Limits, change, table
from analysis.presets import MEANING, QUIET, STRICT, USUAL, VALUES, apply, preset_of, value_of
from analysis.report import Moment
from analysis.review import review
from audio.call import Call
from samples.script import Line, Script, read_scripts

FLAGGED = ("pushed", "escalated", "missed")
CLOSING = Line("agent", "And that is all there is to say about it from me for today, thank you and goodbye.", 0.0)


def flagged(call: Call, preset: str) -> list[Moment]:
    """The sure moments that something is held against somebody in."""
    moments = review(call, apply(preset, Limits())).moments
    return [m for m in moments if m.kind in FLAGGED and m.confidence == "high"]


def holds(moment: Moment, others: list[Moment]) -> bool:
    """Whether others flag it too: the same thing in the same stretch; a miss also as what else stands against the agent there."""
    there = [m for m in others if m.span & moment.span]
    if moment.kind == "missed":
        return bool(there)
    return any((m.kind, m.technique) == (moment.kind, moment.technique) for m in there)


def assert_nested(call: Call) -> None:
    found = [flagged(call, preset) for preset in MEANING]
    for quieter, stricter in pairwise(found):
        assert [m for m in quieter if not holds(m, stricter)] == []


@cache
def scripts() -> tuple[Script, ...]:
    return read_scripts()


def heated(script: Script, dice: random.Random) -> Script:
    """The script with strange lines in it, every line of a heat of its own and said over the one before it, or not."""
    everything = [line for one in scripts() for line in one.lines if isinstance(line, Line)]
    lines: list[Line] = []
    for own in script.lines:
        if isinstance(own, Line):
            room = 0.8 * len(lines[-1].text) / LETTERS if lines else 0.0
            line = dice.choice(everything) if dice.random() < 0.2 else own
            cut_in, gap = (
                min(room, dice.choice([0.0, 0.0, 0.5, 0.8, 1.2, 2.0, 3.0])),
                dice.choice([None, 0.1, 0.6, 2.0]),
            )
            lines.append(
                replace(line, heat=dice.choice([0.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0]), interrupts=cut_in, gap=gap)
            )
    return replace(script, lines=(*lines, CLOSING))


@pytest.mark.parametrize("number", range(len(read_scripts())))
def test_what_is_quiet_is_usual_and_what_is_usual_is_strict_in_the_samples(number: int) -> None:
    assert_nested(spoken(scripts()[number], voiced=True))


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_what_is_quiet_is_usual_and_what_is_usual_is_strict_in_calls_made_up(seed: int) -> None:
    dice = random.Random(seed)
    assert_nested(spoken(heated(dice.choice(scripts()), dice), voiced=True))


def test_a_stricter_preset_flags_more_of_made_up_calls() -> None:
    calls = [spoken(heated(script, random.Random(k)), voiced=True) for k, script in enumerate(scripts())]
    quiet, usual, strict = (sum(len(flagged(call, preset)) for call in calls) for preset in MEANING)
    assert 0 < quiet < usual < strict


def test_every_value_has_a_reason_and_lies_on_its_side_of_the_shipped_one() -> None:
    for name, value in VALUES.items():
        quiet, usual, strict = (value_of(preset, name) for preset in MEANING)
        assert quiet < usual < strict or quiet > usual > strict, name
        assert value.quiet_reason.endswith(".") and value.strict_reason.endswith("."), name
    rows = {row["name"]: row for row in table()}
    assert VALUES.keys() <= rows.keys()


def test_usual_is_what_is_shipped_and_a_preset_leaves_the_other_limits_alone() -> None:
    assert apply(USUAL, Limits()) == Limits()
    moved = change(Limits(), hold_least=12.0, same_start=0.9)
    strict = apply(STRICT, moved)
    assert (strict.hold_least, strict.same_start) == (12.0, VALUES["same_start"].strict)
    assert apply(USUAL, strict) == change(Limits(), hold_least=12.0)


def test_which_preset_limits_are_of() -> None:
    assert preset_of(Limits()) == USUAL
    assert preset_of(apply(QUIET, change(Limits(), hold_least=12.0))) == QUIET
    assert preset_of(change(Limits(), same_start=0.9)) is None


def test_every_preset_lies_within_the_limits() -> None:
    for preset in MEANING:
        apply(preset, Limits())
    with pytest.raises(LimitError):
        change(Limits(), same_start=9.0)
