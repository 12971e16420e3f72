"""The arc of a call: who was heard out, whose voice stayed calm."""

from __future__ import annotations

import pytest
from pictures import call, later

from analysis.limits import Limits
from analysis.outcome import arc
from analysis.report import Kind, Measure, Moment
from analysis.turns import over_talk
from analysis.voice import tone
from analysis.voice.persons import voice_profiles
from audio.call import Call, Doubt, Speaker
from audio.span import Span

LIMITS = Limits()
LONG = "agent |{}|\ncustomer |{}|"


def talk(seconds: int = 90) -> Call:
    """A character a second: agent and customer in turn, with words."""
    agent, customer = ("==   " * seconds)[:seconds], ("   = " * seconds)[:seconds]
    return call(LONG.format(agent, customer), scale=1, said={"agent": ["well then"] * agent.count("==")})


def moment(
    kind: Kind, start: float, end: float | None = None, words: str = "", speaker: Speaker = "customer"
) -> Moment:
    return Moment(kind, "anger_statement", Span(start, end or start + 2), speaker, "Customer's voice up", "", words)


HEARD_OUT = """
    agent    |===        =                     ====|
    customer |    ==========================       |
"""


def listening(facts: Call, upset: bool = True) -> list[Moment]:
    found = [moment("escalated", 6)] if upset else []
    return [m for m in arc.moments(facts, over_talk.measure(facts, LIMITS), found) if m.technique == "listening"]


def test_hearing_an_upset_customer_out_is_a_partnering() -> None:
    facts = call(HEARD_OUT, scale=2)
    (heard,) = listening(facts)
    assert (heard.kind, heard.speaker) == ("partnered", "agent")
    assert (heard.span.start, heard.span.end) == (2.0, 15.0)
    assert "with 1 listening sounds" in heard.because
    assert listening(facts, upset=False) == []


def test_talking_over_them_is_not() -> None:
    assert listening(call(HEARD_OUT.replace("        =                ", "        ======           "), scale=2)) == []
    assert listening(call("agent |===    ====|\ncustomer |    ===    |", scale=2)) == []


def test_one_channel_cannot_show_who_listened() -> None:
    assert listening(call(HEARD_OUT, scale=2, doubts=[Doubt("overtalk", "Both voices are in one channel.")])) == []


CALM_THROUGHOUT = """
    customer |00000000  00000000        77777777            77777777  77777777   00000000  00000000   |
    agent    |        00        00000000        00000000000           00         000        000    000|
"""
WENT_UP_TOO = CALM_THROUGHOUT.replace("00000000000           00 ", "77777777777           77 ")


def calm_voice(facts: Call, *found: Moment) -> list[Moment]:
    measures = tone.measure(facts, voice_profiles(facts, LIMITS), LIMITS)
    return [m for m in arc.moments(facts, measures, found) if m.technique == "calm_voice"]


def test_a_voice_that_stays_calm_while_the_other_is_up_is_a_partnering() -> None:
    (calm,) = calm_voice(call(CALM_THROUGHOUT, scale=2))
    assert (calm.kind, calm.speaker) == ("partnered", "agent")
    assert "the agent's stays at its own calm" in calm.because


def test_pushing_or_never_settling_is_not() -> None:
    facts = call(CALM_THROUGHOUT, scale=2)
    assert calm_voice(facts, moment("pushed", 22, speaker="agent")) == []
    assert (
        calm_voice(call(CALM_THROUGHOUT.replace("   00000000  00000000   |", "   77777777  77777777   |"), scale=2))
        == []
    )


def test_a_voice_that_went_up_however_shortly_stayed_not_calm() -> None:
    assert calm_voice(call(WENT_UP_TOO, scale=2)) == []
    facts = call(CALM_THROUGHOUT, scale=2)
    short = Measure("raised_voice", Span(16.0, 18.0), "agent", 4.0, "semitones")
    measures = (*tone.measure(facts, voice_profiles(facts, LIMITS), LIMITS), short)
    assert [m for m in arc.moments(facts, measures, []) if m.technique == "calm_voice"] == []


def test_the_limits_of_a_silent_call() -> None:
    assert arc.moments(call("agent |    |\ncustomer |    |"), (), ()) == ()


def test_shifted_it_shifts() -> None:
    facts = call(CALM_THROUGHOUT, scale=2)
    assert [m.span.start + 8 for m in calm_voice(facts)] == pytest.approx(
        [m.span.start for m in calm_voice(later(facts, 8))]
    )
