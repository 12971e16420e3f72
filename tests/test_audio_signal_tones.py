"""Tones are found, silenced and said; voices, however they hum, are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sounds import (
    RATE,
    Sound,
    banded,
    decoded,
    keys,
    mu_law,
    noise,
    placed,
    pulses,
    ringing,
    sample,
    silence,
    talk,
    throat,
    tone,
    write,
)

from analysis.review import review
from audio.listen import listen
from audio.signal.tones import Tones, find_tones, tone_doubts, without_tones
from audio.span import Span, common

VOICES = ("taxi_overtalk", "parcel_pushed", "meter_mono", "fridge_stairs", "school_books", "wedding_dress")


def found(folder: Path, *sides: Sound) -> Tones:
    with decoded(folder, *sides, rate=8000) as sound:
        return find_tones(sound)


def line(sound: Sound) -> Sound:
    """As a telephone carries it."""
    return mu_law(banded(sound) + noise(len(sound) / RATE, -55))


@pytest.mark.parametrize("seconds", [0.2, 0.4, 3.0])
@pytest.mark.parametrize("hertz", [700.0, 1000.0, 1400.0])
def test_a_beep_is_found_where_it_is(tmp_path: Path, hertz: float, seconds: float) -> None:
    call = placed(12.0, (1.0, talk(3.0)), (5.0, tone(hertz, seconds)), (9.0, talk(2.0)))
    ((beep,),) = found(tmp_path, line(call))
    assert (beep.start, beep.end) == pytest.approx((5.0, 5.0 + seconds), abs=0.08)


def test_keys_and_ringing_are_tones(tmp_path: Path) -> None:
    pressed, rings = found(tmp_path, line(placed(10.0, (2.0, keys("4290#")))), line(ringing(10.0)))
    assert [(span.start, span.end) for span in pressed] == [pytest.approx((2.0, 3.15), abs=0.08)]
    assert sum(span.duration for span in rings) == pytest.approx(4 * 0.8, abs=8 * 0.1)


@pytest.mark.parametrize("name", VOICES)
def test_no_voice_is_a_tone(tmp_path: Path, name: str) -> None:
    assert not any(found(tmp_path, *sample(name)))


def test_a_hum_is_no_tone(tmp_path: Path) -> None:
    wandering = 180 + 6 * np.sin(2 * np.pi * 4 * np.arange(2 * RATE) / RATE)
    hum = throat(pulses(wandering, 2.0), (270, 900, 2200))
    assert not any(found(tmp_path, placed(6.0, (2.0, hum))))


def test_a_tone_across_the_seam_of_two_blocks_is_one(tmp_path: Path) -> None:
    ((beep,),) = found(tmp_path, placed(64.0, (59.5, tone(1000, 3.0)), (63.0, talk(1.0))))
    assert (beep.start, beep.end) == pytest.approx((59.5, 62.5), abs=0.08)


def test_only_the_tone_is_silenced(tmp_path: Path) -> None:
    speech = placed(8.0, (1.0, talk(2.0)), (6.0, talk(1.5)))
    with (
        decoded(tmp_path, speech + placed(8.0, (4.0, tone(1000, 1.0))), speech) as sound,
        without_tones(sound) as (toneless, tones),
    ):
        assert (toneless.id, toneless.length, len(tones[0]), tones[1]) == (sound.id, sound.length, 1, [])
        left, right = toneless.read()
        assert not left[round(4.0 * RATE) : round(5.0 * RATE)].any() and np.array_equal(right, sound.read()[1])
        assert np.array_equal(left[: round(3.9 * RATE)], sound.read()[0, : round(3.9 * RATE)])
        assert toneless.peak == pytest.approx(np.abs(toneless.read()).max(axis=1), abs=1e-4)
    with decoded(tmp_path, speech, speech) as sound, without_tones(sound) as (toneless, _):
        assert toneless is sound


def test_tones_in_the_midst_of_a_call_are_said() -> None:
    speech = {"agent": [Span(1, 2)], "customer": [Span(8, 9)]}
    (doubt,) = tone_doubts(([Span(3, 6)], [Span(3, 6)]), speech)  # type: ignore[arg-type]
    assert "A steady tone at 0:03 (3.0 s in all) is no voice" in doubt.why
    assert not tone_doubts(([Span(10, 14)], []), speech)  # type: ignore[arg-type]
    assert not tone_doubts(([Span(3, 3.2)], []), speech)  # type: ignore[arg-type]


def test_words_blanked_out_by_a_tone_change_nothing_else(tmp_path: Path) -> None:
    sides = [side.copy() for side in sample("parcel_pushed")]
    blanked = Span(20.0, 23.0)
    plain = listen(write(tmp_path / "plain.wav", *sides, rate=8000), ignore_transcript_beside=True)
    for side in sides:
        side[round(blanked.start * RATE) : round(blanked.end * RATE)] = tone(1000, 3.0, -10)
    call = listen(write(tmp_path / "blanked.wav", *sides, rate=8000), ignore_transcript_beside=True)
    assert any("steady tone at 0:19" in doubt.why for doubt in call.doubts)
    assert not common([turn.span for turn in call.turns], [Span(20.2, 22.8)])
    for voice in call.voices:
        assert np.isnan(voice.pitch[voice.frames(blanked)]).all()
    escalations = [[(m.speaker, m.span.start) for m in review(heard).escalations] for heard in (plain, call)]
    assert [who for who, _ in escalations[0]] == [who for who, _ in escalations[1]]
    assert [start for _, start in escalations[0]] == pytest.approx([start for _, start in escalations[1]], abs=1.0)


def test_silence_is_no_tone(tmp_path: Path) -> None:
    assert not any(found(tmp_path, placed(4.0, (1.0, talk(1.0))), silence(4.0)))
