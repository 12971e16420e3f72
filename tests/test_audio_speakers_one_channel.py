"""What is said of a recording with one channel: who is claimed to speak, and what is left unclaimed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, sample, write

from analysis.review import review
from audio.call import Call, Voice
from audio.listen import listen
from audio.span import Span
from audio.speakers import one_channel
from audio.speakers.diarization import diarize
from audio.speakers.diarization.by_embedding import by_embedding
from audio.speakers.diarization.voices import Voices


def heard(folder: Path, sound: Sound) -> Call:
    return listen(write(folder / "call.wav", sound))


def test_one_voice_is_said_to_be_one_person_and_nothing_is_held_against_a_second(tmp_path: Path) -> None:
    call = heard(tmp_path, sample("pharmacy_routine")[0])
    doubt = call.doubt("separation")
    assert doubt is not None and "Only one voice is heard" in doubt.why
    assert {turn.speaker for turn in call.turns} == {"agent"}
    assert all(moment.confidence == "low" for moment in review(call).moments)


def test_two_voices_are_claimed(tmp_path: Path) -> None:
    call = heard(tmp_path, np.sum(sample("parcel_partnered"), axis=0) / 2)
    assert call.doubt("separation") is None
    assert {turn.speaker for turn in call.turns} == {"agent", "customer"}
    assert call.doubt("overtalk") is not None


def test_a_third_voice_is_said_and_nobody_is_surely_accused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def third(*of: object) -> Voices:
        return replace(by_embedding(*of[:3]), clear=False, third_voice=True)  # type: ignore[arg-type]

    monkeypatch.setattr(one_channel, "diarize", third)
    call = heard(tmp_path, np.sum(sample("parcel_pushed"), axis=0)[: 60 * RATE] / 2)
    doubt = call.doubt("separation")
    assert doubt is not None and "a third voice is heard in it" in doubt.why
    assert all(moment.confidence == "low" for moment in review(call).moments)


def test_without_the_networks_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diarize, "voice_networks_at_hand", lambda: False)
    monkeypatch.setattr(one_channel, "voice_networks_at_hand", lambda: False)
    call = heard(tmp_path, np.sum(sample("parcel_partnered"), axis=0)[: 40 * RATE] / 2)
    assert any("not fetched at install time" in doubt.why for doubt in call.doubts)


def test_pitch_counts_only_where_one_speaks_alone() -> None:
    ones = np.ones(100, np.float32)
    track = Voice("agent", 0.1, ones, ones, ones)
    mine = one_channel._masked(track, "customer", [Span(1.0, 5.0)], [Span(4.0, 8.0)])
    there = np.flatnonzero(~np.isnan(mine.pitch)) * track.hop
    assert mine.speaker == "customer" and there.min() >= 1.0 and 3.7 <= there.max() < 4.05
    assert np.isnan(mine.balance[45]) and mine.loudness[45] == 1.0
