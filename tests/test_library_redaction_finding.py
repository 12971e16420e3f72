"""What is found to be masked: the rules' own examples, the grammar of numbers, and what must stay."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from library.redaction.finding import Mask, find_in_turns
from library.redaction.kinds import kinds
from library.redaction.masking import Masking
from library.redaction.sound import silent_spans
from library.redaction.spoken.cues import phrases
from tests.marked_dialogues import SMALL, covered, dialogue

MUST = [(kind.id, text) for kind in kinds().values() for text in kind.must]
MUST_NOT = [(kind.id, text) for kind in kinds().values() for text in kind.must_not]


@pytest.mark.parametrize(("kind", "text"), MUST)
def test_a_rule_finds_what_it_must(kind: str, text: str) -> None:
    marked = dialogue(text)
    masks = find_in_turns(marked.turns)
    assert kind in {mask.kind for mask in masks}
    assert {w for w in marked.secret - covered(masks) if marked.plain(w) not in SMALL} == set()
    assert {w for w in covered(masks) - marked.secret if marked.plain(w) not in SMALL} == set()


@pytest.mark.parametrize(("kind", "text"), MUST_NOT)
def test_a_rule_leaves_what_it_must_not_find(kind: str, text: str) -> None:
    assert not covered(find_in_turns(dialogue(text).turns))


def test_every_kind_that_is_masked_has_both_examples() -> None:
    assert {kind.id for kind in kinds().values() if kind.mask and not (kind.must and kind.must_not)} == set()


@pytest.mark.parametrize(
    "said",
    [
        "four one one one", "41-11", "4-1-1-1", "forty one eleven", "forty-one, eleven", "four one double one", "four triple one", "four treble one",
        "4111", "41 11", "four one um one one", "four one and then one one", "forty one hundred one one",
    ],
)  # fmt: skip
def test_a_number_is_one_however_it_is_read_out(said: str) -> None:
    turns = dialogue(f"A The long number on the front of the card? | C It's {said} {said}, thanks.").turns
    (mask,) = find_in_turns(turns)
    assert (mask.kind, mask.first, mask.last) == ("card_number", 1, len(turns[1].words) - 2)


def test_pieces_are_gathered_over_turns_and_read_back() -> None:
    text = "A Card number? | C {four five} | A four five | C {double three} | A yes | C {oh nine one two} | A {oh nine one two} | C {seven seven}"
    masks = find_in_turns(dialogue(text).turns)
    assert {mask.turn for mask in masks} >= {1, 3, 5, 6, 7}


def test_a_piece_said_again_much_later_is_masked_too() -> None:
    lines = " | ".join(["A Let me look at that for you.", "C Thank you."] * 12)
    turns = dialogue(f"A Card number? | C 4539 1488 0343 6467 | {lines} | A So it is the one with 0343 in it.").turns
    assert find_in_turns(turns)[-1] == Mask(len(turns) - 1, 6, 6, "card_number")


def test_the_last_kind_that_was_asked_for_names_a_number() -> None:
    text = "A Your phone number? | C oh seven seven double oh nine hundred one two three | A And your account number? | C one two three four five six seven eight"
    assert [mask.kind for mask in find_in_turns(dialogue(text).turns)] == ["phone_number", "account_number"]


def test_a_second_is_no_ordinal_and_oh_no_zero() -> None:
    assert not find_in_turns(dialogue("A Card number? | C Oh, hang on one second.").turns)


def test_what_is_found_of_one_turn_does_not_overlap() -> None:
    turns = dialogue(
        "C I live at 12 High Street, Leeds, LS1 4AB, and my mail is k.lee@example.org, card 4111 1111 1111 1111."
    ).turns
    masks = find_in_turns(turns)
    assert [mask.kind for mask in masks] == ["postal_address", "email", "card_number"]
    assert all(a.last < b.first for a, b in itertools.pairwise(masks))


def test_cues_are_written_out() -> None:
    assert phrases("(home|work) (phone )?numbers?") == sorted(
        f"{place}{phone} number{s}" for place in ("home", "work") for phone in ("", " phone") for s in ("", "s")
    )
    assert phrases("(\\w+ ){0,2}code") == ["* * code", "* code", "code"]
    with pytest.raises(ValueError, match="bracket"):
        phrases("(home")


def test_no_cue_is_a_number_alone() -> None:
    """It would bar numbers from being found."""
    for kind in kinds().values():
        for text in (*kind.cues, *kind.hints):
            assert all(re.search("[a-z]", phrase) for phrase in phrases(text)), text


def test_an_answer_in_which_no_word_was_made_out_is_masked_as_what_was_asked_for() -> None:
    asked, answer, thanks = dialogue("A The security code on the back? | C 123 | A Thanks, that is all.").turns
    turns = (asked, replace(answer, words=()), thanks)
    assert find_in_turns(turns) == (Mask(1, 0, -1, "security_code"),)
    assert [turn.text for turn in Masking(turns, find_in_turns(turns)).turns()][1] == "[security code]"
    assert silent_spans(turns, find_in_turns(turns))[0].end >= answer.span.end
    assert find_in_turns((turns[2], turns[1])) == ()


def test_an_oh_that_was_misheard_parts_no_number() -> None:
    (mask,) = find_in_turns(dialogue("A Card number? | C five four of four one two for three").turns)
    assert (mask.first, mask.last) == (0, 7)


def test_what_is_named_in_the_next_turn_is_found() -> None:
    masks = find_in_turns(dialogue("C and if you turn it over it's {eight two one} | C the CVV.").turns)
    assert [(mask.turn, mask.first, mask.last, mask.kind) for mask in masks] == [(0, 7, 9, "security_code")]
