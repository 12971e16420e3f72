"""Two voices whose moods change are parted by person, not by mood: made of points, whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.span import Span
from audio.speakers.diarization.by_embedding import are_two
from audio.speakers.diarization.embedding import unit
from audio.speakers.diarization.two_voices import _around, agreement, cosine, two_voices
from audio.speakers.diarization.voices import on_end

Points = NDArray[np.float32]


def talk(
    pieces: int = 60, heat: float = 0.0, people: float = 0.5, seed: int = 1
) -> tuple[Points, NDArray[np.float64], NDArray[np.int64]]:
    """Two people by turns, 3 s each; in the second half both are ``heat`` away from where they were, all in noise."""
    dice = np.random.default_rng(seed)
    who = np.arange(pieces) // 2 % 2
    points = dice.standard_normal((pieces, 192)) * 0.04
    points[:, 0] += 1.0
    points[:, 1] += np.where(who == 1, people, -people)
    points[pieces // 2 :, 2] += heat
    return unit(points.astype(np.float32)), 3.0 * np.arange(pieces) + 1, who


@pytest.mark.parametrize("heat", [0.0, 0.5, 1.5])
def test_people_are_parted_whatever_their_mood(heat: float) -> None:
    points, times, who = talk(heat=heat)
    found = two_voices(points, times, np.ones(len(times)))
    assert found is not None and agreement(found, who, np.ones(len(times))) == 1.0


def test_the_names_do_not_count_and_seconds_do() -> None:
    one, two = np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1])
    assert agreement(one, two, np.array([1.0, 1.0, 1.0, 1.0])) == 0.75
    assert agreement(one, two, np.array([1.0, 1.0, 1.0, 5.0])) == 0.625


def test_the_cosine_is_that_of_the_means() -> None:
    points = np.array([[1, 0], [1, 0], [0, 1], [1, 0]], np.float32)
    labels = np.array([0, 0, 1, 1])
    assert cosine(points, np.ones(4), labels) == pytest.approx(np.sqrt(0.5))
    assert cosine(points, np.array([1.0, 1.0, 1.0, 1e-9]), labels) == pytest.approx(0.0, abs=1e-6)


def test_what_is_around_is_what_the_sum_over_all_pairs_says() -> None:
    points, times, _ = talk(20)
    each = np.exp(-np.abs(np.subtract.outer(np.floor(times), np.floor(times))) / 7.0)
    assert _around(points, times, 7.0) == pytest.approx(each @ points, abs=1e-4)


def test_one_who_holds_the_floor_is_seen_and_a_word_between_does_not_hide_it() -> None:
    long, word = [Span(0.0, 4.0), Span(5.0, 9.0)], Span(4.2, 4.7)
    assert on_end([long, [word, Span(9.0, 10.5)]]) == pytest.approx(8.5 / 10)
    assert on_end([[Span(0.0, 1.0), Span(2.0, 3.0)], [Span(1.0, 2.0), Span(3.0, 4.0)]]) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("people", "heat", "two"),
    [(0.7, 0.0, True), (0.7, 0.6, True), (0.0, 1.5, False), (0.3, 0.0, False), (0.0, 0.0, False)],
)
def test_one_voice_is_two_people_where_they_take_turns_and_no_mood_is(people: float, heat: float, two: bool) -> None:
    points, times, _ = talk(people=people, heat=heat)
    assert are_two(points, times, np.ones(len(times))) is two


def test_a_few_words_are_nobodys() -> None:
    points, times, _ = talk(pieces=6, people=0.7)
    assert not are_two(points, times, np.ones(len(times)))
