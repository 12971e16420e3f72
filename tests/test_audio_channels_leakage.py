"""What comes across from the other side is taken out, and what is one's own is let be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, banded, decoded, leaked, mu_law, noise, placed, talk

from audio.channels.leakage import find_leaks, loudness_doubts, remove_leaks

SECONDS = 24
AGENT = placed(SECONDS, *((k, talk(2.2, 120, seed=k)) for k in (1, 6, 12, 18)))
CUSTOMER = placed(SECONDS, *((k - 0.3, talk(2.0, 205, level=-24, seed=k)) for k in (4, 9, 15, 21)))
ALONE = [slice(round((k + 0.1) * RATE), round((k + 2.1) * RATE)) for k in (6, 12, 18)]
"""Where the agent speaks and the customer does not."""


def level(sound: Sound, where: list[slice]) -> float:
    return float(10 * np.log10(np.mean(np.concatenate([sound[s] for s in where]) ** 2) + 1e-12))


@pytest.mark.parametrize(
    ("down", "delay"), [(20, 0.005), (20, 0.06), (24, 0.1), (30, 0.02), (40, 0.03), (12, 0.02), (20, 0.2), (24, 0.39)]
)
def test_the_leak_goes_and_the_voice_stays(tmp_path: Path, down: float, delay: float) -> None:
    hiss = noise(SECONDS, -60)
    with decoded(tmp_path, AGENT + hiss, leaked(CUSTOMER, AGENT, down, delay) + hiss[::-1]) as sound:
        before = sound.read()[1]
        with remove_leaks(sound) as clean:
            after = clean.read()
    assert level(before, ALONE) > -20 - down - 3
    assert level(after[1], ALONE) < max(level(before, ALONE) - 8, -57)
    own = [slice(round(8.8 * RATE), round(10.6 * RATE))]
    assert level(after[1], own) == pytest.approx(level(before, own), abs=0.3)


def test_the_leak_of_a_telephone_in_eight_bits_goes_too(tmp_path: Path) -> None:
    agent, customer = (banded(s) for s in (AGENT, CUSTOMER))
    with decoded(tmp_path, mu_law(agent), mu_law(leaked(customer, agent, 24, 0.03) + noise(SECONDS, -62))) as sound:
        before = level(sound.read()[1], ALONE)
        with remove_leaks(sound) as clean:
            assert level(clean.read()[1], ALONE) < before - 5


def test_both_ways_at_once(tmp_path: Path) -> None:
    sides = leaked(AGENT, CUSTOMER, 22, 0.01), leaked(CUSTOMER, AGENT, 26, 0.05)
    with decoded(tmp_path, *(s + noise(SECONDS, -62, k) for k, s in enumerate(sides))) as sound:
        assert all(taps is not None for taps in find_leaks(sound))


@pytest.mark.parametrize(("down", "delay"), [(12, 0.0), (12, 0.05), (12, 0.3), (20, 0.2)])
def test_both_ways_and_loud_neither_the_other_nor_an_echo_of_oneself_is_left(
    tmp_path: Path, down: float, delay: float
) -> None:
    sides = leaked(AGENT, CUSTOMER, down, delay), leaked(CUSTOMER, AGENT, down, delay)
    with decoded(tmp_path, *(s + noise(SECONDS, -62, k) for k, s in enumerate(sides))) as sound:
        ways = find_leaks(sound)
        with remove_leaks(sound, ways) as clean:
            after = clean.read()
    for way in ways:
        assert way is not None
        assert way.loudness == pytest.approx(-down, abs=1.0)
        assert way.delay / RATE == pytest.approx(delay, abs=0.011)
    assert not loudness_doubts(ways)
    assert level(after[1], [slice(s.start + round(delay * RATE), s.stop) for s in ALONE]) < -52
    ended = [slice(round((k + 2.2 + delay) * RATE), round((k + 2.2 + 2 * delay) * RATE)) for k in (1, 12)]
    if delay == 0.3:  # the agent has stopped, and so has the agent's leak, which comes back another delay later
        assert level(after[0], ended) < -55


def test_a_leak_nearly_as_loud_as_the_voice_is_said(tmp_path: Path) -> None:
    right = leaked(2 * CUSTOMER, AGENT, 6) + noise(SECONDS, -62, 2)
    with decoded(tmp_path, AGENT + noise(SECONDS, -62), right) as sound:
        (doubt,) = loudness_doubts(find_leaks(sound))
    assert doubt.about == "overtalk" and "only 6 dB lower" in doubt.why


def test_sides_that_do_not_leak_are_let_be_sample_for_sample(tmp_path: Path) -> None:
    with decoded(tmp_path, AGENT + noise(SECONDS, -55, 1), CUSTOMER + noise(SECONDS, -55, 2)) as sound:
        assert find_leaks(sound) == (None, None)
        assert remove_leaks(sound) is sound


def test_silence_and_a_short_call_say_nothing(tmp_path: Path) -> None:
    with decoded(tmp_path, talk(1.5), noise(1.5, -50)) as sound:
        assert find_leaks(sound) == (None, None)


def test_a_listening_sound_over_a_loud_leak_is_kept(tmp_path: Path) -> None:
    """The customer says 0.4 s of something while the agent speaks and leaks at -20 dB: only the leak goes."""
    nod = placed(SECONDS, (13.0, talk(0.4, 210, level=-34)))
    with (
        decoded(tmp_path, AGENT, leaked(CUSTOMER + nod, AGENT, 20, 0.02) + noise(SECONDS, -62)) as sound,
        remove_leaks(sound) as clean,
    ):
        after = clean.read()[1]
    said = level(after, [slice(round(13.0 * RATE), round(13.4 * RATE))])
    assert said == pytest.approx(-34, abs=2)
    assert said > level(after, [slice(round(13.6 * RATE), round(14.0 * RATE))]) + 8
