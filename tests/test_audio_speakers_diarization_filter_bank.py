"""The filter bank is Kaldi's: its own numbers for a small sound, and what it must show of a tone."""

from __future__ import annotations

import numpy as np
import pytest
from sounds import RATE, silence, tone

from audio.speakers.diarization.filter_bank import FLOOR, fbank


def test_it_gives_kaldis_numbers() -> None:
    """As ``kaldi-native-fbank`` 1.23 gives them for this sound: 80 bands, no dither, no energy floor."""
    at = np.arange(720)
    seconds = at / RATE
    sound = (
        0.3 * np.sin(2 * np.pi * 440 * seconds) + 0.1 * np.sin(2 * np.pi * 2500 * seconds) + 0.02 * np.cos(at**2 * 0.01)
    )
    theirs = [
        [
            -10.0191,
            -6.3188,
            -7.9341,
            -3.6102,
            -1.1999,
            -0.6483,
        ],
        [
            -9.7841,
            -5.2556,
            -7.6405,
            -2.4296,
            -1.2593,
            -1.1334,
        ],
        [
            -10.7900,
            -5.5379,
            -5.6703,
            -4.1133,
            -1.2184,
            0.1600,
        ],
    ]
    assert fbank(sound.astype(np.float32))[:, [0, 10, 20, 40, 60, 79]] == pytest.approx(np.array(theirs), abs=2e-3)


def test_a_tone_is_loudest_in_its_band_and_ten_times_louder_is_ten_times_more() -> None:
    soft, loud = fbank(tone(1000.0, 0.5, -32.0)), fbank(tone(1000.0, 0.5, -12.0))
    band = soft.argmax(axis=1)
    middle = 1127 * np.log1p(1000 / 700)  # mel
    lowest, highest = 1127 * np.log1p(20 / 700), 1127 * np.log1p(8000 / 700)
    assert set(band.tolist()) == {round((middle - lowest) / (highest - lowest) * 81) - 1}
    assert (loud - soft)[:, band[0]] == pytest.approx(np.log(100), abs=1e-3)


def test_silence_is_the_floor_and_what_is_no_frame_is_none() -> None:
    assert fbank(silence(1.0)).shape == (98, 80)
    assert np.unique(fbank(silence(1.0))).tolist() == pytest.approx([np.log(FLOOR)])
    assert fbank(np.zeros(399, np.float32)).shape == (0, 80)
