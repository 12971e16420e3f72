"""A machine that speaks before the agent is no agent; the agent who speaks first is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, decoded, sample, silence, true_speech, write

from audio.listen import listen
from audio.span import Span, common, merge
from audio.speakers.menu import without_menu

MENU = 9.0
CALLS = {
    "pharmacy_routine": "roaming_bill",
    "broadband_recovered": "taxi_overtalk",
    "insurance_swapped": "taxi_overtalk",
}
"""Calls, and those whose customer's voice is unlike that of whoever speaks first in them."""


def announcement(name: str) -> tuple[Sound, list[Span]]:
    """Some ten seconds of another voice on end, and when it speaks."""
    side, parts, spans, at = sample(name)[1], [], [], 0.5
    for span in true_speech(name, "customer"):
        if sum(s.duration for s in spans) > MENU:
            break
        parts += [side[round(span.start * RATE) : round(span.end * RATE)], silence(0.4)]
        spans.append(Span(at, at + span.duration))
        at += span.duration + 0.4
    return np.concatenate([silence(0.5), *parts, silence(1.0)]), spans


def sides_of(name: str) -> tuple[list[Span], list[Span]]:
    """When each channel of a sample speaks: in one of them the agent is right."""
    both = [true_speech(name, "agent"), true_speech(name, "customer")]
    return (both[1], both[0]) if name.endswith("_swapped") else (both[0], both[1])


@pytest.mark.parametrize("name", CALLS)
def test_another_voice_before_anybody_answers_is_left_out(tmp_path: Path, name: str) -> None:
    menu, spoken = announcement(CALLS[name])
    left, right = sample(name)
    late = len(menu) / RATE
    own = tuple([span.shift(late) for span in spans] for spans in sides_of(name))
    first = int(own[1][0].start < own[0][0].start)  # the menu is on the channel of whoever speaks first then
    lead = [menu, silence(late)] if first == 0 else [silence(late), menu]
    sides = [np.concatenate([before[: len(menu)], side]) for before, side in zip(lead, (left, right), strict=True)]
    speech = (merge([*spoken, *own[0]]), own[1]) if first == 0 else (own[0], merge([*spoken, *own[1]]))
    with decoded(tmp_path, *sides, rate=8000) as sound:
        left_out, (doubt,) = without_menu(sound, speech)
    assert left_out == (own[0], own[1])
    assert doubt.about == "speakers" and "a menu or an announcement" in doubt.why


@pytest.mark.parametrize("name", [*CALLS, "taxi_overtalk", "parcel_pushed", "final_no"])
def test_the_one_who_greets_at_length_is_no_menu(tmp_path: Path, name: str) -> None:
    speech = sides_of(name)
    with decoded(tmp_path, *sample(name), rate=8000) as sound:
        first = int(speech[1][0].start < speech[0][0].start)
        later = speech[1 - first][len(speech[1 - first]) // 2 :]  # the other answers only in the middle of the call
        speech = (speech[0], later) if first == 0 else (later, speech[1])
        assert without_menu(sound, speech) == (speech, ())


def test_a_word_of_another_voice_is_no_menu(tmp_path: Path) -> None:
    menu, spoken = announcement("roaming_bill")
    left, right = sample("pharmacy_routine")
    own = tuple([span.shift(len(menu) / RATE) for span in spans] for spans in sides_of("pharmacy_routine"))
    speech = (merge([Span(spoken[0].start, spoken[0].start + 2.0), *own[0]]), own[1])
    with decoded(tmp_path, np.concatenate([menu, left]), np.concatenate([silence(len(menu) / RATE), right])) as sound:
        assert without_menu(sound, speech) == (speech, ())


def test_a_call_with_a_menu_is_the_call_without_it(tmp_path: Path) -> None:
    menu, _ = announcement("roaming_bill")
    left, right = (side[: 40 * RATE] for side in sample("pharmacy_routine"))
    sides = np.concatenate([menu, left]), np.concatenate([silence(len(menu) / RATE), right])
    call = listen(write(tmp_path / "menu.wav", *sides, rate=8000), agent="left", ignore_transcript_beside=True)
    plain = listen(write(tmp_path / "plain.wav", left, right, rate=8000), agent="left", ignore_transcript_beside=True)
    heard = [turn.span.shift(-len(menu) / RATE) for turn in call.of("agent")]
    expected = [turn.span for turn in plain.of("agent")]
    both = sum(span.duration for span in common(heard, expected))
    assert both > 0.95 * max(sum(s.duration for s in heard), sum(s.duration for s in expected))
    assert any("a menu or an announcement" in doubt.why for doubt in call.doubts)
    assert not any("a menu or an announcement" in doubt.why for doubt in plain.doubts)
