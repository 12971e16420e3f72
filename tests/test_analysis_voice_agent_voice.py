"""Nothing is measured of agents' voices where the house has switched that off, and everything else goes on."""

from __future__ import annotations

import pytest
from pictures import call

from analysis.report import Report
from analysis.review import review
from analysis.voice.agent_voice import FIGURES, RISES, SWITCHED_OFF, TECHNIQUES, without_agent_voice
from audio.call import Call

RAISED = call(
    """
    customer |00000000  00000000            77777777                          00000000  00000000   |
    agent    |        00        00000000            77777777777    00000000             000        |
    """,
    scale=2,
    said={
        "customer": ["hello I am calling about the parcel", "it was due a week ago", "this is a disgrace I want my money back", "all right then", "thank you"],
        "agent": ["yes", "let me have a look at that", "calm down that's our policy there is nothing I can do", "I can send it again today", "bye"],
    },
)  # fmt: skip
CALM = call(
    """
    customer |00000000  00000000        77777777            77777777  77777777   00000000  00000000   |
    agent    |        00        00000000        00000000000           00         000        000    000|
    """,
    scale=2,
)


def both(facts: Call) -> tuple[Report, Report]:
    return review(facts), review(facts, agent_measured=False)


def test_the_measures_are_there_to_be_left_out() -> None:
    measured, _ = both(RAISED)
    assert {m.name for m in measured.measures if m.speaker == "agent"} >= {"raised_voice", *FIGURES}
    assert "raised_voice" in {m.technique for m in measured.moments}
    assert "calm_voice" in {m.technique for m in both(CALM)[0].moments}


@pytest.mark.parametrize("facts", [RAISED, CALM])
def test_nothing_of_the_agents_voice_is_left_and_all_else_is(facts: Call) -> None:
    measured, without = both(facts)
    assert not [m for m in without.measures if m.speaker == "agent" and m.name in RISES]
    assert not [m for m in without.moments if m.technique in TECHNIQUES]
    for name in FIGURES:
        figure = without.figures[f"agent_{name}"]
        assert (figure.value, figure.withheld) == (None, SWITCHED_OFF)
    agents = {(m.name, m.span) for m in measured.measures if m.speaker == "agent" and m.name in (*RISES, *FIGURES)}
    counts = {"pushed", "partnered", "missed", "partnered_then_calmer", "partnered_then_usual"}

    def others(report: Report) -> list[object]:
        return [
            m
            for m in report.measures
            if not (m.speaker == "agent" and (m.name, m.span) in agents) and m.name not in counts
        ]

    assert others(without) == others(measured)
    kept = [m for m in measured.moments if m.technique not in TECHNIQUES]
    assert [(m.kind, m.technique, m.span) for m in without.moments] == [(m.kind, m.technique, m.span) for m in kept]


def test_no_one_is_accused_for_it() -> None:
    for facts in (RAISED, CALM):
        measured, without = both(facts)
        for kind in ("pushed", "missed"):
            assert sum(m.kind == kind for m in without.moments) <= sum(m.kind == kind for m in measured.moments)


def test_a_report_of_before_is_shown_without_it_at_once() -> None:
    for facts in (RAISED, CALM):
        measured, without = both(facts)
        shown = without_agent_voice(measured)
        assert [m.span for m in shown.moments] == [m.span for m in without.moments]
        assert {m.name: m.withheld for m in shown.measures if m.speaker == "agent"} == {
            m.name: m.withheld for m in without.measures if m.speaker == "agent"
        }


def test_how_loud_the_agent_came_in_is_not_told() -> None:
    loud = call(
        """
        customer |0000000000000000    00000000000000000000      00000000000000    |
        agent    |                000000000    9999999999999999         00000000000|
        """,
        scale=2,
    )
    measured, without = both(loud)
    assert "the agent's voice is" in " ".join(m.words for m in measured.measures)
    assert "the agent's voice is" not in " ".join(
        m.words for m in (*without.measures, *without_agent_voice(measured).measures)
    )
    assert "the agent's voice is" not in " ".join(
        m.because for m in (*without.moments, *without_agent_voice(measured).moments)
    )


def test_a_calm_voice_is_not_claimed_of_an_agent_who_could_not_be_measured() -> None:
    from audio.call import Doubt

    facts = call(
        """
        customer |00000000  00000000        77777777            77777777  77777777   00000000  00000000   |
        agent    |        00        00000000        00000000000           00         000        000    000|
        """,
        scale=2,
        doubts=[Doubt("pitch:agent", "The agent's side hums.")],
    )
    assert "calm_voice" not in {m.technique for m in review(facts).moments}
