"""Settling, from words and voice together: relief after an escalation, not manners, not sarcasm."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pictures import call

from analysis.limits import Limits
from analysis.outcome import settled
from analysis.report import Kind, Measure, Moment
from analysis.voice import tone
from analysis.voice.height import VoiceHeight
from analysis.voice.persons import voice_profile, voice_profiles
from audio.call import Call, Speaker
from audio.span import Span

PICTURE = """
    agent     |     ====          ====          |
    customer  |====       ======        ======  |
"""


def says(*lines: str, agent: Sequence[str] = ("Let me look.", "There you are.")) -> Call:
    """A second a character: the customer speaks at 0, 11 and 25 s, the agent at 5 and 19 s."""
    return call(PICTURE, scale=1, said={"agent": agent, "customer": lines})


def moment(kind: Kind, at: float, technique: str = "anger_statement", speaker: Speaker = "customer") -> Moment:
    return Moment(kind, technique, Span(at, at + 3), speaker, "", "", "ridiculous", "a_rule")


UPSET, HELPED = moment("escalated", 0), moment("partnered", 5, "own_it", "agent")


def found(facts: Call, *before: Moment, measures: Sequence[Measure] = ()) -> list[tuple[float, float]]:
    return [
        (m.span.start, m.span.end)
        for m in settled.moments(
            facts, measures, before, VoiceHeight(voice_profile(facts, "customer", Limits()), measures)
        )
    ]


@pytest.mark.parametrize(
    "relief",
    [
        "Oh, that's a weight off.",
        "you've been so helpful",
        "Sorry for shouting, it's not your fault.",
        "Okay, good.",
        "thank you so much",
        "Right. That works for me.",
        "That would be grand, thanks.",
        "thats all i wanted really thank you",
        "no that's, that's better than i was hoping for to be honest",
        "I can live with that, thank you.",
        "You've done more in five minutes than the rest of them.",
    ],
)
def test_relief_after_an_escalation_settles(relief: str) -> None:
    assert found(says("This is ridiculous.", relief, "Bye."), UPSET, HELPED) == [(11, 17)]


@pytest.mark.parametrize(
    "other",
    [
        "Well, how kind, isn't it.",
        "That's not very helpful.",
        "Thanks, bye.",
        "You're supposed to be helpful.",
        "I'm not happy with that.",
        "A refund would be lovely.",
        "Fine.",
        "Great. That's just great.",
        "Lovely. Another nine days, then.",
        "We'll see if anybody turns up this time.",
        "Whatever, put what you want.",
    ],
)
def test_manners_and_sarcasm_do_not(other: str) -> None:
    assert found(says("This is ridiculous.", other, "Bye."), UPSET, HELPED) == []


def test_nobody_settles_who_was_not_upset() -> None:
    assert found(says("Hello.", "You've been so helpful.", "Bye."), HELPED) == []
    assert found(says("Hello.", "That's all I wanted, thanks.", "Bye."), HELPED) == []


def test_a_trouble_that_the_agent_took_up_settles_by_strong_words_alone() -> None:
    told = "My kettle is broken."
    assert found(says(told, "That's very kind of you.", "Bye."), HELPED) == [(11, 17)]
    assert found(says(told, "That works for me.", "Bye."), HELPED) == []
    assert found(says(told, "That's very kind of you.", "Bye.")) == []  # nobody took it up


def test_what_was_nearly_past_doubt_settles_by_more_than_thanks() -> None:
    read = Moment("escalated", "anger_statement", Span(0, 3), "customer", "", "", "never", "model", likely=0.72)
    told = "I sent it and it went."
    assert found(
        says(told, "You've been an absolute star, I was dreading this call.", "Bye."),
        read,
        moment("partnered", 5, "clarify", "agent"),
    ) == [(11, 17)]
    assert found(says(told, "Thank you so much.", "Bye."), read, moment("partnered", 5, "clarify", "agent")) == []


def test_who_was_passed_over_was_upset_as_well() -> None:
    passed = moment("missed", 0, "acknowledge_feeling", "agent")
    told = "My mother died on the nineteenth, and I need it shut off."
    relief = "I'd appreciate that very much, you've made this easier than I thought."
    assert found(says(told, relief, "Bye."), passed, moment("partnered", 7, "clarify", "agent")) == [(11, 17)]
    assert found(says(told, "Okay, thanks.", "Bye."), passed, moment("partnered", 7, "clarify", "agent")) == []


def test_a_saying_in_a_long_line_that_the_model_does_not_bear_out_settles_nobody() -> None:
    chat = "Good on you. And what's the weather like where you are then, Meera, is it raining?"
    assert found(says("This is ridiculous.", "Good on you.", "Bye."), UPSET, HELPED) == [(11, 17)]
    assert found(says("This is ridiculous.", chat, "Bye."), UPSET, HELPED) == []


def test_the_evidence_says_its_words_its_number_and_its_rule() -> None:
    facts = says("This is ridiculous.", "no that's, that's better than i was hoping for to be honest", "Bye.")
    (one,) = settled.moments(facts, (), [UPSET, HELPED], VoiceHeight(voice_profile(facts, "customer", Limits()), ()))
    assert one.words in one.because and "% likely" in one.because and "35% settles" in one.because


def test_thanks_for_nothing_done_are_no_settling() -> None:
    curt = says("This is ridiculous.", "Thank you so much.", "Bye.", agent=["No.", "Bye."])
    assert found(curt, UPSET) == []
    assert found(curt, UPSET, HELPED) == [(11, 17)]


def test_not_while_it_goes_on() -> None:
    facts = says("This is ridiculous.", "Thank you so much.", "This is ridiculous.")
    assert found(facts, UPSET, HELPED, moment("escalated", 25)) == []


def test_an_agreement_settles_only_where_the_end_is_without_heat() -> None:
    assert found(says("This is ridiculous.", "That'll do.", "Thanks, bye."), UPSET, HELPED) == [(11, 17)]
    assert found(says("This is ridiculous.", "That'll do.", "Fine. Goodbye."), UPSET, HELPED) == []


def test_one_settling_runs_from_the_first_relief_to_the_last() -> None:
    facts = says("This is ridiculous.", "What a relief.", "You've been so helpful.")
    assert found(facts, UPSET, HELPED) == [(11, 31)]


BACK = """
    customer |00000000  00000000     77777777   77777777      00000000   00000000  |
    agent    |        00                     00         00000                      |
"""


def test_plain_thanks_settle_where_the_voice_is_back_as_well() -> None:
    facts = call(
        BACK,
        scale=2,
        said={"customer": ["Hello.", "It is me.", "No.", "No no.", "Thanks.", "Bye."], "agent": ["a", "b", "I will."]},
    )
    measures = tone.measure(facts, voice_profiles(facts, Limits()), Limits())
    up = tone.moments(measures, Limits())
    (one,) = settled.moments(facts, measures, up, VoiceHeight(voice_profile(facts, "customer", Limits()), measures))
    assert one.words == "Thanks" and "pitch back from" in one.because
    assert settled.moments(facts, (), up, VoiceHeight(voice_profile(facts, "customer", Limits()), ())) == ()


def test_without_words_the_voice_alone_tells() -> None:
    facts = call(BACK, scale=2)
    measures = tone.measure(facts, voice_profiles(facts, Limits()), Limits())
    (back,) = settled.moments(
        facts,
        measures,
        tone.moments(measures, Limits()),
        VoiceHeight(voice_profile(facts, "customer", Limits()), measures),
    )
    assert (back.kind, back.headline) == ("settled", "Customer's voice back to calm")
    again = moment("escalated", back.span.start + 5)
    assert (
        settled.moments(facts, measures, [again], VoiceHeight(voice_profile(facts, "customer", Limits()), measures))
        == ()
    )
