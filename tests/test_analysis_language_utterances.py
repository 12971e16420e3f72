"""Lines: who has the floor, and where a sentence ends. Pictures are time in tenths of a second."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.language.utterances import LONG_PAUSE, Utterance, utterances
from audio.call import Call, Speaker, Turn, Word
from audio.span import Span


def turn(speaker: Speaker, start: float, end: float, text: str) -> Turn:
    """A stretch whose words share its time evenly."""
    words = text.split()
    step = (end - start) / max(1, len(words))
    return Turn(
        Span(start, end),
        speaker,
        tuple(Word(Span(start + k * step, start + (k + 1) * step), w) for k, w in enumerate(words)),
    )


def call(*turns: Turn) -> Call:
    return Call("c", "c.wav", max((t.span.end for t in turns), default=0.0), "two_sides", turns)


def said(c: Call) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in utterances(c)]


def test_stretches_of_one_speaker_join_over_a_short_pause():
    # agent  |== so ==|  |== it's late ==|
    assert said(call(turn("agent", 0, 1, "so"), turn("agent", 1.5, 3, "it's late"))) == [("agent", "so it's late")]


def test_a_long_pause_begins_a_new_line():
    late = 1 + LONG_PAUSE
    assert said(call(turn("agent", 0, 1, "one moment"), turn("agent", late, late + 1, "hello again"))) == [
        ("agent", "one moment"),
        ("agent", "hello again"),
    ]


def test_the_other_taking_the_floor_ends_a_line():
    # agent     |== it's late ==|                    |== it's Tuesday ==|
    # customer                    |== when then? ==|
    c = call(turn("agent", 0, 1, "it's late"), turn("customer", 1.2, 2, "when then?"), turn("agent", 2.2, 3, "Tuesday"))
    assert said(c) == [("agent", "it's late"), ("customer", "when then?"), ("agent", "Tuesday")]


def test_a_listening_sound_inside_does_not_split_a_line():
    # agent     |======= so the storm's shut =======|  |== both runways ==|
    # customer                    |right|
    c = call(
        turn("agent", 0, 3, "so the storm's shut"),
        turn("customer", 1.5, 2, "right"),
        turn("agent", 3.4, 5, "both runways"),
    )
    assert said(c) == [("agent", "so the storm's shut both runways"), ("customer", "right")]


def test_an_answer_takes_the_floor_though_it_is_short():
    # agent     |== is it a flat? ==|            |== flat B ==|
    # customer                        |= yes =|
    c = call(turn("agent", 0, 2, "is it a flat?"), turn("customer", 2.3, 2.7, "yes"), turn("agent", 3.0, 4, "flat B"))
    assert [speaker for speaker, _ in said(c)] == ["agent", "customer", "agent"]


def test_an_interruption_keeps_both_lines_whole():
    # customer  |==== the ceiling's coming through his ====|
    # agent                                           |=== ceilings aren't us ===|
    c = call(turn("customer", 0, 4, "the ceiling's coming through"), turn("agent", 3.2, 6, "ceilings aren't us"))
    assert said(c) == [("customer", "the ceiling's coming through"), ("agent", "ceilings aren't us")]


def test_sentences_have_spans_of_their_own():
    line = utterances(call(turn("agent", 0, 6, "It's grey. Leave it with me.")))[0]
    assert [(p.text, p.span) for p in line.pieces] == [
        ("It's grey.", Span(0, 2)),
        ("Leave it with me.", Span(2, 6)),
    ]


def test_a_sentence_may_run_over_several_stretches():
    line = utterances(call(turn("agent", 0, 1, "leave it"), turn("agent", 1.3, 2, "with me.")))[0]
    assert [p.text for p in line.pieces] == ["leave it with me."]


def test_without_punctuation_a_pause_ends_a_sentence():
    words = (Word(Span(0, 1), "okay"), Word(Span(1, 2), "thanks"), Word(Span(3, 4), "bye"))
    line = Utterance(Span(0, 4), "agent", words)
    assert [p.text for p in line.pieces] == ["okay thanks", "bye"]


def test_titles_and_decimals_end_no_sentence():
    line = utterances(call(turn("agent", 0, 4, "Mr. Jones owes 3.50 today. Yes.")))[0]
    assert [p.text for p in line.pieces] == ["Mr. Jones owes 3.50 today.", "Yes."]


def test_speech_without_words_is_a_line_without_pieces():
    (line,) = utterances(call(Turn(Span(0, 2), "agent")))
    assert line.words == () and line.pieces == () and line.text == ""


speech = st.lists(
    st.tuples(
        st.sampled_from(["agent", "customer"]),
        st.integers(0, 400),
        st.integers(1, 60),
        st.lists(
            st.sampled_from(["right", "yes", "no.", "the", "boiler", "and", "so?", "Mr.", "…", "mm-hm"]), max_size=12
        ),
    ),
    max_size=25,
)


@given(speech)
def test_every_word_lies_in_one_line_and_in_one_piece_of_it(rows):
    turns = tuple(turn(s, a / 10, (a + d) / 10, " ".join(w)) for s, a, d, w in rows)
    found = utterances(call(*turns))
    assert sorted((w.span, w.text) for line in found for w in line.words) == sorted(
        (w.span, w.text) for t in turns for w in t.words
    )
    for line in found:
        assert [w for piece in line.pieces for w in piece.words] == list(line.words)
        for piece in line.pieces:
            assert line.text[piece.start : piece.end] == piece.text


@given(speech)
def test_lines_come_in_the_order_in_which_they_begin(rows):
    found = utterances(call(*(turn(s, a / 10, (a + d) / 10, " ".join(w)) for s, a, d, w in rows)))
    assert [line.span.start for line in found] == sorted(line.span.start for line in found)
