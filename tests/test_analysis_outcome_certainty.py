"""Which escalations are past doubt, and which risen voices are no more than possible."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.outcome.certainty import borne_out, escalations, past_doubt
from analysis.report import Kind, Moment
from audio.span import Span
from tests.pictures import call

PICTURE = """
    agent    |     ====      |
    customer |====      =====|
"""
"""A second a character: the customer at 0 and 10 s."""


def moment(kind: Kind, at: float, rule: str = "model", likely: float | None = 0.4) -> Moment:
    who = "customer" if kind == "escalated" else "agent"
    return Moment(kind, "anger_statement", Span(at, at + 3), who, "", "", "ridiculous", rule, likely=likely)


READ, PLAIN = moment("escalated", 0), moment("escalated", 0, "anger_statement")


def test_what_the_model_alone_read_once_is_doubtful() -> None:
    assert past_doubt([READ]) == [] and escalations([READ]) == [READ]
    assert past_doubt([replace(READ, likely=0.8)]) != []
    assert past_doubt([PLAIN]) == [PLAIN]
    up = replace(READ, technique="voice_up", words="", rule="rise_pitch", span=Span(1, 9))
    assert past_doubt([READ, up]) == [READ, up]
    assert past_doubt([replace(PLAIN, confidence="low")]) == []


def test_what_is_said_twice_is_meant_unless_somebody_met_the_customer_in_between() -> None:
    again = moment("escalated", 20)
    assert past_doubt([again, READ]) == [again]
    assert past_doubt([READ, moment("partnered", 10), again]) == []
    assert past_doubt([READ, replace(moment("partnered", 10), confidence="low"), again]) == [again]
    assert past_doubt([PLAIN, moment("partnered", 10), moment("escalated", 20, "anger_statement")]) != [PLAIN]


@pytest.mark.parametrize(("partnered", "borne"), [(2.0, True), (6.0, False), (19.0, False), (20.5, True)])
def test_a_voice_that_is_up_right_after_a_partnering_may_be_relief(partnered: float, borne: bool) -> None:
    read = moment("escalated", 20)
    up = replace(read, technique="voice_up", words="", rule="rise_pitch")
    assert (read in past_doubt([moment("partnered", partnered), read, up])) is borne


VOICE = Moment("escalated", "voice_up", Span(10, 14), "customer", "", "Pitch up 5 semitones.", rule="rise_pitch")


@pytest.mark.parametrize(
    ("words", "confidence"),
    [
        ("It worked! You saved my day.", "low"),
        ("And then we walked to the garden.", "low"),
        ("My kettle is broken again.", "high"),
        ("The problem is gone, thank you so much.", "low"),
    ],
)
def test_a_voice_that_rises_over_relief_or_small_talk_is_only_possible(words: str, confidence: str) -> None:
    facts = call(PICTURE, scale=1, said={"agent": ["Let me see."], "customer": ["Hello.", words]})
    (told,) = borne_out(facts, [VOICE])
    assert told.confidence == confidence
    assert ("complains of nothing" in told.because) == (confidence == "low")


def test_a_voice_stands_where_words_escalate_with_it_or_none_are_known() -> None:
    silent, talk = call(PICTURE, scale=1), call(PICTURE, scale=1, said={"customer": ["Hello.", "Now then."]})
    assert borne_out(silent, [VOICE]) == [VOICE]
    assert borne_out(talk, [VOICE, moment("escalated", 11)])[0] == VOICE
