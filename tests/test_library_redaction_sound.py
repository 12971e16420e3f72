"""Which seconds are silent, and that they are: exactly zero within, untouched a few milliseconds outside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from audio.call import Turn, Word
from audio.containers.line import RATE
from audio.span import Span
from library.recordings.silencing import EDGE, silenced
from library.redaction.mask import Mask
from library.redaction.sound import MARGIN, PAUSE, UNTIMED_MARGIN, name_of, silent_spans


def a_turn(start: float, words: int, sure: float | None = 0.9) -> Turn:
    spoken = tuple(Word(Span(start + 0.5 * k, start + 0.5 * k + 0.4), "four", sure) for k in range(words))
    return Turn(Span(start, start + 0.5 * words), "customer", spoken)


def test_a_margin_lies_on_both_sides() -> None:
    (span,) = silent_spans([a_turn(10.0, 9)], [Mask(0, 2, 4, "card_number")])
    assert (span.start, span.end) == pytest.approx((11.0 - MARGIN, 12.4 + MARGIN))


@pytest.mark.parametrize("off", [-0.3, 0.3])
def test_a_number_is_silent_though_a_recogniser_is_wrong_about_when_it_was_said(off: float) -> None:
    said = a_turn(10.0, 9)
    heard = tuple(replace(w, span=Span(w.span.start + off, w.span.end + off)) for w in said.words)
    (span,) = silent_spans([replace(said, words=heard)], [Mask(0, 2, 4, "card_number")])
    assert span.start <= said.words[2].span.start + 1e-9 and span.end >= said.words[4].span.end - 1e-9


def test_words_without_times_of_their_own_silence_the_turn() -> None:
    turn = replace(a_turn(10.0, 9, None), span=Span(10.0, 16.0))
    (span,) = silent_spans([turn], [Mask(0, 2, 4, "card_number")])
    assert span.start <= 10.0 - UNTIMED_MARGIN and span.end >= 16.0 + UNTIMED_MARGIN


def test_the_pause_beside_a_turn_is_silent_up_to_the_next() -> None:
    turns = [a_turn(0.0, 4), a_turn(5.0, 4), a_turn(7.8, 4)]
    (span,) = silent_spans(turns, [Mask(1, 0, 3, "card_number")])
    assert (span.start, span.end) == pytest.approx((5.0 - PAUSE, 7.8))


def test_silences_close_together_are_one() -> None:
    masks = [Mask(0, 1, 2, "card_number"), Mask(0, 5, 6, "card_number"), Mask(0, 17, 18, "card_number")]
    assert len(silent_spans([a_turn(10.0, 20)], masks)) == 2


def test_other_silences_have_another_name() -> None:
    assert name_of(()) == ""
    assert name_of([Span(1.0, 2.0)]) == name_of([Span(1.0, 2.0)]) != name_of([Span(1.0, 2.1)])


@pytest.mark.parametrize("channels", [1, 2])
def test_samples_within_are_zero_and_those_outside_as_they_were(channels: int) -> None:
    sound = np.full((3 * RATE, channels), 1000, np.int16)
    spans = [Span(0.5, 0.8), Span(1.95, 2.05)]
    blocks = [silenced(sound[first : first + RATE], first, spans) for first in range(0, len(sound), RATE)]
    made = np.concatenate(blocks)
    assert made.dtype == np.int16 and (sound == 1000).all()
    for span in spans:
        assert not made[round(span.start * RATE) : round(span.end * RATE)].any()
    outside = np.ones(len(made), bool)
    for span in spans:
        outside[round((span.start - EDGE) * RATE) : round((span.end + EDGE) * RATE)] = False
    assert (made[outside] == 1000).all()
