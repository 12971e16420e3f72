"""The arithmetic of the words' bench: edits, what was lost, what is on the wrong side, what is where nobody spoke."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audio.call import Word
from audio.span import Span
from tests.bench._known_calls import Score, known_calls, sides_of
from tests.bench._recognisers import Hearing
from tests.bench._word_error import (
    Errors,
    Lost,
    aligned,
    doubled,
    errors,
    in_silence,
    lost,
    only,
    plain,
    single,
    undetected,
    wrong_side,
)


def said(text: str, start: float = 0.0, each: float = 0.5) -> list[Word]:
    """The words of ``text``, half a second each, one after the other."""
    return [Word(Span(start + k * each, start + (k + 1) * each), word) for k, word in enumerate(text.split())]


def test_words_are_compared_without_case_marks_and_hyphens() -> None:
    assert plain("I’ve got the Wi-Fi box, no. 24!") == ["i've", "got", "the", "wi", "fi", "box", "no", "twenty", "four"]
    assert plain(" — ") == []
    assert [(word.text, word.span.start) for word in single(said("Uh-huh – yes."))] == [
        ("uh", 0.0),
        ("huh", 0.25),
        ("yes", 1.0),
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0", "zero"),
        ("19", "nineteen"),
        ("90", "ninety"),
        ("46", "forty six"),
        ("7:30", "seven thirty"),
        ("£400", "four hundred"),
        ("2000", "two thousand"),
        ("4216", "four two one six"),
        ("007", "zero zero seven"),
        ("8pm", "eight pm"),
        ("100200", "one zero zero two zero zero"),
    ],
)
def test_numbers_are_compared_as_they_are_spoken(written: str, said: str) -> None:
    assert plain(written) == said.split()


@pytest.mark.parametrize(
    ("true", "heard", "steps"),
    [
        ("", "", []),
        ("a b", "", [(0, None), (1, None)]),
        ("", "a b", [(None, 0), (None, 1)]),
        ("a b c", "a x c", [(0, 0), (1, 1), (2, 2)]),
        ("a b c d", "a c d", [(0, 0), (1, None), (2, 1), (3, 2)]),
        ("a b", "a x y b", [(0, 0), (None, 1), (None, 2), (1, 3)]),
    ],
)
def test_the_fewest_edits(true: str, heard: str, steps: list[tuple[int | None, int | None]]) -> None:
    assert aligned(said(true), said(heard)) == steps


def test_of_two_ways_as_short_the_nearer_in_time() -> None:
    # true   half     half                  heard           half
    #        0        4                                     4.1
    true = [*said("half"), *said("half", 4.0)]
    assert aligned(true, said("half", 4.1)) == [(0, None), (1, 0)]
    assert aligned(true, said("half", 0.3)) == [(0, 0), (1, None)]


def test_errors_are_counted_by_kind_and_the_times_of_right_words_taken() -> None:
    true = said("i've called you four times now")
    heard = said("i've called four crimes now and", 0.1)
    found = errors(true, heard)
    assert (found.words, found.substitutions, found.deletions, found.insertions) == (6, 1, 1, 1)
    assert found.rate == 0.5 and found.starts == pytest.approx([0.1, 0.1, -0.4, -0.4])


def test_sums_of_errors_and_what_is_far_off() -> None:
    whole = Errors(4, 1, 0, 0, [0.2, -1.2]) + Errors(6, 0, 2, 1, [1.1])
    assert whole == Errors(10, 1, 2, 1, [0.2, -1.2, 1.1])
    assert whole.rate == pytest.approx(0.4) and whole.off == 2
    assert Errors().rate == 0.0


def test_an_opening_of_two_seconds_without_a_word_is_lost() -> None:
    # true   so what happened is that the parcel never came     9 words, half a second each
    # heard  `------- 2.5 s -------'  the parcel never came
    line = said("so what happened is that the parcel never came")
    heard = said("the parcel never came", 2.5)
    assert lost([line], heard) == [Lost(Span(0.0, 2.5), 2.5, opening=True)]
    assert lost([line], [*said("what", 0.5), *heard]) == []  # one word in it leaves less than two seconds
    assert lost([line], []) == [Lost(Span(0.0, 4.5), 4.5, opening=True)]


def test_a_loss_in_the_middle_is_no_opening_and_a_drawn_out_word_covers_little() -> None:
    line = said("hello one two three four five six bye")
    drawn = [Word(Span(0.0, 3.5), "hello"), *said("bye", 3.5)]
    assert lost([line], drawn) == [Lost(Span(1.0, 3.5), 2.5, opening=False)]
    assert lost([line[:4], line[4:]], drawn) == []  # by line: 1.0 s of one and 1.5 s of the other


def test_pauses_in_a_loss_are_no_speech() -> None:
    line = [*said("a b c", 0.0), *said("d", 9.0)]
    assert lost([line], said("e", 20.0)) == [Lost(Span(0.0, 9.5), 2.0, opening=True)]


def test_two_words_of_the_other_side_are_on_the_wrong_side() -> None:
    agent, customer = said("let me look"), said("it never came", 5.0)
    heard = said("it never", 5.2)
    assert wrong_side([*said("let me look"), *heard], agent, customer) == heard
    assert wrong_side(said("it never", 8.0), agent, customer) == []  # elsewhere
    assert wrong_side(said("never", 5.5), agent, customer) == []  # a single one may be chance
    assert wrong_side(said("never it", 5.0), agent, customer) == []


def test_what_both_say_at_once_is_on_no_wrong_side() -> None:
    both = said("thank you")
    assert wrong_side(both, both, both) == []


def test_a_word_far_from_speech_is_in_silence() -> None:
    true = said("yes", 2.0)
    near, far = Word(Span(2.8, 3.1), "a"), Word(Span(2.9, 3.3), "b")
    assert in_silence([*said("yes", 2.0), near, far], true) == [far]
    assert in_silence([near], []) == [near]


def test_a_true_word_outside_all_speech_is_undetected() -> None:
    true = said("hello my boiler")  # 0 to 0.5, to 1, to 1.5
    assert undetected(true, [Span(0.5, 0.9), Span(1.4, 3.0)]) == true[:1]
    assert undetected(true, []) == true


def test_a_word_in_both_mouths_is_doubled_once() -> None:
    assert doubled(said("you guys actually"), said("You guys, no", 0.2)) == 2
    assert doubled(said("yes yes", each=0.1), said("yes")) == 1
    assert doubled(said("yes"), said("yes", 0.3)) == 0


def test_the_difference_of_two_accounts() -> None:
    assert only(said("a b c d"), said("a x c")) == (2, 1)
    assert only([], said("a")) == (0, 1) and only(said("a"), said("a")) == (0, 0)


def known(folder: Path, **more: object) -> None:
    (folder / "call.flac").touch()
    lines = [
        {"speaker": "agent", "start": 0.0, "end": 3.0, "text": "ab cde"},
        {
            "speaker": "customer",
            "start": 4.0,
            "end": 5.0,
            "text": "yes",
            "words": [{"text": "yes", "start": 4.2, "end": 4.9}],
        },
    ]
    (folder / "call.truth.json").write_text(json.dumps({"lines": lines, **more}))


@pytest.mark.parametrize(
    ("more", "sides"),
    [({}, ["ab cde", "yes"]), ({"agent": "right"}, ["yes", "ab cde"]), ({"layout": "mono"}, ["ab cde yes"])],
)
def test_the_sides_lie_as_the_truth_says(tmp_path: Path, more: dict[str, object], sides: list[str]) -> None:
    known(tmp_path, **more)
    (call,) = known_calls(tmp_path)
    assert [" ".join(word.text for line in side for word in line) for side in call.sides] == sides
    assert call.recording == tmp_path / "call.flac" and known_calls(tmp_path, ["other"]) == []


def test_words_without_times_share_their_lines_by_letters() -> None:
    line = {"speaker": "agent", "start": 1.0, "end": 7.0, "text": "ab cde"}  # six letters with the space, 1 s each
    ((words,), ()) = sides_of({"lines": [line]})
    assert [(word.text, word.span) for word in words] == [("ab", Span(1.0, 3.0)), ("cde", Span(4.0, 7.0))]


def test_a_loss_that_the_recogniser_tells_of_is_not_untold(tmp_path: Path) -> None:
    known(tmp_path)
    (call,) = known_calls(tmp_path)
    score = Score()
    score.add(call, Hearing([[], [(4.2, 4.9, " Yes.")]]))
    assert score.errors == Errors(3, 0, 2, 0, [0.0]) and score.heard == 1
    assert len(score.lost) == len(score.untold) == 1
    score.add(call, Hearing([[], []], unheard=2.0))
    assert len(score.lost) == 2 and len(score.untold) == 1
