"""Legs that were put together out of step are said to be; people who wait, and people who interrupt, are not taken for such."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, decoded, dice, leaked, noise, placed, sample, talk, true_speech, write

from analysis.review import review
from audio.call import Doubt
from audio.channels.crosstalk import too_much_at_once
from audio.channels.legs import leg_doubts
from audio.listen import listen
from audio.span import Span
from audio.speakers import two_channels

ECHO, WAITS = "echo of each voice", "time that each takes to answer"


def later(sound: Sound, seconds: float) -> Sound:
    """``sound`` that much later, or earlier, cut at both ends."""
    count = round(abs(seconds) * RATE)
    still = np.zeros(count, np.float32)
    return np.concatenate([still, sound[: len(sound) - count]] if seconds > 0 else [sound[count:], still])


def moved(spans: Sequence[Span], seconds: float) -> list[Span]:
    return [Span(max(0.0, span.start + seconds), span.end + seconds) for span in spans if span.end + seconds > 0]


def talking(seed: int, cuts_in: float, waits: tuple[float, float] = (0.1, 0.8)) -> tuple[list[Span], list[Span]]:
    """Two who take turns of 2 to 5 s; now and then one cuts in."""
    rng, sides, clock = dice(seed), ([], []), 1.0  # type: tuple[np.random.Generator, tuple[list[Span], list[Span]], float]
    for turn in range(24):
        length = float(rng.uniform(2.0, 5.0))
        sides[turn % 2].append(Span(clock, clock + length))
        early = rng.random() < cuts_in
        clock += length + (-float(rng.uniform(0.5, 1.8)) if early else float(rng.uniform(*waits)))
    return sides


def voices(sides: tuple[list[Span], list[Span]], down: float | None = None) -> list[Sound]:
    """Both channels, each with a leak of the other where ``down`` says how many dB lower it comes."""
    length = max(span.end for spans in sides for span in spans) + 3.0
    own = [
        placed(length, *((span.start, talk(span.duration, pitch, -20, seed)) for seed, span in enumerate(spans)))
        + noise(length, -62, seed=number)
        for number, (spans, pitch) in enumerate(zip(sides, (110.0, 200.0), strict=True))
    ]
    return own if down is None else [leaked(one, other, down, 0.03) for one, other in zip(own, own[::-1], strict=True)]


def said(folder: Path, sides: tuple[list[Span], list[Span]], late: float, down: float | None = None) -> str:
    left, right = voices(sides, down)
    with decoded(folder, left, later(right, late) if late else right, rate=8000) as sound:
        doubts: tuple[Doubt, ...] = leg_doubts(sound, (sides[0], moved(sides[1], late)))
    assert all(doubt.about == "overtalk" for doubt in doubts)
    return " ".join(doubt.why for doubt in doubts)


@pytest.mark.parametrize("late", [-1.9, -1.2, 1.5])
def test_who_always_comes_in_early_while_the_other_waits_is_out_of_step(tmp_path: Path, late: float) -> None:
    why = said(tmp_path, talking(1, cuts_in=0.0), late)
    assert f"the right one is {abs(late):.1f} s {'late' if late > 0 else 'early'}" in why and WAITS in why


@pytest.mark.parametrize("late", [-1.2, 0.8])
def test_an_echo_tells_even_where_people_interrupt(tmp_path: Path, late: float) -> None:
    why = said(tmp_path, talking(2, cuts_in=0.35), late, down=30)
    assert f"the right one is {abs(late):.1f} s {'late' if late > 0 else 'early'}" in why and ECHO in why


@pytest.mark.parametrize("down", [None, 30.0])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("cuts_in", [0.0, 0.3, 0.6])
def test_people_who_interrupt_are_in_step(tmp_path: Path, seed: int, cuts_in: float, down: float | None) -> None:
    assert said(tmp_path, talking(seed, cuts_in), 0.0, down) == ""


def test_an_echo_that_is_in_step_outweighs_turns_that_are_not(tmp_path: Path) -> None:
    sides = talking(3, cuts_in=0.0)
    rushed = (sides[0], moved(sides[1], -1.0))  # the right one comes in a second early, always, and the left waits
    assert WAITS in said(tmp_path, rushed, 0.0)
    assert said(tmp_path, rushed, 0.0, down=30) == ""


@pytest.mark.parametrize("name", ["taxi_overtalk", "parcel_pushed", "pharmacy_routine"])
def test_the_samples_are_in_step(tmp_path: Path, name: str) -> None:
    with decoded(tmp_path, *sample(name), rate=8000) as sound:
        assert leg_doubts(sound, [true_speech(name, "agent"), true_speech(name, "customer")]) == ()


def test_nobody_interrupts_in_a_call_out_of_step(tmp_path: Path) -> None:
    agent, customer = sample("parcel_pushed")
    call = listen(write(tmp_path / "call.wav", agent, later(customer, -1.2), rate=8000), ignore_transcript_beside=True)
    doubt = call.doubt("overtalk")
    assert doubt is not None and "the right one is 1.2 s early" in doubt.why
    report = review(call)
    assert not report.overtalk and not [moment for moment in report.moments if moment.technique == "interruption"]
    withheld = {measure.withheld for measure in report.measures if measure.name == "interruptions"}
    assert withheld == {doubt.why}


def test_a_late_leg_is_named_rather_than_how_much_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides: tuple[list[Span], list[Span]] = ([], [])
    for turn in range(16):
        sides[turn % 2].append(Span(1.0 + 2.9 * turn, 3.5 + 2.9 * turn))
    speech = (sides[0], moved(sides[1], 2.0))
    assert too_much_at_once(*speech)
    monkeypatch.setattr(two_channels, "detect_speech", lambda sound, channel, progress: speech[channel])
    left, right = voices(sides)
    with decoded(tmp_path, left, later(right, 2.0), rate=8000) as sound:
        found = two_channels.two_sides(sound, None, lambda stage, share: None, sound)
    assert isinstance(found, two_channels.HeardSides)
    assert [doubt.about for doubt in found.doubts] == ["overtalk"]
    assert "the right one is 2.0 s late" in found.doubts[0].why
