"""Heat: what is one turn, what its mean is worth, and how far turns scatter."""

from __future__ import annotations

import pytest

from analysis.voice.baseline import Phrase, Profile
from analysis.voice.heat import PRIOR, PRIOR_WORTH, SHARED, Scatter, heat, mean_heat, scatter, turns
from audio.span import Span

BASE = Phrase(Span(0.0, 60.0), 90.0, -6.0, -26.0, 30.0)
VOICE = Profile("customer", (), (), BASE, (1.0, 2.0, 4.0))


def phrase(start: float, up: float = 0.0, voiced: float = 2.0) -> Phrase:
    """Of two seconds, ``up`` own spreads in pitch, balance and level alike."""
    return Phrase(Span(start, start + 2.0), 90.0 + up, -6.0 + 2 * up, -26.0 + 4 * up, voiced)


def row(*ups: float) -> list[Phrase]:
    """A turn of one phrase each, long pauses between."""
    return [phrase(10.0 * k, up) for k, up in enumerate(ups)]


def test_heat_is_half_pitch_a_quarter_balance_a_quarter_level() -> None:
    assert heat(phrase(0.0, 1.0), VOICE) == 1.0
    assert heat(Phrase(Span(0.0, 1.0), 92.0, -6.0, -26.0, 1.0), VOICE) == 1.0
    assert heat(Phrase(Span(0.0, 1.0), 90.0, -2.0, -22.0, 1.0), VOICE) == 0.75


def test_a_turn_ends_where_the_agent_takes_the_floor_or_at_a_long_pause() -> None:
    said = [phrase(0.0), phrase(2.5), phrase(6.0), phrase(9.5), phrase(14.0)]
    nod, answer = Span(2.0, 2.5), Span(8.2, 9.4)
    assert [len(turn.phrases) for turn in turns(said, [nod, answer], VOICE)] == [3, 1, 1]
    assert [len(turn.phrases) for turn in turns(said, [nod], VOICE)] == [4, 1]
    assert turns([], [nod], VOICE) == ()


def test_a_word_counts_for_less_and_a_long_turn_for_more() -> None:
    (turn,) = turns([phrase(0.0, 1.0), phrase(2.5, 4.0, voiced=0.2)], [], VOICE)
    assert turn.mass == 1.25
    assert turn.heat == pytest.approx((1.0 + 0.25 * 4.0) / 1.25)
    assert turn.variance == pytest.approx(SHARED + (1 - SHARED) / 1.25)
    one, other = turns([phrase(0.0, 1.0), phrase(10.0, 2.0), phrase(12.2, 2.0)], [], VOICE)
    value, variance = mean_heat([one, other])
    sure = 1 / (1 + SHARED) * 2  # of two phrases, against 1 of one
    assert value == pytest.approx((1.0 + 2.0 * sure) / (1 + sure))
    assert variance == pytest.approx(1 / (1 + sure))


def test_scatter_is_from_turn_to_turn_and_drawn_to_the_usual() -> None:
    assert scatter(turns(row(1.0), [], VOICE)) == Scatter(PRIOR, PRIOR_WORTH)
    told = scatter(turns(row(*[0.0, 1.0] * 20), [], VOICE))  # each step is 1 over the root of 2
    assert told.freedom == pytest.approx(PRIOR_WORTH + 0.6 * 39)
    assert told.variance == pytest.approx((PRIOR_WORTH * PRIOR + 0.6 * 39 * 0.5 / 0.96) / told.freedom)


def test_one_outburst_hardly_widens_it() -> None:
    calm = [0.0, 1.0] * 20
    wild = [*calm[:20], 30.0, *calm[20:]]
    assert scatter(turns(row(*wild), [], VOICE)).variance < 1.5 * scatter(turns(row(*calm), [], VOICE)).variance
