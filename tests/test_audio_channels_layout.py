"""How the voices lie in a recording, whatever a recorder does to them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, banded, decoded, leaked, mu_law, noise, placed, silence, talk, write

from audio.call import Layout
from audio.channels.layout import recognise_layout
from audio.signal.decode import decode

AGENT = placed(12, (0.5, talk(3, 120)), (6.5, talk(2, 118)))
CUSTOMER = placed(12, (4.0, talk(2.2, 210)), (9.0, talk(2, 220, level=-26)))
MIXED = AGENT + CUSTOMER
SIDES: dict[str, tuple[tuple[Sound, ...], Layout, int]] = {
    "a voice a side": ((AGENT, CUSTOMER), "two_sides", 0),
    "both leak at -20 dB": ((leaked(AGENT, CUSTOMER, 20), leaked(CUSTOMER, AGENT, 20)), "two_sides", 0),
    "both leak at -20 dB at once": (
        (leaked(AGENT, CUSTOMER, 20, 0.0), leaked(CUSTOMER, AGENT, 20, 0.0)),
        "two_sides",
        0,
    ),
    "left leaks into right": ((AGENT, leaked(CUSTOMER, AGENT, 12, 0.0)), "two_sides", 0),
    "both leak at -6 dB": ((leaked(AGENT, CUSTOMER, 6, 0.0), leaked(CUSTOMER, AGENT, 6, 0.0)), "two_sides", 0),
    "one side very quiet": ((AGENT, CUSTOMER * 0.03), "two_sides", 0),
    "one side hardly speaks": ((AGENT, placed(12, (4.0, talk(0.4, 210)))), "two_sides", 0),
    "a common hum": ((AGENT + noise(12, -55), CUSTOMER + noise(12, -55)), "two_sides", 0),
    "one channel": ((MIXED,), "mono", 0),
    "the same twice": ((MIXED, MIXED), "dual_mono", 0),
    "the same twice, one softer": ((MIXED * 0.5, MIXED), "dual_mono", 1),
    "the same twice, one turned over": ((MIXED, -0.9 * MIXED), "dual_mono", 0),
    "the same twice, each its own noise": ((MIXED + noise(12, -55, 1), MIXED + noise(12, -55, 2)), "dual_mono", 0),
    "the same twice, with an offset": ((MIXED + 0.05, MIXED - 0.05), "dual_mono", 0),
    "right is empty": ((MIXED, silence(12)), "one_side_silent", 0),
    "left is empty": ((silence(12), MIXED), "one_side_silent", 1),
    "left holds the least of noise": ((noise(12, -80), MIXED), "one_side_silent", 1),
}


@pytest.mark.parametrize("name", SIDES)
def test_each_layout_is_recognised(tmp_path: Path, name: str) -> None:
    sides, layout, channel = SIDES[name]
    with decoded(tmp_path, *sides) as sound:
        found = recognise_layout(sound)
    assert found[0] == layout
    if layout != "dual_mono" or channel:
        assert found[1] == channel


def test_through_a_telephone_it_is_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", *(mu_law(banded(s)) for s in (AGENT, CUSTOMER)), rate=8000, codec="pcm_mulaw")
    with decode(path) as sound:
        assert recognise_layout(sound)[0] == "two_sides"


def test_joint_stereo_of_a_small_mp3_is_still_the_same_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", MIXED, MIXED * 0.8, codec="libmp3lame", bits_a_second=32000)
    with decode(path) as sound:
        assert recognise_layout(sound)[0] == "dual_mono"


def test_two_sides_in_a_small_mp3_stay_two(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", AGENT, CUSTOMER, codec="libmp3lame", bits_a_second=32000)
    with decode(path) as sound:
        assert recognise_layout(sound)[0] == "two_sides"


def test_a_clipped_side_is_still_a_side(tmp_path: Path) -> None:
    with decoded(tmp_path, np.clip(AGENT * 20, -1, 1), CUSTOMER) as sound:
        assert recognise_layout(sound) == ("two_sides", 0)
        assert sound.peak[0] > 0.99 and sound.length == 12 * RATE
