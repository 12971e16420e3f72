"""Coming in to rejoice or to help is only possible as a push, unless somebody is hot. A character is half a second."""

from __future__ import annotations

import pytest
from pictures import call

from analysis.language.gladness import is_glad
from analysis.limits import Limits
from analysis.report import Moment
from analysis.turns.cooperative_overlap import lower_cooperative_overlaps
from audio.call import Call
from audio.span import Span

LIMITS = Limits()
PICTURE = """
  customer |====================    |
  agent    |          ========    ==|
"""
CUT_IN = Moment(
    "pushed", "interruption", Span(5.0, 9.0), "agent", "Agent talks over the customer for 4.0 s", "Both speak."
)


def talk(customer: str, agent: str) -> Call:
    return call(PICTURE, scale=2, said={"customer": [customer], "agent": [agent, "bye"]})


def moment(kind: str, start: float, end: float, speaker: str = "agent") -> Moment:
    return Moment(kind, None, Span(start, end), speaker, "", "", words="so")  # type: ignore[arg-type]


def judged(facts: Call, *beside: Moment) -> tuple[str, str]:
    (one,) = [m for m in lower_cooperative_overlaps(facts, [CUT_IN, *beside], LIMITS) if m.technique == "interruption"]
    return one.confidence, one.because


def test_plain_words_talk_over() -> None:
    facts = talk("and then the second letter came on monday and it said", "the office closes at four so")
    assert judged(facts) == ("high", "Both speak.")


def test_glad_words_of_either_rejoice() -> None:
    for customer, agent in (("and now the light is off oh wow", "and so it is"), ("and the light", "it did, great")):
        assert judged(talk(customer, agent)) == ("low", "Both speak. Glad words are said in it.")


def test_help_that_could_not_wait_is_only_possible() -> None:
    facts = talk("and then the second letter came on monday and it said", "let's get that put right for you")
    assert judged(facts, moment("partnered", 5.0, 8.0)) == ("low", "Both speak. What is said in it is a partnering.")
    assert judged(facts, moment("partnered", 1.0, 3.0))[0] == "high", "said before"


@pytest.mark.parametrize("hot", [moment("escalated", 0.0, 4.0, "customer"), moment("pushed", 6.0, 8.0)])
def test_who_comes_in_on_heat_or_with_a_push_talks_over_however_gladly(hot: Moment) -> None:
    assert judged(talk("this is a joke wow", "great"), hot)[0] == "high"


def test_gladness_is_in_words_that_are_not_hot_themselves() -> None:
    facts = talk("oh thank you for nothing at all", "it is what it is")
    assert is_glad(facts, Span(0.0, 10.0))
    assert not is_glad(facts, Span(0.0, 10.0), hot=[Span(0.0, 10.0)])
    assert not is_glad(talk("not great", "no"), Span(0.0, 10.0))
