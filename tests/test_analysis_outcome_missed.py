"""Missed: what was passed over, and how much answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pictures import call

from analysis.limits import Limits, change
from analysis.outcome import missed
from analysis.report import Kind, Moment
from audio.call import Call, Speaker
from audio.span import Span

PICTURE = """
    agent     |      ====        ====        ====|
    customer  |=====       =====       =====     |
"""
"""A second a character: the customer at 0, 12 and 24 s, the agent at 6, 18 and 30 s."""
ASKED = "Get me your manager."


def talk(*agent: str, customer: Sequence[str] = (ASKED, "It is four four.", "Yes.")) -> Call:
    return call(
        PICTURE,
        scale=1,
        said={"agent": [*agent, "Let me see.", "Let me see.", "Let me see."][:3], "customer": customer},
    )


def moment(kind: Kind, at: float, speaker: Speaker = "customer", technique: str = "supervisor_request") -> Moment:
    return Moment(kind, technique, Span(at, at + 4), speaker, "", "", ASKED, "a_rule")


def found(facts: Call, *before: Moment, limits: Limits | None = None) -> list[tuple[float, float]]:
    return [(m.span.start, m.span.end) for m in missed.moments(facts, before, limits or Limits())]


BUSINESS = ("And what is the postcode?", "And the first line?")


def test_an_escalation_that_is_passed_over_is_missed_from_its_words_to_the_end_of_the_reply() -> None:
    (one,) = missed.moments(talk(*BUSINESS), [moment("escalated", 0)], Limits())
    assert (one.span, one.speaker, one.technique) == (Span(0, 10), "agent", "supervisor_request")
    assert ASKED in one.because


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry to hear it.",
        "I'll fetch her for you.",
        "My manager is at lunch.",
        "You're right about that.",
        "One moment, please.",
    ],
)
def test_nearly_anything_answers_at_once_or_a_turn_later(answer: str) -> None:
    assert found(talk(answer), moment("escalated", 0)) == []
    assert found(talk(BUSINESS[0], answer), moment("escalated", 0)) == []
    assert found(talk(*BUSINESS, answer), moment("escalated", 0)) == [(0, 10)]  # two turns later is too late


def test_a_partnering_that_is_only_possible_answers_and_so_does_one_under_way() -> None:
    possible = replace(moment("partnered", 6, "agent", "own_it"), confidence="low")
    assert found(talk(*BUSINESS), moment("escalated", 0), possible) == []
    assert found(talk(*BUSINESS), moment("escalated", 2), moment("partnered", 0, "agent", "own_it")) == []


def test_hearing_out_and_then_asking_for_the_postcode_passes_over() -> None:
    assert found(talk(*BUSINESS), moment("escalated", 2), moment("partnered", 0, "agent", "listening")) == [(2, 10)]


def test_a_burden_wants_an_answer_and_what_only_looks_like_one_wants_none() -> None:
    burden = ("My mother has been without heating since Friday and she is eighty four.", "It is four four.", "Yes.")
    (one,) = missed.moments(talk(*BUSINESS, customer=burden), (), Limits())
    assert (one.technique, one.span) == ("acknowledge_feeling", Span(0, 10))
    assert burden[0] in one.because and "names a burden" in one.because and "50% is told" in one.because
    assert one.likely is not None and 0.5 <= one.likely <= 1
    assert found(talk("Oh no, since Friday, and at eighty four.", customer=burden)) == []
    assert found(talk(BUSINESS[0], "I'm so sorry, eighty four and no heating.", customer=burden)) == []
    for plain in ("He's a nightmare, my neighbour, he never shuts that gate.", "It was delivered two weeks ago."):
        assert found(talk(*BUSINESS, customer=(plain, "It is four four.", "Yes."))) == []


def test_a_push_is_told_as_a_push() -> None:
    push = moment("pushed", 6, "agent", "command")
    assert found(talk(*BUSINESS), moment("escalated", 0), push) == []
    assert found(talk(*BUSINESS), moment("escalated", 0), replace(push, confidence="low")) == []


def test_a_push_a_turn_later_is_no_answer() -> None:
    later = talk(BUSINESS[0], "I'm sorry but you must have lost it.")
    assert found(later, moment("escalated", 0)) == []
    assert found(later, moment("escalated", 0), moment("pushed", 18, "agent", "blame_customer")) == [(0, 10)]


def test_whoever_has_to_say_it_twice_was_passed_over_twice() -> None:
    twice = talk(*BUSINESS, "I'll fetch her now.", customer=(ASKED, ASKED, ASKED))
    assert found(twice, *(moment("escalated", at) for at in (0, 12, 24))) == [(0, 10), (12, 22)]


def test_coming_back_to_the_matter_is_an_answer() -> None:
    assert found(talk("The managers are all in the office."), moment("escalated", 0)) == []


def test_what_only_the_model_read_or_is_only_possible_cannot_be_missed() -> None:
    read = replace(moment("escalated", 0), rule="model")
    assert found(talk(*BUSINESS), read) == []
    assert found(talk(*BUSINESS), replace(moment("escalated", 0), confidence="low")) == []
    assert found(talk(*BUSINESS), replace(moment("escalated", 0), words="")) == []  # a voice alone


def test_the_last_word_is_not_held_against_anybody() -> None:
    last = call("agent |====    |\ncustomer |    ====|", scale=1, said={"agent": ["Hello there."], "customer": [ASKED]})
    assert found(last, moment("escalated", 4)) == []
    assert found(talk(*BUSINESS), moment("escalated", 0), limits=change(Limits(), answered_within=5)) == [(0, 10)]


def test_a_wait_that_the_customer_names_wants_a_word() -> None:
    named = ("I've been on hold for twenty minutes.", "It is four four.", "Yes.")
    (one,) = missed.moments(talk(*BUSINESS, customer=named), (), Limits())
    assert (one.technique, one.span) == ("preemptive_acknowledgement", Span(0, 10))
    assert "names the wait" in one.because
    assert found(talk("Thanks for holding.", customer=named)) == []
    assert found(talk(*BUSINESS, customer=("I've been waiting three weeks.", "Yes.", "No."))) == []
    late = ("It is four four.", "I've been on hold for twenty minutes.", "Yes.")
    assert found(talk("And you are?", *BUSINESS, customer=late)) == [(12, 22)]
    assert found(talk("Thanks for holding.", *BUSINESS, customer=late)) == []


def test_without_words_nothing_is_said_to_be_missed() -> None:
    assert found(call(PICTURE, scale=1), moment("escalated", 0)) == []
