"""Words lie where they were said: on the speech heard, in order, each once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.call import SPEAKERS, Speaker, Turn, Word
from audio.errors import SameSideError
from audio.span import Span, merge
from audio.transcripts.line_speakers import label_speakers
from audio.transcripts.placement.alignment import align, into_turns, spread_words, without_sound, word_length
from audio.transcripts.reader import Line, read_transcript

Speech = dict[Speaker, list[Span]]


def at(words: tuple[Word, ...] | list[Word]) -> list[tuple[str, float, float]]:
    return [(word.text, round(word.span.start, 3), round(word.span.end, 3)) for word in words]


def test_words_are_spread_over_the_speech_and_never_over_a_pause() -> None:
    # cue     [------------------]
    # speech    [==]      [======]
    # words     |sent it| |Monday|
    line = Line(Span(0.0, 10.0), "customer", "sent it Monday")
    speech: Speech = {"agent": [], "customer": [Span(1.0, 3.0), Span(6.0, 8.0)]}
    words, doubts = align([line], speech, 10.0)
    assert at(words["customer"]) == [("sent", 1.0, 2.0), ("it", 2.0, 3.0), ("Monday", 6.0, 8.0)]
    assert words["agent"] == () and doubts == ()


def test_a_pause_is_rather_after_a_mark_than_within_a_sentence() -> None:
    # speech    [====]   [========]
    # by length |Hello, how| are you|      though nobody speaks like that
    words = spread_words(["Hello,", "how", "are", "you"], [Span(0.0, 1.3), Span(2.0, 3.9)])
    assert [word.text for word in words if word.span.end <= 1.3] == ["Hello,"]
    assert [word.text for word in spread_words(["Hello", "how", "are", "you"], [Span(0.0, 1.3), Span(2.0, 3.2)])][
        :2
    ] == [
        "Hello",
        "how",
    ]


def test_longer_words_take_longer() -> None:
    assert [word_length(word) for word in ("I", "unacceptable", "2014", "hmm")] == [1.5, 5.5, 5.5, 1.5]
    assert at(spread_words(["I", "understand"], [Span(0.0, 5.0)])) == [("I", 0.0, 1.5), ("understand", 1.5, 5.0)]


def test_speech_near_a_cue_counts_but_not_past_the_next_one() -> None:
    # cues     [=A1=]    [=A2=]
    # speech   [==]    [======]        the second begins 0.4 s before its cue
    lines = [Line(Span(0.0, 2.0), "agent", "one"), Line(Span(4.0, 6.0), "agent", "two")]
    words, _ = align(lines, {"agent": [Span(0.0, 1.0), Span(3.6, 6.0)]}, 10.0)
    assert at(words["agent"]) == [("one", 0.0, 1.0), ("two", 3.6, 6.0)]


def test_given_word_times_are_kept() -> None:
    given_words = (Word(Span(1.0, 1.2), "oh", 0.4), Word(Span(2.0, 2.5), "no"))
    line = Line(Span(1.0, 2.5), "agent", "oh no", given_words)
    words, doubts = align([line], {"agent": [Span(0.9, 2.6)]}, 5.0)
    assert words["agent"] == given_words and doubts == ()


def test_words_nobody_is_heard_to_say_keep_the_cue_and_are_counted() -> None:
    lines = [Line(Span(0.0, 2.0), "agent", "hi there"), Line(Span(5.0, 7.0), "agent", "not heard")]
    words, doubts = align(lines, {"agent": [Span(0.0, 2.0)]}, 10.0)
    assert at(words["agent"])[2:] == [("not", 5.0, 6.0), ("heard", 6.0, 7.0)]
    assert [doubt.about for doubt in doubts] == ["clock"]
    assert doubts[0].why.startswith("2 of the transcript's 4 words")


def test_a_line_of_nobody_goes_to_the_side_that_is_heard() -> None:
    lines = [Line(Span(0.0, 2.0), None, "hi"), Line(Span(3.0, 5.0), None, "no")]
    words, _ = align(lines, {"agent": [Span(0.2, 1.8)], "customer": [Span(3.1, 4.9)]}, 6.0)
    assert [len(words[who]) for who in SPEAKERS] == [1, 1]
    assert words["customer"][0].text == "no"


CALL: Speech = {
    "agent": [Span(0.5, 4.0), Span(9.0, 13.5), Span(20.0, 22.0), Span(31.0, 36.0)],
    "customer": [Span(4.5, 8.2), Span(14.0, 19.0), Span(23.0, 30.0), Span(37.0, 38.5)],
}


def lines_of(speech: Speech, shift: float = 0.0, times: bool = True) -> list[Line]:
    """A line for each stretch, a word a half second."""
    spans = sorted((span, who) for who, spans in speech.items() for span in spans)
    texts = [" ".join(f"{who}{i}" for _ in range(round(span.duration * 2))) for i, (span, who) in enumerate(spans)]
    return [
        Line(span.shift(shift) if times else None, who, text) for (span, who), text in zip(spans, texts, strict=True)
    ]


@pytest.mark.parametrize(("shift", "way"), [(30.0, "30.0 s behind"), (-0.4, "0.4 s ahead")])
def test_a_clock_that_is_off_is_set_right_and_said(shift: float, way: str) -> None:
    words, doubts = align(lines_of(CALL, shift), CALL, 40.0)
    assert [doubt.about for doubt in doubts] == ["clock"]
    assert way in doubts[0].why
    assert words["customer"][0].span.start == pytest.approx(4.5, abs=0.05)


def test_another_calls_transcript_is_doubted() -> None:
    lines = [Line(Span(10.0 * i, 10.0 * i + 3), who, "not said here") for i in range(4) for who in SPEAKERS]
    _, doubts = align(lines, CALL, 40.0)
    assert any("is it this recording's?" in doubt.why for doubt in doubts)


def test_a_transcript_outside_the_recording_is_refused() -> None:
    lines = [Line(Span(60.0 * i, 60.0 * i + 5), "agent", "hello") for i in range(10)]
    with pytest.raises(SameSideError, match=r"runs to 9:05 and the recording to 2:00"):
        align(lines, {"agent": [Span(3.0, 119.0)], "customer": []}, 120.0)


def test_words_outside_a_recording_that_fits_are_left_out_and_said() -> None:
    # transcript    [menu] [A][C][A][C]...     made of the whole call
    # recording            [A][C][A][C]...     begins when the agent does
    menu = Line(Span(0.0, 20.0), "agent", "for parcels press one and for letters press two " * 2)
    lines = [menu, *lines_of(CALL, 30.0), Line(Span(71.0, 72.0), "agent", "bye")]
    words, doubts = align(lines, CALL, 40.0)
    said = [word.text for word in words["agent"]]
    assert "bye" not in said and "menu" not in said and "press" not in said
    assert [doubt.why for doubt in doubts] == [
        "The transcript's times lay 30.0 s behind the recording's; they were set right.",
        "Words of the transcript before or after the recording, left out: 19.",
    ]


def test_a_line_that_begins_before_the_recording_is_cut() -> None:
    lines = [Line(line.span.shift(29.0), line.speaker, line.text) for line in lines_of(CALL) if line.span]
    speech: Speech = {who: [Span(max(0.0, s.start - 1), s.end - 1) for s in CALL[who]] for who in SPEAKERS}
    words, _ = align(lines, speech, 39.0)
    assert all(0.0 <= word.span.start <= word.span.end for side in words.values() for word in side)
    assert words["agent"][0].span.start == pytest.approx(0.0, abs=0.05)


# a transcript without times


def test_text_alone_is_laid_in_order_over_the_speech() -> None:
    words, doubts = align(lines_of(CALL, times=False), CALL, 40.0)
    expected, _ = align(lines_of(CALL), CALL, 40.0)
    assert {who: at(words[who]) for who in words} == {who: at(expected[who]) for who in expected}
    assert [doubt.about for doubt in doubts] == ["clock"]


def test_text_alone_passes_over_a_listening_sound_that_it_leaves_out() -> None:
    # text       A: ..........  C: .........   A: ....
    # speech     [====A====]  [C] [===C====]   [==A==]
    #                [C: mm-hm]
    speech: Speech = {
        "agent": [Span(0.0, 10.0), Span(22.0, 26.0)],
        "customer": [Span(4.0, 4.4), Span(11.0, 12.0), Span(13.0, 20.0)],
    }
    lines = [
        Line(None, "agent", "x" * 140),
        Line(None, "customer", "y" * 112),
        Line(None, "agent", "z" * 56),
    ]
    words, _ = align(lines, speech, 30.0)
    assert at(words["agent"]) == [("x" * 140, 0.0, 10.0), ("z" * 56, 22.0, 26.0)]
    assert at(words["customer"]) == [("y" * 112, 13.0, 20.0)]


def test_text_alone_whose_line_was_not_heard_lies_between_its_neighbours() -> None:
    speech: Speech = {"agent": [Span(0.0, 5.0), Span(8.0, 12.0)], "customer": []}
    lines = [Line(None, "agent", "a" * 70), Line(None, "customer", "yes"), Line(None, "agent", "b" * 56)]
    words, doubts = align(lines, speech, 15.0)
    assert 5.0 <= words["customer"][0].span.start <= words["customer"][0].span.end <= 8.0
    assert any("1 of the transcript's 3 words" in doubt.why for doubt in doubts)


def test_without_sound_a_line_is_a_stretch_of_speech() -> None:
    speech, words, duration = without_sound(lines_of(CALL))
    assert speech == CALL and duration == 38.5
    assert words["agent"][0].span.start == 0.5


def test_without_sound_and_times_lines_follow_each_other() -> None:
    speech, _, duration = without_sound(lines_of(CALL, times=False))
    turns = sorted(span for spans in speech.values() for span in spans)
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(turns))
    assert duration == pytest.approx(turns[-1].end)


def test_without_sound_somebody_must_be_named() -> None:
    with pytest.raises(SameSideError, match="does not say who speaks"):
        without_sound([Line(Span(0.0, 1.0), None, "hello")])


# turns


def test_a_word_goes_into_the_stretch_it_falls_in_or_the_nearest() -> None:
    # speech     [=====]        [=====]
    # words    a   b      c   d        e
    speech: Speech = {"agent": [Span(1.0, 3.0), Span(7.0, 9.0)], "customer": []}
    words = {
        "agent": [Word(Span(t, t + 0.2), text) for text, t in zip("abcde", (0.0, 1.9, 4.0, 6.0, 9.5), strict=True)]
    }
    turns = into_turns(speech, words)  # type: ignore[arg-type]
    assert [(turn.span, turn.text) for turn in turns] == [(Span(1.0, 3.0), "a b c"), (Span(7.0, 9.0), "d e")]


def test_words_of_a_side_without_speech_make_their_own_stretches() -> None:
    words: dict[Speaker, list[Word]] = {"customer": [Word(Span(1.0, 1.2), "mm"), Word(Span(1.3, 1.5), "hm")]}
    assert into_turns({"agent": [Span(0.0, 1.0)], "customer": []}, words) == (
        Turn(Span(0.0, 1.0), "agent"),
        Turn(Span(1.0, 1.5), "customer", tuple(words["customer"])),
    )


# the samples, whose every word's time is known

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.vtt"))


@pytest.mark.parametrize("times", [True, False])
def test_words_of_the_samples_begin_within_about_a_tenth_of_a_second(times: bool) -> None:
    """Half of them; and nineteen in twenty within half a second, from cue times or from the bare text."""
    off: list[float] = []
    for path in SAMPLES:
        truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
        said: dict[Speaker, list[Word]] = {who: [] for who in SPEAKERS}
        for line in truth["lines"]:
            said[line["speaker"]] += [Word(Span(w["start"], w["end"]), w["text"]) for w in line["words"]]
        speech: Speech = {who: merge((word.span for word in said[who]), gap=0.25) for who in SPEAKERS}
        lines, _ = label_speakers(read_transcript(path))
        words, _ = align([line if times else replace(line, span=None) for line in lines], speech, truth["duration"])
        for who in SPEAKERS:
            true = sorted(said[who], key=lambda word: word.span.start)
            assert [word.text for word in words[who]] == [word.text for word in true]
            off += [abs(a.span.start - b.span.start) for a, b in zip(words[who], true, strict=True)]
    assert len(off) > 1000
    assert np.median(off) < 0.11
    assert np.percentile(off, 95) < 0.5


# properties

times = st.floats(0, 100, allow_nan=False).map(lambda t: round(t, 2))
spans = st.tuples(times, times).map(lambda pair: Span(min(pair), max(pair) + 0.3))
speeches = st.fixed_dictionaries({who: st.lists(spans, max_size=6).map(merge) for who in SPEAKERS})
texts = st.lists(st.sampled_from(["I", "sent", "it", "unacceptable", "2014"]), min_size=1, max_size=8).map(" ".join)
lines_timed = st.lists(st.builds(Line, spans, st.sampled_from([*SPEAKERS, None]), texts), min_size=1, max_size=8)
lines_plain = st.lists(st.builds(Line, st.none(), st.sampled_from(SPEAKERS), texts), min_size=1, max_size=8)


@settings(deadline=None)
@given(lines_timed | lines_plain, speeches)
def test_every_word_is_placed_once_within_the_recording_and_in_order(lines: list[Line], speech: Speech) -> None:
    words, doubts = align(lines, speech, 110.0)
    said = [word.text for side in words.values() for word in side]
    left_out = sum(int(doubt.why.split()[-1][:-1]) for doubt in doubts if "left out" in doubt.why)
    written = [text for line in lines for text in line.text.split()]
    assert len(said) == len(written) - left_out
    assert not Counter(said) - Counter(written)
    for side in words.values():
        assert list(side) == sorted(side, key=lambda word: word.span.start)
        assert all(0 <= word.span.start <= word.span.end <= 130 for word in side)
    turns = into_turns(speech, words)
    assert sorted(word.text for turn in turns for word in turn.words) == sorted(said)


@settings(deadline=None)
@given(lines_plain, speeches)
def test_lines_of_a_side_without_times_stay_in_order(lines: list[Line], speech: Speech) -> None:
    words, _ = align(lines, speech, 110.0)
    for who in SPEAKERS:
        written = [text for line in lines if line.speaker == who for text in line.text.split()]
        starts = [word.span.start for word in words[who]]
        assert starts == sorted(starts)
        assert [word.text for word in words[who]] == written


@settings(deadline=None)
@given(st.lists(st.sampled_from(["I", "sent", "unacceptable"]), min_size=1), st.lists(spans, min_size=1).map(merge))
def test_spread_words_touch_no_gap_and_fill_what_they_take(said: list[str], over: list[Span]) -> None:
    words = spread_words(said, over)
    assert [word.text for word in words] == said
    homes = [next(span for span in over if span.contains(word.span)) for word in words]
    for home in set(homes):
        inside = [word for word, h in zip(words, homes, strict=True) if h == home]
        assert sum(word.span.duration for word in inside) == pytest.approx(home.duration)
