"""Pauses cut out of a recording are found in its transcript; nothing is moved where that is not plain."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sounds import dice

from audio.call import SPEAKERS, Speaker
from audio.span import Span, common, merge
from audio.speakers.agent import lines_match_sides
from audio.transcripts.placement.alignment import align, on_clock
from audio.transcripts.placement.pieces import find_pieces
from audio.transcripts.reader import Line

Sides = dict[Speaker, list[Span]]
Cuts = Sequence[tuple[float, float]]
"""Start and length of what was cut out."""


def talk(seed: int, turns: int = 48) -> tuple[Sides, float]:
    """Two who take turns of 1 to 8 s."""
    rng, clock = dice(seed), 1.0
    speech: Sides = {"agent": [], "customer": []}
    for turn in range(turns):
        length = float(rng.uniform(1.0, 8.0))
        speech[SPEAKERS[turn % 2]].append(Span(clock, clock + length))
        clock += length + float(rng.uniform(0.1, 1.5))
    return speech, clock


def transcript(speech: Sides, seed: int = 9) -> list[Line]:
    """A line a turn, its times a little off."""
    rng = dice(seed)
    return sorted(
        (
            Line(Span(max(0.0, s.start - rng.uniform(0, 0.3)), s.end + rng.uniform(0, 0.3)), who, "a word or two")
            for who, spans in speech.items()
            for s in spans
        ),
        key=lambda line: line.span or Span(0, 0),
    )


def without(speech: Sides, cuts: Cuts) -> Sides:
    """What is heard once the ``cuts`` are out."""
    kept, gone, start = [], 0.0, 0.0
    for at, length in [*cuts, (1e4, 0.0)]:
        kept.append((Span(start, at), gone))
        start, gone = at + length, gone + length
    return {
        who: merge((s.shift(-gone) for part, gone in kept for s in common(spans, [part])), gap=0.01)
        for who, spans in speech.items()
    }


@pytest.mark.parametrize("cuts", [[(100.0, 8.0)], [(90.0, 42.0)], [(70.0, 12.0), (160.0, 20.0)]])
@pytest.mark.parametrize("seed", range(4))
def test_every_pause_is_found_and_every_line_lies_where_it_is_said(seed: int, cuts: Cuts) -> None:
    speech, duration = talk(seed)
    lines, heard = transcript(speech), without(speech, cuts)
    lacking = sum(length for _, length in cuts)
    found = find_pieces(lines, heard, duration - lacking)
    assert found is not None
    assert [cut.seconds for cut in found.cuts] == pytest.approx([length for _, length in cuts], abs=0.3)
    gone = [sum(length for _, length in cuts[:number]) for number in range(len(cuts))]
    assert [cut.time for cut in found.cuts] == pytest.approx(
        [at - before for (at, _), before in zip(cuts, gone, strict=True)], abs=9.0
    )
    for line in found.lines:
        assert line.span is not None and line.speaker is not None
        on_speech = sum(both.duration for both in common([line.span], heard[line.speaker]))
        straddles = any(abs(line.span.middle - cut.time) < 9.0 for cut in found.cuts)
        assert on_speech > 0.6 * line.span.duration or straddles


def test_a_pause_is_said_and_its_words_are_left_out() -> None:
    speech, duration = talk(1)
    lines, heard = transcript(speech), without(speech, [(100.0, 42.0)])
    words, doubts = align(lines, heard, duration - 42.0)
    (why,) = [doubt.why for doubt in doubts if "lacks" in doubt.why]
    assert "The recording lacks 42 s at 1:" in why and "that the transcript has (was it paused?)" in why
    left_out = int(why.split("; ")[1].split()[0])
    assert 10 < left_out < 60
    assert sum(map(len, words.values())) == sum(len(line.text.split()) for line in lines) - left_out


@pytest.mark.parametrize("seed", range(6))
def test_whole_recordings_and_other_calls_have_no_pieces(seed: int) -> None:
    speech, duration = talk(seed)
    assert find_pieces(transcript(speech), speech, duration) is None
    for another in range(seed + 1, seed + 4):
        assert find_pieces(transcript(talk(another)[0]), speech, duration) is None


def test_a_shift_that_holds_throughout_is_no_pause() -> None:
    speech, duration = talk(2)
    late = {who: [span.shift(-20.0) for span in spans if span.start > 20.0] for who, spans in speech.items()}
    assert find_pieces(transcript(speech), late, duration - 20.0) is None
    shifted = on_clock(transcript(speech), late, duration - 20.0)
    assert [line.span.start for line in shifted if line.span][-1] < duration - 20.0


def test_a_few_lines_prove_no_pause() -> None:
    speech, duration = talk(3, turns=7)
    heard = without(speech, [(duration / 2, 6.0)])
    assert find_pieces(transcript(speech), heard, duration - 6.0) is None


def test_sides_are_told_though_most_lines_lie_late() -> None:
    speech, _ = talk(4)
    heard = without(speech, [(30.0, 15.0)])
    lines = transcript(speech)
    assert lines_match_sides(lines, heard) is True
    assert lines_match_sides(lines, {"agent": heard["customer"], "customer": heard["agent"]}) is False


def test_in_one_channel_all_speech_tells() -> None:
    speech, duration = talk(5)
    heard = without(speech, [(100.0, 25.0)])
    together = merge([*heard["agent"], *heard["customer"]])
    lines = on_clock(transcript(speech), {"agent": together}, duration - 25.0, together=True)
    late = [line for line in lines if line.span and line.span.start > 110.0]
    own = sum(
        s.duration for line in late if line.span and line.speaker for s in common([line.span], heard[line.speaker])
    )
    assert own > 0.8 * sum(line.span.duration for line in late if line.span)
