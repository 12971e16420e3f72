"""Two channels that are not one voice each are seen through, said, and accuse nobody; two people at once stay two."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, banded, decoded, leaked, noise, placed, sample, talk, write

from analysis.review import review
from audio.call import Call
from audio.channels import crosstalk
from audio.channels.crosstalk import own_speech, too_much_at_once
from audio.listen import listen
from audio.span import Span, common

SECONDS = 26
LEFT, RIGHT = (side[: SECONDS * RATE] for side in sample("taxi_overtalk"))
MIXED = LEFT + RIGHT
HISS = noise(SECONDS, -65)


def late(sound: Sound, seconds: float) -> Sound:
    return leaked(0 * sound, sound, 0.0, seconds)


JOINT: Mapping[str, tuple[Sound, Sound]] = {
    "each holds the other, 6 dB down": (leaked(LEFT, RIGHT, 6, 0.0), leaked(RIGHT, LEFT, 6, 0.0)),
    "right is the mix": (LEFT, MIXED),
    "the mix for the first half": (
        np.concatenate([MIXED[: 13 * RATE], LEFT[13 * RATE :]]),
        np.concatenate([MIXED[: 13 * RATE], RIGHT[13 * RATE :]]),
    ),
}


def heard(path: Path) -> Call:
    return listen(path, ignore_transcript_beside=True, agent="left")


@pytest.mark.parametrize("name", JOINT)
def test_channels_that_share_voices_are_said_and_accuse_nobody(tmp_path: Path, name: str) -> None:
    call = heard(write(tmp_path / "a.wav", *(side + HISS for side in JOINT[name]), rate=8000))
    doubt = call.doubt("overtalk")
    assert call.layout == "two_sides"
    assert doubt is not None and "over-talk is withheld" in doubt.why
    report = review(call)
    assert not [m for m in report.moments if m.kind == "pushed"] and not report.overtalk and not report.escalations
    withheld = {m.name: m.withheld for m in report.measures if m.name in ("interruptions", "overtalk_share")}
    assert withheld == dict.fromkeys(withheld, doubt.why) and len(withheld) == 2


def test_the_mix_twice_is_the_same_sound_twice_however_late(tmp_path: Path) -> None:
    call = heard(write(tmp_path / "a.wav", MIXED + HISS, late(MIXED, 0.03) + HISS[::-1], rate=8000))
    assert call.layout == "dual_mono"
    assert call.doubt("overtalk") and not review(call).overtalk


def test_a_voice_a_side_is_let_be(tmp_path: Path) -> None:
    call = heard(write(tmp_path / "a.wav", LEFT + HISS, RIGHT + HISS[::-1], rate=8000))
    assert not [d for d in call.doubts if d.subject in ("overtalk", "pitch", "separation")]
    assert any(m.name == "interruption" for m in review(call).overtalk)


@pytest.mark.parametrize("rate", [8000, 48000])
def test_small_opus_in_stereo_invents_nobody(tmp_path: Path, rate: int) -> None:
    path = write(tmp_path / "a.opus", banded(LEFT), banded(RIGHT), rate=rate, codec="libopus", bits_a_second=20000)
    plain = review(heard(write(tmp_path / "a.wav", banded(LEFT), banded(RIGHT), rate=8000)))
    small = review(call := heard(path))
    pushed, known = ([m for m in report.moments if m.kind == "pushed"] for report in (small, plain))
    if call.doubt("overtalk"):  # with so few bits the coder mixes the sides
        assert not small.overtalk and not pushed
    else:
        assert len(small.overtalk) == len(plain.overtalk) > 0 and len(pushed) == len(known)


AGENT = placed(24, (1, talk(4, 120, seed=1)), (10, talk(4, 120, seed=2)), (18, talk(3, 120, seed=3)))
OWN = [Span(1, 5), Span(10, 14), Span(18, 21)]


@pytest.mark.parametrize(("down", "delay"), [(12, 0.02), (18, 0.2), (24, 0.39)])
def test_a_copy_that_was_taken_for_speech_is_taken_out(tmp_path: Path, down: float, delay: float) -> None:
    """The customer says one thing of their own, in the middle of the agent's; all else is the agent, heard again."""
    own = placed(24, (11.5, talk(1.2, 210, level=-22, seed=4)))
    copies = [span.shift(delay) for span in (Span(1, 5), Span(18, 21))]
    with decoded(tmp_path, AGENT, leaked(own, AGENT, down, delay) + noise(24, -60)) as sound:
        found, doubts, same = own_speech(sound, (OWN, [copies[0], Span(11.5, 12.7), copies[1]]))
    assert found == (OWN, [Span(11.5, 12.7)])
    assert {d.about for d in doubts} == {"overtalk", "speech"} and not same


def test_a_single_copy_is_taken_out_and_no_more_is_made_of_it(tmp_path: Path) -> None:
    own = placed(24, *((k, talk(4, 210, level=-22, seed=k)) for k in (6, 14)))
    said = [Span(6, 10), Span(14, 18)]
    with decoded(tmp_path, AGENT, leaked(own, AGENT, 20, 0.2) + noise(24, -60)) as sound:
        found, doubts, same = own_speech(sound, (OWN, [*said, Span(18.2, 19.7)]))
    assert found == (OWN, said) and not doubts and not same


def test_what_is_left_of_a_leak_is_judged_by_what_it_was(tmp_path: Path) -> None:
    """A coder's leak, taken out, leaves a noise that is like nothing; the recording itself tells that it was the agent."""
    own = placed(24, (14, talk(4, 210, level=-22, seed=14)))
    said, left = Span(14, 18), Span(1, 5)
    (tmp_path / "recorded").mkdir()
    rest = placed(24, (1, noise(4, -60, 7)))
    with (
        decoded(tmp_path, AGENT, own + rest) as clean,
        decoded(tmp_path / "recorded", AGENT, leaked(own + rest, AGENT, 16)) as recorded,
    ):
        assert own_speech(clean, (OWN, [left, said]))[0] == (OWN, [left, said])
        assert own_speech(clean, (OWN, [left, said]), recorded)[0] == (OWN, [said])


def test_a_leak_that_no_filter_fits_is_said(tmp_path: Path) -> None:
    """Its delay grows all the time, from 50 to 200 ms."""
    at = np.arange(SECONDS * RATE)
    drifting = [
        np.interp(at - (0.05 + 0.15 * at / len(at)) * RATE, at, side, left=0.0).astype(np.float32)
        for side in (LEFT, RIGHT)
    ]
    sides = leaked(LEFT, drifting[1], 14, 0.0), leaked(RIGHT, drifting[0], 14, 0.0)
    call = heard(write(tmp_path / "a.wav", *(side + HISS for side in sides), rate=8000))
    assert call.doubt("overtalk") and not [m for m in review(call).moments if m.kind == "pushed"]


def test_where_copies_abound_what_is_as_low_is_one_and_a_word_of_ones_own_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies some 20 dB lower are heard; one of them is unlike its source, as one that drifts is, and another piece is hardly lower."""
    left = [Span(float(k), k + 1.0) for k in range(0, 12, 2)]
    alike = {
        0.0: (0.6, 20.0),
        2.0: (0.5, 21.0),
        4.0: (0.5, 19.0),
        6.0: (0.1, 14.0),
        8.0: (0.1, 4.0),
        10.0: (0.1, -20.0),
    }

    def pieces(_sound: object, _recorded: object, channel: int, span: Span, _nearby: object) -> list[crosstalk.Piece]:
        return [crosstalk.Piece(span, *alike[span.start])] if channel == 0 else []

    monkeypatch.setattr(crosstalk, "_pieces", pieces)
    with decoded(tmp_path, LEFT, RIGHT) as sound:
        (kept, _), doubts, _ = own_speech(sound, (left, [Span(0.0, 13.0)]))
    assert kept == left[4:] and {doubt.about for doubt in doubts} >= {"overtalk", "speech"}


def test_two_who_talk_at_once_are_two(tmp_path: Path) -> None:
    customer = placed(24, (3.5, talk(2.5, 205, level=-26, seed=5)), (12, talk(4, 205, level=-24, seed=6)))
    said = [Span(3.5, 6), Span(12, 16)]
    with decoded(tmp_path, AGENT, customer) as sound:
        assert own_speech(sound, (OWN, said)) == ((OWN, said), (), False)


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ([Span(0, 22)], [Span(4, 16)], "55% of the time"),
        ([Span(0, 40)], [Span(2, 7), Span(7.3, 13)], "11 s on end"),
        ([Span(0, 40)], [Span(2, 7), Span(9, 14)], None),
    ],
)
def test_nobody_talks_at_once_for_that_long(left: list[Span], right: list[Span], told: str | None) -> None:
    doubts = too_much_at_once(left, right)
    assert common(left, right)
    if told is None:
        assert not doubts
    else:
        assert {d.about for d in doubts} == {"overtalk", "separation", "pitch"} and told in doubts[0].why
