"""The agent's raised voice: a fact alone, a push with heat beside it. A character is half a second, a digit its semitones up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pictures import call, later

from analysis.limits import Limits, change
from analysis.report import Moment
from analysis.review import review
from analysis.voice.persons import voice_profiles
from analysis.voice.raised_voice import moments
from analysis.voice.tone import measure
from audio.call import Call
from audio.span import Span

LIMITS = Limits()

# seconds   0         5         10        15        20        25        30        35        40
ALONE = """
  customer |00000000  00000000  00000000      00000000  00000000          00000000  000000  |
  agent    |        00        00        000000        00        7777777777        00      00|
"""
RISE = Span(26.0, 31.0)
"""Where the agent's voice is up."""


def drawn(customer: str = "", agent: str = "") -> Call:
    """``ALONE`` with words: ``customer`` says theirs just before the rise, ``agent`` in it."""
    mine = ["okay", "okay", "okay so", "okay", agent, "okay", "okay"]
    theirs = ["it is about the bill", "and the date", "on it", "that one", customer, "the one there", "that one"]
    return call(ALONE, scale=2, said={"agent": mine, "customer": theirs})


def hot(
    start: float, end: float, kind: str = "escalated", words: str = "this is a joke", confidence: str = "high"
) -> Moment:
    speaker, technique = ("agent", "contradict") if kind == "pushed" else ("customer", "anger_statement")
    return Moment(kind, technique, Span(start, end), speaker, "", "", words=words, confidence=confidence)  # type: ignore[arg-type]


def interruption(start: float, end: float) -> Moment:
    return Moment("pushed", "interruption", Span(start, end), "agent", "", "")


def found(facts: Call, *beside: Moment, limits: Limits = LIMITS) -> Sequence[Moment]:
    return moments(facts, measure(facts, voice_profiles(facts, limits), limits), beside, limits)


def test_alone_it_is_a_fact_among_the_escalations_and_no_moment() -> None:
    facts = drawn("and it is the new one", "oh yes that is the one on the second page of it")
    report = review(facts)
    (up,) = report.escalations
    assert up.speaker == "agent" and up.span.start == pytest.approx(RISE.start, abs=1) and "pitch up" in up.words
    assert report.raised == report.escalations
    assert not any(m.technique == "raised_voice" for m in report.moments)


def test_a_rise_too_short_for_an_escalation_is_still_there_to_listen_to() -> None:
    report = review(drawn("it is wrong", "that is how it is here"), change(LIMITS, rise_speech=20))
    assert report.escalations == ()
    assert [(m.name, m.speaker) for m in report.raised] == [("raised_voice", "agent")]


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        (hot(22, 26), "the customer escalates just before it"),
        (hot(28, 33), "the customer escalates right after it"),
        (hot(37, 39), "the customer escalates right after it"),
        (hot(27, 29, "pushed", "you should have read it"), "beside it the agent says “you should have read it”"),
    ],
)
def test_with_heat_beside_it_it_is_a_push_and_says_which(beside: Moment, said: str) -> None:
    (push,) = found(drawn("it is wrong", "that is how it is here"), beside)
    assert (push.kind, push.technique, push.speaker, push.confidence) == ("pushed", "raised_voice", "agent", "high")
    assert said in push.because and push.because.startswith("Pitch up 7")
    assert push.headline.endswith("after the customer's heat") is ("just before" in said)


@pytest.mark.parametrize(
    "beside",
    [
        hot(10, 15),
        hot(22, 26, confidence="low"),
        hot(27, 29, "pushed", confidence="low"),
        hot(20, 22, "pushed"),
        interruption(20, 22),
        replace(hot(27, 29, "pushed"), words=""),
    ],
    ids=["long before", "possible heat", "a possible push", "a push long before", "an interruption long before", "a push without words"],
)  # fmt: skip
def test_what_is_far_or_only_possible_is_no_heat(beside: Moment) -> None:
    assert found(drawn("it is wrong", "that is how it is here"), beside) == ()


def test_an_interruption_alone_makes_a_possible_push() -> None:
    (push,) = found(drawn("it is wrong", "that is how it is here"), interruption(26, 27.5))
    assert push.confidence == "low" and "the agent interrupts in it" in push.because
    (push,) = found(drawn("it is wrong", "that is how it is here"), interruption(26, 27.5), hot(22, 26))
    assert push.confidence == "high"
    assert "the customer escalates just before it, and the agent interrupts in it" in push.because


def test_without_words_nobody_knows_what_it_was_about() -> None:
    voices = call(ALONE, scale=2)
    (push,) = found(voices, hot(22, 26, words=""))
    assert push.confidence == "low"
    assert found(voices, interruption(26, 27.5)) == ()


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        ("", "Oh, it did! There it is."),
        ("Ha ha ha, no way", "I know, right"),
        ("It's working! Thank you so much.", "I told you it would be"),
        ("", "That's brilliant, isn't it"),
        ("[laughter] oh dear", "well"),
        ("Haha, yes", "yes"),
    ],
)
def test_laughter_thanks_and_praise_veto_it(customer: str, agent: str) -> None:
    beside = (interruption(26, 27.5), replace(hot(22, 26, words=""), technique="voice_up"))
    assert found(drawn("it is wrong", "that is how it is here"), *beside)
    assert found(drawn(customer, agent), *beside) == ()


@pytest.mark.parametrize("said", ["That's not great", "it isn't good", "nothing to laugh", "I am thankful for nothing"])
def test_what_only_sounds_glad_vetoes_nothing(said: str) -> None:
    laughs = said == "nothing to laugh"
    assert (found(drawn(said, "that is how it is here"), hot(35, 38)) == ()) is laughs


def test_sarcasm_that_is_heat_itself_vetoes_nothing() -> None:
    """ "Oh great, thanks a lot" of a customer who escalates with these words is no joy."""
    facts = drawn("oh great thanks a lot", "that is how it is here")
    assert found(facts, replace(hot(22, 26), words="oh great thanks a lot"))
    assert found(facts, hot(35, 38)) == ()


def test_limits_move_it_and_shifting_shifts_it() -> None:
    facts, beside = drawn("it is wrong", "that is how it is here"), hot(20, 23)
    assert len(found(facts, beside)) == 1
    assert found(facts, beside, limits=change(LIMITS, follows_within=2)) == ()
    assert found(facts, beside, limits=change(LIMITS, raised_voice_speech=12)) == ()
    (push,) = found(facts, beside)
    (moved,) = found(later(facts, 8), replace(beside, span=beside.span.shift(8)))
    assert moved.span.start == pytest.approx(push.span.start + 8, abs=0.1)
