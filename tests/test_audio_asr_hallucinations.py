"""What Whisper invents is told apart from what was said."""

from __future__ import annotations

from typing import Any

import pytest

from audio.asr.hallucinations import DecodingAttempt, Hypothesis, without_hallucinations, without_loops


def aligned(*words: tuple[str, float, float], sure: float = 0.9) -> list[dict[str, Any]]:
    return [{"word": w, "start": a, "end": b, "probability": sure, "tokens": [1]} for w, a, b in words]


def heard(
    alignment: list[dict[str, Any]], mean_log_probability: float = -0.2, no_speech: float = 0.0, ratio: float = 1.0
) -> Hypothesis:
    return without_hallucinations(
        "en", alignment, DecodingAttempt([1], mean_log_probability, no_speech, ratio), seconds=10.0
    )


def texts(said: Hypothesis) -> list[str]:
    return [word[2] for word in said.words]


def test_words_pass_with_their_marks_and_probability() -> None:
    said = heard(aligned((" Yes", 0.0, 0.3), (",", 0.3, 0.3), (" mm-hm", 0.5, 0.8), (".", 0.8, 0.8), sure=0.25))
    assert said == Hypothesis("en", ((0.0, 0.3, "Yes,", 0.25), (0.5, 0.8, "mm-hm.", 0.25)))


@pytest.mark.parametrize(
    ("mean_log_probability", "no_speech", "silent"), [(-1.2, 0.9, True), (-1.2, 0.1, False), (-0.2, 0.9, False)]
)
def test_a_guess_where_nobody_speaks_is_dropped(mean_log_probability: float, no_speech: float, silent: bool) -> None:
    said = heard(aligned((" Hello", 0.0, 0.5)), mean_log_probability, no_speech)
    assert (said.silent, texts(said)) == (silent, [] if silent else ["Hello"])


def test_a_phantom_is_dropped_where_it_is_alone_and_unsure() -> None:
    phantom = ((" Thanks", 0.0, 0.3), (" for", 0.3, 0.5), (" watching!", 0.5, 1.0))
    assert heard(aligned(*phantom, sure=0.3)).silent
    assert texts(heard(aligned(*phantom, sure=0.9))) == ["Thanks", "for", "watching!"]
    assert texts(heard(aligned(*phantom, (" him", 1.0, 1.2), sure=0.3))) == ["Thanks", "for", "watching!", "him"]


def test_words_past_the_end_or_without_letters_are_dropped() -> None:
    said = heard(aligned((" a", 9.0, 10.5), (" b", 10.0, 11.0), (" ...", 2.0, 3.0), (" \ufffd\ufffd", 3.0, 4.0)))
    assert [(word[0], word[1], word[2]) for word in said.words] == [(9.0, 10.0, "a")]


def test_a_drawn_out_word_gives_back_the_pause_it_took() -> None:
    said = heard(aligned((" well", 0.0, 4.0), (" no", 4.0, 8.0)))
    assert [(word[0], word[1]) for word in said.words] == [(2.0, 4.0), (4.0, 6.0)]


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        ((" 8", " a", ".m", ".", " on"), ["8", "a.m.", "on"]),
        ((" Uh", "-huh", "."), ["Uh-huh."]),
        ((" in", "-house", " team"), ["in-house", "team"]),
        ((" ma", "'am", ",", " yes"), ["ma'am,", "yes"]),
        (("Yes", " £", "340"), ["Yes", "£340"]),
    ],
)
def test_a_piece_without_a_space_belongs_to_the_word_before(pieces: tuple[str, ...], whole: list[str]) -> None:
    timed = aligned(*((piece, 0.5 * k, 0.5 * k + 0.5) for k, piece in enumerate(pieces)))
    said = without_hallucinations("en", timed, DecodingAttempt([1], -0.2, 0.0, 1.0), seconds=10.0)
    assert texts(said) == whole
    assert said.words[-1][1] <= 0.5 * len(pieces)


def test_in_a_language_without_spaces_every_piece_stands() -> None:
    timed = aligned(("你", 0.0, 0.2), ("好", 0.2, 0.4))
    assert texts(without_hallucinations("zh", timed, DecodingAttempt([1], -0.2, 0.0, 1.0), seconds=10.0)) == [
        "你",
        "好",
    ]


def test_of_a_loop_two_rounds_are_kept() -> None:
    rounds = [(f" {word}", 0.1 * i, 0.1 * i + 0.1) for i, word in enumerate(["oh", *["no", "sir"] * 6, "bye"])]
    assert texts(heard(aligned(*rounds), ratio=3.0)) == ["oh", "no", "sir", "no", "sir", "bye"]
    assert len(texts(heard(aligned(*rounds), ratio=1.5))) == 14  # said that way, by the look of it


def test_no_said_three_times_is_no_loop() -> None:
    words = [(0.0, 0.1, "no", 0.9)] * 3 + [(0.0, 0.1, "really", 0.9)]
    assert without_loops(words) == words


def test_what_is_kept_comes_back_as_it_was() -> None:
    said = Hypothesis("en", ((0.25, 0.5, "Müller", 0.5),), silent=False, unheard=2.5)
    assert Hypothesis.from_json(said.to_json()) == said
    assert [Hypothesis.from_json(text) for text in (None, "", "{", "[]", "3", '{"words": 1}')] == [None] * 6
