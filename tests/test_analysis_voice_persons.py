"""Who comes new to a side has a calm of their own: drawn, a character is half a second, a digit its semitones up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pictures import call

from analysis.limits import Limits
from analysis.outcome.response import add_responses
from analysis.report import Measure, Moment
from analysis.voice import tone
from analysis.voice.persons import person_at, voice_profile, voice_profiles
from audio.call import Call, LineChange, Newcomer
from audio.span import Span

LIMITS = Limits()
HANDED_OVER = """
    customer |00000000  00000000  00000000  00000000        77777777  77777777  77777777  77777777    |
    agent    |        00        00        00        00000000        00        00        00        0000|
"""
THEN_RAISED = """
    customer |00000000  00000000  00000000        33333333  33333333  33333333  99999999  99999999  33333333  33333333 |
    agent    |        00        00        00000000        00        00        00        00        00        00        0|
"""


def met(picture: str, at: float) -> Call:
    return replace(call(picture, scale=2), newcomers=(Newcomer("customer", at),))


def measures(facts: Call, *names: str) -> list[Measure]:
    found = tone.measure(facts, voice_profiles(facts, LIMITS), LIMITS)
    return [m for m in found if m.speaker == "customer" and m.name in names]


def test_a_newcomers_voice_is_not_raised_against_anothers_calm() -> None:
    (escalation,) = measures(call(HANDED_OVER, scale=2), "escalation")
    assert escalation.span.start == pytest.approx(23.0, abs=1.0)
    assert measures(met(HANDED_OVER, 23.0), "escalation", "settling") == []


def test_each_person_has_a_baseline_and_the_side_that_of_who_says_most() -> None:
    whole, first, second = measures(met(HANDED_OVER, 23.0), "baseline_pitch")
    assert whole.span == Span(0.0, met(HANDED_OVER, 23.0).duration) and whole.value in (first.value, second.value)
    assert (first.value, second.value) == (pytest.approx(190, rel=0.03), pytest.approx(190 * 2 ** (7 / 12), rel=0.03))
    assert first.span.end < 23.0 <= second.span.start


def test_a_voice_over_another_line_is_compared_with_itself_over_that_line() -> None:
    facts = replace(call(HANDED_OVER, scale=2), line_changes=(LineChange("customer", 23.0),))
    assert measures(facts, "escalation", "settling") == []
    raised = replace(call(THEN_RAISED, scale=2), line_changes=(LineChange("customer", 18.0),))
    assert [m.name for m in measures(raised, "escalation", "settling")] == ["escalation", "settling"]


def test_a_newcomer_who_raises_their_voice_does_so_against_their_own_calm() -> None:
    escalation, settling = measures(met(THEN_RAISED, 18.0), "escalation", "settling")
    assert escalation.value == pytest.approx(6, abs=0.7)
    assert (escalation.span.start, escalation.span.end) == pytest.approx((33.0, 42.0), abs=1.6)
    assert settling.value == pytest.approx(-6, abs=0.9)


def test_who_says_too_little_for_a_calm_is_not_judged() -> None:
    facts = met(HANDED_OVER, 40.0)
    short = replace(facts, turns=tuple(turn for turn in facts.turns if turn.span.start < 41 or turn.speaker == "agent"))
    profile = voice_profile(short, "customer", LIMITS)
    assert profile is not None and len(profile.persons) == 1
    assert all(phrase.span.start < 40.0 for phrase in profile.phrases)


def test_what_followed_cannot_be_told_where_another_person_follows() -> None:
    moment = Moment("pushed", "should_have", Span(21.0, 22.0), "agent", "", "")
    facts = met(HANDED_OVER, 23.0)
    profile = voice_profile(facts, "customer", LIMITS)
    assert profile is not None and [person_at(profile, t) for t in (1.0, 22.0, 30.0)] == [0, 0, 1]
    (told,) = add_responses(facts, profile, [moment], LIMITS)
    assert told.response is not None and told.response.after == "cannot_tell"
    assert told.response.because.startswith("Another person")
