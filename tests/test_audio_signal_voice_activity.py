"""Who speaks when, on one side: edges by arithmetic, and the whole detector on the samples' speech."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sounds import (
    RATE,
    SAMPLES,
    Sound,
    at_level,
    banded,
    decoded,
    fax,
    keys,
    leaked,
    missed_and_false,
    mu_law,
    music,
    noise,
    placed,
    ringing,
    sample,
    silence,
    talk,
    tone,
    true_speech,
)

from audio.channels.leakage import remove_leaks
from audio.signal.decode import decode
from audio.signal.voice_activity import FRAME, WEIGHTS, WINDOW, detect_speech, has_current_weights, speech_edges
from audio.span import Span, common, merge

SECONDS = 40
AGENT, CUSTOMER = (side[: SECONDS * RATE] for side in sample("taxi_overtalk"))


def said(name: str, speaker: str, until: float = SECONDS) -> list[Span]:
    return [Span(s.start, min(s.end, until)) for s in true_speech(name, speaker) if s.start < until]


def heard(folder: Path, *sides: Sound, channel: int = 0) -> list[Span]:
    with decoded(folder, *sides) as sound:
        return detect_speech(sound, channel)


# --- edges, by arithmetic: a probability each 32 ms, a level each 5 ms ---


def drawn(
    spoken: list[tuple[float, float]], sure: list[tuple[float, float]], noise: float = -60.0, seconds: float = 6.0
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Speech at -20 dBFS in ``spoken``, which the detector is sure of in ``sure``."""
    level = np.random.default_rng(1).normal(noise, 0.5, round(seconds * RATE / FRAME)).astype(np.float32)
    probability = np.full(round(seconds * RATE / WINDOW), 0.02, np.float32)
    for a, b in spoken:
        level[round(a * RATE / FRAME) : round(b * RATE / FRAME)] = -20
    for a, b in sure:
        probability[round(a * RATE / WINDOW) : round(b * RATE / WINDOW)] = 0.95
    return probability, level


def close(found: list[Span], expected: list[tuple[float, float]], within: float = 0.011) -> bool:
    pairs = [(s.start, s.end) for s in found]
    return len(pairs) == len(expected) and np.allclose(pairs, expected, atol=within)


@pytest.mark.parametrize(
    ("spoken", "sure", "expected"),
    [
        ([(1.0, 2.0)], [(1.1, 1.9)], [(1.0, 2.0)]),  # outwards to where the level leaves the noise
        ([(1.0, 2.0)], [(0.9, 2.2)], [(1.0, 2.0)]),  # and inwards
        ([(1.0, 2.0)], [(1.4, 1.9)], [(1.15, 2.0)]),  # no farther than 0.25 s
        ([(1.0, 2.0), (2.2, 3.0)], [(1.1, 1.9), (2.3, 2.9)], [(1.0, 3.0)]),  # a pause of 0.2 s is inside
        ([(1.0, 2.0), (2.3, 3.0)], [(1.1, 1.9), (2.4, 2.9)], [(1.0, 2.0), (2.3, 3.0)]),  # one of 0.3 s is not
        ([(1.0, 1.06)], [(1.0, 1.06)], []),  # a click is no syllable
        ([(1.0, 2.0)], [], []),  # loud, and no voice
    ],
)
def test_edges_lie_where_the_level_leaves_the_noise(
    spoken: list[tuple[float, float]], sure: list[tuple[float, float]], expected: list[tuple[float, float]]
) -> None:
    assert close(speech_edges(*drawn(spoken, sure)), expected, 0.035)


def test_no_sound_is_no_speech() -> None:
    empty = np.zeros(0, np.float32)
    assert speech_edges(empty, empty) == []
    assert speech_edges(*drawn([], [])) == []


# --- the whole of it, on speech whose words' times are known ---


def test_the_newer_weights_are_installed() -> None:
    """The build brings them; without them quiet telephone voices are missed."""
    assert has_current_weights() and WEIGHTS.stat().st_size > 1_000_000


@pytest.mark.parametrize("speaker", ["agent", "customer"])
@pytest.mark.parametrize("name", ["parcel_pushed", "taxi_overtalk"])
def test_the_samples_are_heard_to_the_bar(name: str, speaker: str) -> None:
    with decode(SAMPLES / f"{name}.opus") as sound:
        found = detect_speech(sound, 0 if speaker == "agent" else 1)
    missed, false = missed_and_false(found, true_speech(name, speaker))
    assert missed + false <= 0.06
    starts = [min(abs(s.start - f.start) for f in found) for s in true_speech(name, speaker)]
    assert float(np.median(starts)) < 0.02  # tens of milliseconds decide what is over-talk


@pytest.mark.parametrize("gain", [-24.0, -12.0, 12.0])
def test_a_soft_or_loud_side_is_heard_as_well(tmp_path: Path, gain: float) -> None:
    found = heard(tmp_path, CUSTOMER * np.float32(10 ** (gain / 20)))
    missed, false = missed_and_false(found, said("taxi_overtalk", "customer"))
    assert missed + false <= 0.08


@pytest.mark.parametrize("down", [20.0, 32.0])
def test_who_shouts_and_then_speaks_calmly_is_heard_in_both(tmp_path: Path, down: float) -> None:
    """The second half of the side is as much lower as calm speech lies under a shout."""
    half = SECONDS // 2
    soft = np.concatenate([AGENT[: half * RATE], AGENT[half * RATE :] * np.float32(10 ** (-down / 20))])
    found, true = heard(tmp_path, soft + noise(SECONDS, -80)), said("taxi_overtalk", "agent")
    missed, false = missed_and_false(found, true)
    assert missed + false <= 0.08
    calm = [Span(half + 2, SECONDS)]
    assert missed_and_false(common(found, calm), common(true, calm))[0] <= 0.08


@pytest.mark.parametrize("other", [pytest.param(music(14), id="music"), pytest.param(noise(14, -25), id="noise")])
def test_what_is_soft_in_a_loud_side_is_no_speech_for_it(tmp_path: Path, other: Sound) -> None:
    """After loud speech something soft that is no voice: it is raised for the detector, and is no voice still."""
    spoken = at_level(AGENT[: 6 * RATE], -12)
    found = heard(tmp_path, mu_law(banded(np.concatenate([spoken, at_level(other, -42), spoken]))))
    assert sum(s.duration for s in common(found, [Span(6.3, 19.7)])) <= 0.2


@pytest.mark.parametrize("below", [30.0, 20.0])
def test_speech_in_noise(tmp_path: Path, below: float) -> None:
    spoken = np.concatenate(
        [AGENT[round(s.start * RATE) : round(s.end * RATE)] for s in said("taxi_overtalk", "agent")]
    )
    level = 10 * np.log10(np.mean(spoken**2))
    found = heard(tmp_path, mu_law(banded(AGENT + noise(SECONDS, level - below))))
    missed, false = missed_and_false(found, said("taxi_overtalk", "agent"))
    assert missed + false <= 0.08


@pytest.mark.parametrize(("down", "delay"), [(20, 0.02), (26, 0.06)])
def test_a_leak_is_no_speech(tmp_path: Path, down: float, delay: float) -> None:
    sides = leaked(AGENT, CUSTOMER, down, delay), leaked(CUSTOMER, AGENT, down, delay)
    with (
        decoded(tmp_path, *(mu_law(s + noise(SECONDS, -58, k)) for k, s in enumerate(sides))) as sound,
        remove_leaks(sound) as clean,
    ):
        for channel, speaker in enumerate(("agent", "customer")):
            missed, false = missed_and_false(detect_speech(clean, channel), said("taxi_overtalk", speaker))
            assert missed + false <= 0.1


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(music(20), id="hold music"),
        pytest.param(ringing(20), id="ringing"),
        pytest.param(fax(20), id="fax"),
        pytest.param(placed(10, (1, keys("01632960961"))), id="keys"),
        pytest.param(noise(20, -25), id="noise"),
        pytest.param(tone(440, 10), id="a tone"),
        pytest.param(placed(20, (5, noise(8, -30))), id="a long rush of noise"),
        pytest.param(placed(20, *((k, noise(0.03, -15)) for k in range(2, 18, 2))), id="clicks"),
        pytest.param(noise(20, -70), id="the line alone"),
    ],
)
def test_what_is_not_a_voice_is_no_speech(tmp_path: Path, sound: Sound) -> None:
    assert sum(s.duration for s in heard(tmp_path, mu_law(banded(sound)))) <= 0.2


def test_speech_after_music_is_still_heard(tmp_path: Path) -> None:
    """A queue's music, louder than the call after it."""
    sound = np.concatenate([at_level(music(20), -14), AGENT])
    found = common(heard(tmp_path, mu_law(banded(sound))), [Span(20, 20 + SECONDS)])
    missed, false = missed_and_false((s.shift(-20) for s in found), said("taxi_overtalk", "agent"))
    assert missed + false <= 0.25  # the detector itself takes its time after music


def test_a_call_put_later_is_heard_the_same_later(tmp_path: Path) -> None:
    plain = heard(tmp_path, AGENT)
    later = heard(tmp_path, np.concatenate([silence(8), AGENT]))
    assert len(later) == len(plain)
    assert all(
        abs(a.start + 8 - b.start) < 0.03 and abs(a.end + 8 - b.end) < 0.03 for a, b in zip(plain, later, strict=True)
    )


def test_stretches_are_in_order_apart_and_within(tmp_path: Path) -> None:
    found = heard(tmp_path, CUSTOMER)
    assert found == merge(found, gap=0.25 - 1e-9)
    assert all(0 <= s.start < s.end <= SECONDS and s.duration >= 0.12 for s in found)


def test_a_single_word_has_its_place(tmp_path: Path) -> None:
    one = placed(6, (2.0, talk(0.6, 120)))
    (found,) = heard(tmp_path, one)
    assert (found.start, found.end) == pytest.approx((2.0, 2.6), abs=0.06)
