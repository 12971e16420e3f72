"""Creak: phrases an octave down, of which nothing is made; drawn as numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pictures import call

from analysis.limits import Limits
from analysis.voice.creak import fold_octave_drops
from analysis.voice.persons import voice_profile, voice_profiles
from analysis.voice.tone import measure
from audio.call import Call

CALM = np.array([90.0, 91, 89, 90, 90.5, 89.5, 90, 91, 90, 89])  # semitones of ten phrases


def medians(pitch: np.ndarray, effort: np.ndarray | None = None) -> list[float]:
    dice = np.random.default_rng(1)
    tracks = [p + dice.normal(0, 0.3, 41) for p in pitch]
    return [round(m) for m in fold_octave_drops(tracks, np.zeros((len(pitch), 2)) if effort is None else effort)]


@pytest.mark.parametrize("places", [[0], [4], [9], [3, 4, 5], [0, 1, 5, 9]])
def test_an_octave_down_is_folded(places: list[int]) -> None:
    creaky = CALM.copy()
    creaky[places] -= 12
    assert medians(creaky) == pytest.approx(CALM, abs=1)


def test_within_a_phrase_the_half_decides() -> None:
    tracks = [np.full(40, p) for p in CALM]
    tracks[4][:30] -= 12
    assert fold_octave_drops(tracks, np.zeros((10, 2))) == pytest.approx(CALM)


@pytest.mark.parametrize(
    ("down", "effort"),
    [
        (6, (0, 0)),  # lower, and no octave
        (20, (0, 0)),
        (12, (-8, 0)),  # a voice that falls from a shout falls in sharpness
        (12, (0, -14)),  # and in level
    ],
)
def test_a_voice_that_falls_is_lower(down: float, effort: tuple[float, float]) -> None:
    fallen, felt = CALM.copy(), np.zeros((10, 2))
    fallen[4:6] -= down
    felt[4:6] = effort
    assert medians(fallen, felt) == pytest.approx(fallen, abs=1)


def test_another_voice_is_another_voice() -> None:
    """A man takes the telephone from a woman."""
    both = np.concatenate([CALM, CALM - 11])
    assert medians(both) == pytest.approx(both, abs=1)


def test_little_is_left_as_it_is() -> None:
    assert medians(np.array([90.0, 78.0, 90.0])) == [90, 78, 90]
    assert fold_octave_drops([], np.zeros((0, 2))) == []


def creaking(facts: Call, *places: tuple[float, float]) -> Call:
    """The call with the customer's pitch halved in these seconds, and 5 dB softer."""
    (voice,) = (v for v in facts.voices if v.speaker == "customer")
    seconds = np.arange(len(voice.pitch)) * voice.hop
    inside = np.any([(seconds >= a) & (seconds < b) for a, b in places], axis=0)
    pitch = np.where(inside, voice.pitch / 2, voice.pitch).astype(np.float32)
    loudness = np.where(inside, voice.loudness - 5, voice.loudness).astype(np.float32)
    voices = tuple(replace(v, pitch=pitch, loudness=loudness) if v.speaker == "customer" else v for v in facts.voices)
    return replace(facts, voices=voices)


def test_who_creaks_is_not_raised_where_they_do_not() -> None:
    row = "00000000000000000000    " * 12
    facts = call(f"customer  |{row}|\nagent     |{' ' * len(row)}|")
    creaky = creaking(facts, (7.2, 14.2), (24.0, 26.0))
    assert not [m for m in measure(creaky, voice_profiles(creaky, Limits()), Limits()) if m.name == "escalation"]
    plain, found = voice_profile(facts, "customer", Limits()), voice_profile(creaky, "customer", Limits())
    assert plain is not None and found is not None
    assert found.baseline.pitch == pytest.approx(plain.baseline.pitch, abs=0.3)
