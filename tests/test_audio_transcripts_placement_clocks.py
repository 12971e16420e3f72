"""A clock that is off by a constant is found; one that is merely loose, or another call's, is not "found"."""

from __future__ import annotations

import pytest

from audio.call import Speaker
from audio.span import Span
from audio.transcripts.placement.clocks import Clocks, compare_clocks, shift_line
from audio.transcripts.reader import Line, Word

CALL: dict[Speaker, list[Span]] = {
    "agent": [Span(0.5, 4.0), Span(9.0, 13.5), Span(20.0, 22.0), Span(31.0, 36.0)],
    "customer": [Span(4.5, 8.2), Span(14.0, 19.0), Span(23.0, 30.0), Span(37.0, 38.5)],
}


def lines(shift: float = 0.0, loose: float = 0.0) -> list[Line]:
    return [Line(span.shift(shift).grow(loose), who, "words") for who in CALL for span in CALL[who]]


@pytest.mark.parametrize(
    ("shift", "loose"), [(300.0, 0.0), (30.0, 0.2), (2.4, 0.2), (1.0, 0.2), (-0.4, 0.0), (0.3, 0.0)]
)
def test_a_constant_shift_is_found(shift: float, loose: float) -> None:
    found = compare_clocks(lines(shift, loose), CALL, 40.0)
    assert found.shift == pytest.approx(-shift, abs=0.1)
    assert found.fit is not None and found.fit > 0.7


def test_captions_that_are_merely_loose_are_left_alone() -> None:
    assert compare_clocks(lines(loose=0.2), CALL, 40.0).shift == 0.0


def test_lines_without_speakers_are_compared_with_all_speech() -> None:
    sparse: dict[Speaker, list[Span]] = {"agent": CALL["agent"], "customer": []}
    unnamed = [Line(span.shift(3.0), None, "words") for span in CALL["agent"]]
    assert compare_clocks(unnamed, sparse, 40.0).shift == pytest.approx(-3.0, abs=0.1)


def test_another_calls_lines_fit_nowhere() -> None:
    said: list[tuple[Speaker, float, float]] = [("agent", 0, 12), ("customer", 15, 16), ("agent", 17, 30)]
    found = compare_clocks([Line(Span(a, b), who, "words") for who, a, b in said], CALL, 40.0)
    assert found.shift == 0.0
    assert found.fit is not None and found.fit < 0.3


def test_a_few_lines_prove_no_shift() -> None:
    few: dict[Speaker, list[Span]] = {"agent": CALL["agent"][:2], "customer": CALL["customer"][:1]}
    moved = [Line(span.shift(5.0), who, "words") for who in few for span in few[who]]
    assert compare_clocks(moved, few, 40.0).shift == 0.0


def test_without_speech_there_is_nothing_to_compare() -> None:
    assert compare_clocks(lines(), {}, 40.0) == Clocks(0.0, None)


def test_a_line_is_moved_with_its_words() -> None:
    line = Line(Span(1.0, 3.0), "agent", "a b", (Word(Span(1.0, 2.0), "a"), Word(Span(2.5, 3.0), "b")))
    moved = shift_line(line, -2.0)
    assert moved.span == Span(-1.0, 1.0)
    assert [word.span for word in moved.words] == [Span(-1.0, 0.0), Span(0.5, 1.0)]
