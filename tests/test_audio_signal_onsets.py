"""A sentence is decoded from where the sound before it begins; on a quiet line, from where it is sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest

from audio.asr.packing import RATE
from audio.call import Word
from audio.signal.decode import Samples
from audio.signal.onsets import EARLIEST, SHARE, extend_to_onsets, extend_to_words
from audio.span import Span


def line(*loud: tuple[float, float, float], length: float = 60.0) -> Callable[[Span], Samples]:
    """Noise of the given level in dBFS between two times, and a still line elsewhere."""
    rng = np.random.default_rng(0)
    samples = np.zeros(round(length * RATE), np.float32)
    for start, end, level in loud:
        inside = samples[round(start * RATE) : round(end * RATE)]
        inside += (rng.standard_normal(len(inside)) * 10 ** (level / 20)).astype(np.float32)
    return lambda span: samples[round(span.start * RATE) : round(span.end * RATE)]


def test_on_a_quiet_line_nothing_is_added() -> None:
    speech = [Span(10.0, 20.0), Span(30.0, 40.0)]
    assert extend_to_onsets(speech, line((10.0, 20.0, -20.0), (30.0, 40.0, -20.0), (0.0, 60.0, -60.0))) == speech


def test_sound_before_a_stretch_is_heard_with_it() -> None:
    # sound     ........[~~~~~~~====== speech ======]........
    #                   9.3    10                  20
    (span,) = extend_to_onsets([Span(10.0, 20.0)], line((9.3, 20.0, -20.0)))
    assert span.start == pytest.approx(9.3, abs=0.051) and span.end == 20.0


def test_music_before_it_adds_a_second_at_most_and_a_breath_pause_is_crossed() -> None:
    (span,) = extend_to_onsets([Span(20.0, 40.0)], line((0.0, 20.0, -25.0), (20.0, 40.0, -20.0)))
    assert span.start == pytest.approx(20.0 - EARLIEST)
    (span,) = extend_to_onsets([Span(20.0, 40.0)], line((19.3, 19.7, -25.0), (19.75, 40.0, -20.0)))
    assert span.start == pytest.approx(19.3, abs=0.051)


def test_what_is_much_quieter_is_another_voice_or_the_line() -> None:
    assert extend_to_onsets([Span(10.0, 20.0)], line((5.0, 10.0, -40.0), (10.0, 20.0, -20.0))) == [Span(10.0, 20.0)]


def test_never_into_the_stretch_before_and_little_altogether() -> None:
    speech = [Span(2.0 * k, 2.0 * k + 1.5) for k in range(1, 20)]
    found = extend_to_onsets(speech, line((0.0, 60.0, -20.0)))
    assert all(b.start >= a.end for a, b in pairwise(found))
    added = sum(span.duration for span in found) - sum(span.duration for span in speech)
    assert added == pytest.approx(SHARE * 19 * 1.5)
    assert extend_to_onsets([], line()) == []


def words(*said: tuple[float, float, float]) -> Sequence[Word]:
    return [Word(Span(start, end), "word", sure) for start, end, sure in said]


def test_a_sure_word_before_the_detector_was_sure_begins_the_turn() -> None:
    # sure           [==== 10 to 14 ====]       words from 9.4 on
    speech = [Span(5.0, 6.0), Span(10.0, 14.0)]
    assert extend_to_words(speech, words((9.4, 9.8, 0.9), (9.8, 10.2, 0.9))) == [Span(5.0, 6.0), Span(9.4, 14.0)]
    assert extend_to_words(speech, words((9.4, 9.8, 0.2))) == speech  # an unsure one proves nothing
    assert extend_to_words(speech, words((9.9, 10.3, 0.9))) == speech  # recognisers are a tenth of a second early
    assert extend_to_words(speech, words((7.0, 7.5, 0.9))) == speech  # too far from it
    assert extend_to_words([Span(5.0, 9.5), Span(10.0, 14.0)], words((9.3, 10.4, 0.9)))[0].start == 5.0
