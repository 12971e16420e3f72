"""Who had how much of the call."""

from __future__ import annotations

import pytest
from pictures import call, later, spans

from analysis.limits import Limits, change
from analysis.report import Measure
from analysis.turns.balance import holds, measure
from audio.call import Call, Doubt, Speaker

LIMITS = Limits()


def figures(facts: Call) -> dict[tuple[str, Speaker | None], Measure]:
    return {(m.name, m.speaker): m for m in measure(facts, LIMITS)}


def test_shares_are_of_speech_and_not_of_the_clock() -> None:
    found = figures(call("agent |======    |\ncustomer |        ==|"))
    assert found["talk_share", "agent"].value == 75.0
    assert found["talk_share", "customer"].value == 25.0
    assert found["talk_share", "agent"].unit == "%"


def test_the_longest_run_goes_over_a_nod_and_not_over_an_answer() -> None:
    nod = call("customer |==========  ==========  |\nagent    |       ===              |")
    answer = call("customer |=====            =======|\nagent    |     ============       |", scale=5)
    assert figures(nod)["longest_run", "customer"].value == pytest.approx(2.2)
    assert figures(answer)["longest_run", "customer"].value == pytest.approx(1.4)


def test_pace_counts_words_over_speech() -> None:
    facts = call(
        "agent |======          |\ncustomer |        ========|", scale=1, said={"agent": ["one two three four"] * 1}
    )
    found = figures(facts)
    assert found["pace", "agent"].value == 40  # 4 words in 6 s
    assert found["pace", "customer"].value == 0


def test_pace_is_withheld_where_there_are_no_words_or_hardly_speech() -> None:
    assert figures(call("agent |======|", scale=1))["pace", "agent"].withheld == "there are no words"
    short = figures(call("agent |======|\ncustomer |  === |", scale=1, said={"agent": ["a b c"]}))
    assert short["pace", "customer"].value is None
    assert short["pace", "customer"].withheld == "the customer speaks for under 5 s"


def test_a_hold_is_where_nobody_speaks() -> None:
    facts = call("agent |  ==            ==    |\ncustomer |    ==   =               |", scale=1)
    assert spans(holds(facts, change(LIMITS, hold_least=5))) == [(10.0, 16.0)]
    assert holds(facts, LIMITS) == []
    found = measure(facts, change(LIMITS, hold_least=5))
    assert [(m.span.start, m.value) for m in found if m.name == "hold"] == [(10.0, 6.0)]
    totals = {m.name: m.value for m in found if m.name in ("holds", "hold_time")}
    assert totals == {"holds": 1.0, "hold_time": 6.0}


def test_silence_before_and_after_the_talk_is_no_hold() -> None:
    facts = call("agent |              ==              |", scale=1)
    assert holds(facts, LIMITS) == []


def test_nobody_speaks() -> None:
    found = figures(call("agent |      |\ncustomer |      |"))
    assert found["talk_share", "agent"].value is None
    assert found["talk_share", "agent"].withheld == "nobody is heard to speak"


@pytest.mark.parametrize("about", ["speech", "separation"])
def test_what_cannot_be_trusted_is_withheld_with_its_reason(about: str) -> None:
    found = figures(call("agent |====|\ncustomer |  ==|", doubts=[Doubt(about, "The voices are too alike.")]))
    for name in ("talk_share", "longest_run", "pace"):
        assert (found[name, "agent"].value, found[name, "agent"].withheld) == (None, "The voices are too alike.")


def test_shifted_it_is_the_same_and_swapped_it_swaps() -> None:
    facts = call("agent |======    ====|\ncustomer |      ===     |", scale=1)
    plain, moved, swapped = figures(facts), figures(later(facts, 8)), figures(facts.swapped())
    assert {key: m.value for key, m in plain.items()} == {key: m.value for key, m in moved.items()}
    assert plain["talk_share", "agent"].value == swapped["talk_share", "customer"].value
