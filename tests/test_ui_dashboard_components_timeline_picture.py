"""What the timeline is sent: thinned tracks, and where in the transcript a moment stands."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report import Measure, Report, Response
from audio.call import Call, Doubt, Turn, Voice, Word
from audio.span import Span
from tests.library_calls import a_call, a_moment, a_report, said
from ui.dashboard.components.timeline.picture import (
    LOUDNESS_STEP,
    NOTHING,
    PITCH_STEP,
    POINTS,
    picture,
    transcript_marks,
)
from ui.texts import describe_response


def told(call: Call, report: Report) -> dict[str, Any]:
    return dict(json.loads(picture(call, report, {"policy_shield": "Hiding behind policy"})))


def track(text: str, kind: type) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), kind)


def steady(pitch: float, loudness: float, frames: int = 2000) -> Voice:
    every = np.full(frames, 1.0, np.float32)
    return Voice("agent", 0.016, pitch * every, loudness * every, every)


def one_voice(voice: Voice, *baseline: Measure) -> tuple[Call, Report]:
    """A call in which the agent talks throughout, and a report of it with these figures."""
    seconds = len(voice.loudness) * voice.hop
    talk = Turn(Span(0.0, seconds), "agent")
    call = Call("c1", "talk.wav", seconds, "two_sides", (talk,), (voice,))
    return call, Report(call.id, seconds, baseline, ())


def test_a_pitch_four_semitones_over_the_baseline_is_sent_as_four_semitones() -> None:
    voice = steady(200.0 * 2 ** (4 / 12), -20.0)
    whole = Span(0.0, len(voice.loudness) * voice.hop)
    shown = told(*one_voice(voice, Measure("baseline_pitch", whole, "agent", 200.0, "Hz")))["voices"]["agent"]
    assert set(track(shown["pitch"], np.int8)[1:-1] * PITCH_STEP) == {4.0}


def test_without_a_baseline_the_middle_of_ones_own_speech_is_zero() -> None:
    shown = told(*one_voice(steady(123.0, -33.0)))["voices"]["agent"]
    assert set(track(shown["pitch"], np.int8)) == {0}
    assert set(track(shown["loudness"], np.int8) * LOUDNESS_STEP) == {0}


def test_what_is_unvoiced_or_somebody_elses_speech_is_nothing() -> None:
    voice = steady(150.0, -20.0)
    pitch = voice.pitch.copy()
    pitch[500:1000] = np.nan
    call, report = one_voice(replace(voice, pitch=pitch))
    shown = told(call, report)["voices"]["agent"]
    assert set(track(shown["pitch"], np.int8)[500:1000]) == {NOTHING}
    silent = told(replace(call, turns=()), report)["voices"]["agent"]
    assert set(track(silent["loudness"], np.int8)) == {NOTHING}


def test_the_loudest_fills_the_lane_and_silence_is_flat() -> None:
    voice = steady(150.0, -20.0)
    loudness = voice.loudness.copy()
    loudness[:1000] = -100.0
    peaks = track(told(*one_voice(replace(voice, loudness=loudness)))["voices"]["agent"]["peaks"], np.uint8)
    assert set(peaks[:1000]) == {0}
    assert set(peaks[1000:]) == {255}


@given(st.integers(0, 5 * POINTS))
def test_no_track_is_longer_than_a_screen_needs_and_time_is_kept(frames: int) -> None:
    shown = told(*one_voice(steady(150.0, -20.0, frames)))["voices"]["agent"]
    sent = len(track(shown["peaks"], np.uint8))
    assert sent <= POINTS
    assert len(track(shown["pitch"], np.int8)) == len(track(shown["loudness"], np.int8)) == sent
    assert frames * 0.016 <= sent * shown["step"] < frames * 0.016 + shown["step"] + 1e-9


def test_a_doubtful_track_says_why() -> None:
    call = replace(a_call(), doubts=(Doubt("pitch:agent", "Too noisy."),))
    voices = told(call, a_report())["voices"]
    assert voices["agent"]["withheld"] == {"pitch": "Too noisy."}
    assert voices["customer"]["withheld"] == {}


def test_the_very_words_are_marked() -> None:
    """
    0 agent     Good morning, Dale Parcels.
    1 customer  My parcel never came, I want a refund.
    2 agent     We don't do refunds, that's our policy.
                0  1     2  3        4      5   6      ^ "that's our policy"
    """
    assert transcript_marks(a_moment(), list(a_call().turns)) == [(2, 4, 6)]


def test_words_that_are_not_there_mark_the_whole_span_and_no_words_mark_nothing() -> None:
    turns = list(a_call().turns)
    assert transcript_marks(replace(a_moment(), words="something else"), turns) == [(2, 0, 6)]
    assert transcript_marks(replace(a_moment(), words=""), turns) == []


def test_words_in_two_parts_are_two_runs() -> None:
    assert transcript_marks(replace(a_moment(), words="We don't … our policy"), list(a_call().turns)) == [
        (2, 0, 1),
        (2, 5, 6),
    ]


def test_words_just_outside_the_moment_but_in_the_same_turn_are_found() -> None:
    late = replace(a_moment(start=10.0, end=10.8), words="We don't do")
    assert transcript_marks(late, list(a_call().turns)) == [(2, 0, 2)]


def test_on_one_channel_a_lane_shows_its_own_speakers_sound() -> None:
    call, report = one_voice(steady(150.0, -20.0))
    half = replace(call, layout="mono", turns=(Turn(Span(0.0, 16.0), "agent"),))
    peaks = track(told(half, report)["voices"]["agent"]["peaks"], np.uint8)
    assert set(peaks[:1000]) == {255}
    assert set(peaks[1000:]) == {0}


def test_only_the_speakers_own_words_are_marked() -> None:
    over = [said("customer", 8.0, "that's our policy is it"), *a_call().turns]
    assert {turn for turn, _, _ in transcript_marks(a_moment(), sorted(over, key=lambda turn: turn.span))} == {3}


def test_moments_come_in_the_order_of_time_with_their_names() -> None:
    report = a_report("c1", a_moment(start=9.0), a_moment("partnered", "own_it", start=2.0, end=3.0))
    shown = told(a_call(), report)["moments"]
    assert [moment["start"] for moment in shown] == [2.0, 9.0]
    assert [moment["name"] for moment in shown] == ["", "Hiding behind policy"]


@pytest.mark.parametrize("layout", ["words_only"])
def test_a_transcript_alone_has_no_voices(layout: str) -> None:
    call = replace(a_call(), layout=layout, voices=())
    assert told(call, a_report())["voices"] == {}


def test_a_word_the_recogniser_is_unsure_of_is_shown_as_such() -> None:
    words = tuple(
        Word(Span(k, k + 1), text, sure) for k, (text, sure) in enumerate([("a", 0.31), ("b", 0.9), ("c", None)])
    )
    call = Call("c1", "talk.wav", 3.0, "two_sides", (Turn(Span(0, 3), "agent", words),))
    shown = told(call, Report("c1", 3.0, (), ()))["turns"][0]["words"]
    assert shown == [[0, 1, "a", 31], [1, 2, "b"], [2, 3, "c"]]


def test_a_return_to_the_usual_and_a_livelier_voice_go_by_their_own_names() -> None:
    def after(response: Response) -> str:
        moment = replace(a_moment("partnered", "own_it"), response=response)
        return str(told(a_call("c1"), a_report("c1", moment))["moments"][0]["after"]["after"])

    assert after(Response("calmer", "")) == "calmer"
    assert after(Response("calmer", "", usual=True)) == "usual"
    assert after(Response("no_change", "", livelier=True)) == "livelier"
    assert describe_response(Response("calmer", "", usual=True)) == "calmer, back to the usual"
    assert describe_response(Response("no_change", "", livelier=True)) == "livelier, no hotter"
