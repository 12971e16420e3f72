"""Syllables counted in the level of a voice."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.voice.speech_rate import syllables
from audio.call import Voice
from audio.span import Span

HOP = 0.016


def chant(rate: float, seconds: float = 4.0, depth: float = 12.0, voiced: bool = True) -> Voice:
    """``rate`` syllables a second, each a hump of the level ``depth`` dB high."""
    times = np.arange(int(seconds / HOP)) * HOP
    level = (-30 + depth * np.sin(np.pi * rate * times) ** 2).astype(np.float32)
    pitch = np.full(len(times), 120.0 if voiced else np.nan, np.float32)
    return Voice("agent", HOP, pitch, level, np.zeros(len(times), np.float32))


@pytest.mark.parametrize("rate", [2.0, 3.0, 4.0, 5.0, 6.0])
def test_a_chant_is_counted(rate: float) -> None:
    assert syllables(chant(rate), Span(0, 4)) == 4 * rate


def test_a_steady_tone_a_whisper_and_nothing_have_no_syllables() -> None:
    assert syllables(chant(4, depth=1.0), Span(0, 4)) == 0
    assert syllables(chant(4, voiced=False), Span(0, 4)) == 0
    assert syllables(chant(4), Span(2, 2)) == 0


def test_only_those_within_the_span() -> None:
    assert syllables(chant(4), Span(0, 2)) == 8
