"""Two voices in one channel: told apart where they differ, and said to be alike where they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, decoded, sample, true_speech

from audio.signal.voice_activity import detect_speech
from audio.signal.voice_features import measure_voice
from audio.span import Span, common, merge
from audio.speakers.diarization import diarize as diarize_module
from audio.speakers.diarization.diarize import Voices, diarize


def parted(folder: Path, sound: Sound) -> Voices:
    with decoded(folder, sound) as made:
        found = detect_speech(made, 0)
        return diarize(made, 0, found, measure_voice(made, 0, "agent", found))


def confusion(found: Voices, agent: list[Span], customer: list[Span]) -> float:
    """The share of one-voice speech given to the wrong voice, the groups' names free."""

    def both(a: tuple[Span, ...], b: list[Span]) -> float:
        return sum(s.duration for s in common(a, b))

    right = both(found.first, agent) + both(found.second, customer)
    wrong = both(found.first, customer) + both(found.second, agent)
    return min(right, wrong) / (right + wrong)


@pytest.mark.parametrize("name", ["parcel_partnered", "boiler_hold"])
def test_two_voices_that_differ_are_told_apart(tmp_path: Path, name: str) -> None:
    found = parted(tmp_path, np.sum(sample(name), axis=0) / 2)
    assert found.clear
    assert confusion(found, true_speech(name, "agent"), true_speech(name, "customer")) < 0.1


def test_the_mixed_sample_is_told_apart(tmp_path: Path) -> None:
    found = parted(tmp_path, sample("meter_mono")[0])
    assert confusion(found, true_speech("meter_mono", "agent"), true_speech("meter_mono", "customer")) < 0.1


def test_the_voice_that_speaks_first_is_the_first(tmp_path: Path) -> None:
    found = parted(tmp_path, np.sum(sample("parcel_partnered"), axis=0) / 2)
    assert found.first[0].start < found.second[0].start


def test_each_stretch_of_speech_goes_to_a_voice_and_none_is_made_up(tmp_path: Path) -> None:
    sound = np.sum(sample("parcel_partnered"), axis=0)[: 40 * RATE] / 2
    with decoded(tmp_path, sound) as made:
        spans = detect_speech(made, 0)
        found = diarize(made, 0, spans, measure_voice(made, 0, "agent", spans))
    both = [true_speech("parcel_partnered", who) for who in ("agent", "customer")]
    assert sum(s.duration for s in common(found.first, found.second)) < 0.5 + sum(s.duration for s in common(*both))
    given = merge([*found.first, *found.second])
    inside = sum(s.duration for s in common(given, merge(spans, gap=0.25)))
    assert inside == pytest.approx(sum(s.duration for s in given), abs=0.1)
    assert inside > 0.93 * sum(s.duration for s in spans)


@pytest.mark.parametrize("name", ["pharmacy_routine", "parcel_partnered"])
@pytest.mark.parametrize("side", [0, 1])
def test_one_voice_alone_is_not_said_to_be_two(tmp_path: Path, name: str, side: int) -> None:
    assert not parted(tmp_path, sample(name)[side]).clear


def test_a_calm_voice_alone_is_said_to_be_one(tmp_path: Path) -> None:
    found = parted(tmp_path, sample("pharmacy_routine")[0])
    assert found.one_voice and found.second == () and found.first


def test_without_the_networks_the_cepstrum_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diarize_module, "voice_networks_at_hand", lambda: False)
    found = parted(tmp_path, np.sum(sample("parcel_partnered"), axis=0) / 2)
    assert found.separation > 1  # standard deviations; one less a cosine never is, between two voices
    assert confusion(found, true_speech("parcel_partnered", "agent"), true_speech("parcel_partnered", "customer")) < 0.1


def test_hardly_any_speech_is_not_parted(tmp_path: Path) -> None:
    found = parted(tmp_path, sample("parcel_partnered")[0][: 5 * RATE])
    assert not found.clear and found.second == ()


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    sound = np.sum(sample("parcel_partnered"), axis=0)[: 40 * RATE] / 2
    assert parted(tmp_path, sound) == parted(tmp_path, sound)
