"""Speech is packed whole, into windows of one side, and times find their way back."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.asr.packing import HISS, LEVEL, LONGEST, RATE, SURPLUS, Piece, Window, quietest, windows, with_context
from audio.call import SPEAKERS, Speaker
from audio.signal.decode import Samples
from audio.span import Span, common, merge


def counting(span: Span) -> Samples:
    """A sound whose samples say when they were said."""
    return np.arange(round(span.start * RATE), round(span.end * RATE), dtype=np.float32) / RATE


def silence(span: Span) -> Samples:
    return np.zeros(round(span.end * RATE) - round(span.start * RATE), np.float32)


SIDES = dict.fromkeys(SPEAKERS, silence)


def test_stretches_of_a_side_lie_end_to_end() -> None:
    # call      ....[==A==].......[=A=]....[===C===]
    # windows   [==A==|=A=]  [===C===]
    plan = windows({"agent": [Span(10.0, 15.0), Span(60.0, 63.0)], "customer": [Span(70.0, 77.0)]}, SIDES)
    assert [window.speaker for window in plan] == ["agent", "customer"]
    assert [(round(p.span.start, 2), round(p.span.end, 2), round(p.offset, 2)) for p in plan[0].pieces] == [
        (9.9, 15.1, 0.0),
        (59.9, 63.1, 5.2),
    ]
    assert plan[0].duration == pytest.approx(8.4)
    assert len(plan[0].samples(counting)) == round(8.4 * RATE)


def test_quiet_and_loud_stretches_reach_the_decoder_alike() -> None:
    window = Window("agent", (Piece(Span(0.0, 2.0), 0.0), Piece(Span(5.0, 7.0), 2.0), Piece(Span(9.0, 10.0), 4.0)))
    tone = np.sin(np.arange(20 * RATE) * 0.3).astype(np.float32) * np.float32(0.5)
    tone[3 * RATE : 8 * RATE] *= np.float32(0.1)  # 20 dB down
    tone[8 * RATE :] = 0.0
    samples = window.samples(lambda span: tone[round(span.start * RATE) : round(span.end * RATE)])
    loud, quiet, still = (
        np.sqrt(np.mean(np.square(samples[a * RATE : b * RATE]))) for a, b in ((0, 2), (2, 4), (4, 5))
    )
    assert 20 * np.log10(loud) == pytest.approx(LEVEL, abs=0.2)
    assert 20 * np.log10(quiet) == pytest.approx(LEVEL, abs=0.2)
    assert 20 * np.log10(still) == pytest.approx(HISS, abs=0.5)
    assert np.array_equal(samples, window.samples(lambda span: tone[round(span.start * RATE) : round(span.end * RATE)]))


def test_a_full_window_ends_at_the_longest_pause_near_its_end() -> None:
    # stretches of 4 s   ==  ==  ==  ==  ==  ==      ==  ==     seven would fit
    # two windows       [======================]    [======]
    starts, at = [], 1.0
    for pause in (9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 20.0, 9.0):
        at += pause
        starts.append(at)
        at += 4.0
    first, second = windows({"agent": [Span(start, start + 4.0) for start in starts]}, SIDES)
    assert [len(first.pieces), len(second.pieces)] == [6, 2]


def placed(window: Window, start: float, end: float, samples: Samples) -> Span:
    (word,) = window.words([(start, end, "word", 0.9)], samples)
    return word.span


def test_a_time_goes_back_to_the_piece_that_its_middle_falls_in() -> None:
    window = Window("agent", (Piece(Span(10.0, 15.0), 0.0), Piece(Span(60.0, 63.0), 5.0)))
    even = np.ones(8 * RATE, np.float32)
    assert placed(window, 1.0, 2.0, even) == Span(11.0, 12.0)
    assert placed(window, 5.5, 6.0, even) == Span(60.5, 61.0)
    assert placed(window, 7.75, 8.5, even) == Span(62.75, 63.0)  # past the end


def test_near_a_seam_a_word_is_where_its_sound_is() -> None:
    # sound    ~~~~~~~~~~~~~__|__~~~~~~~~~     Whisper ends a word where the next begins, and begins one a little early
    # words          [====       ]
    #                      [         ====]
    window = Window("agent", (Piece(Span(10.0, 15.0), 0.0), Piece(Span(60.0, 63.0), 5.0)))
    samples = np.zeros(8 * RATE, np.float32)
    samples[: int(4.9 * RATE)] = samples[int(5.1 * RATE) :] = 0.1
    samples[int(4.4 * RATE) : int(4.9 * RATE)] = 0.3
    assert placed(window, 4.4, 5.3, samples) == Span(14.4, 15.0)
    samples[int(4.4 * RATE) : int(4.9 * RATE)] = 0.01
    assert placed(window, 4.6, 5.5, samples) == Span(60.0, 60.5)
    assert placed(window, 4.7, 4.95, samples) == Span(60.0, 60.0)


def test_a_short_word_gets_more_of_what_is_around_it() -> None:
    long = [Span(20.0 * i, 20.0 * i + 10.0) for i in range(5)]
    grown = with_context([*long, Span(15.0, 15.4)])
    assert grown[1] == Span(14.75, 15.65)
    assert grown[2] == Span(19.9, 30.1)


def test_many_short_words_get_less_so_that_little_is_heard_besides_speech() -> None:
    short = [Span(5.0 * i, 5.0 * i + 0.4) for i in range(20)]
    grown = with_context(short)
    assert sum(span.duration for span in grown) == pytest.approx((1 + SURPLUS) * 8.0, rel=0.01)


def test_a_long_stretch_is_parted_where_it_is_quietest() -> None:
    rng = np.random.default_rng(0)
    samples = rng.standard_normal(50 * RATE).astype(np.float32)
    samples[round(24.0 * RATE) : round(24.3 * RATE)] *= 0.01

    def sound(span: Span) -> Samples:
        return samples[round(span.start * RATE) : round(span.end * RATE)]

    first, second = windows({"agent": [Span(1.0, 49.0)]}, {"agent": sound})
    assert 24.0 < first.pieces[-1].span.end < 24.3
    assert second.pieces[0].span.start == first.pieces[-1].span.end
    assert quietest(sound, Span(20.0, 26.0)) == pytest.approx(24.15, abs=0.15)


speeches = st.fixed_dictionaries(
    {
        who: st.lists(st.tuples(st.floats(0, 500), st.floats(0.1, 80)), max_size=12).map(
            lambda pairs: merge(Span(start, start + length) for start, length in pairs)
        )
        for who in SPEAKERS
    }
)


@settings(deadline=None)
@given(speeches)
def test_all_speech_is_heard_once_and_little_else(speech: dict[Speaker, list[Span]]) -> None:
    plan = windows(speech, SIDES)
    assert all(window.duration <= LONGEST + 1e-6 for window in plan)
    assert [window.pieces[0].span for window in plan] == sorted(window.pieces[0].span for window in plan)
    for who in SPEAKERS:
        pieces = [piece.span for window in plan if window.speaker == who for piece in window.pieces]
        assert all(b.start >= a.end - 1e-9 for a, b in pairwise(pieces))
        total = sum(span.duration for span in speech[who])
        assert sum(both.duration for both in common(pieces, speech[who])) == pytest.approx(total)
        assert sum(span.duration for span in pieces) <= (1 + SURPLUS) * total + 1e-6


@settings(deadline=None)
@given(speeches, st.floats(0, 1), st.floats(0, 1))
def test_a_time_in_a_window_comes_back_within_speech_and_its_context(
    speech: dict[Speaker, list[Span]], share: float, length: float
) -> None:
    for window in windows(speech, SIDES):
        start = share * window.duration
        span = placed(window, start, start + length, np.ones(round(window.duration * RATE), np.float32))
        assert any(piece.span.grow(1e-6).contains(span) for piece in window.pieces)
        assert span.duration <= length + 1e-6
