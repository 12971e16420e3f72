"""Settling in words: relief after an escalation, not manners, not sarcasm."""

from __future__ import annotations

import pytest
from pictures import call

from analysis import settled
from analysis.limits import Limits
from analysis.report import Moment
from audio.call import Call
from audio.span import Span

PICTURE = """
    agent     |     ====          ====          |
    customer  |====       ======        ======  |
"""


def says(*lines: str) -> Call:
    """A second a character: the customer speaks at 0, 11 and 23 s."""
    return call(PICTURE, scale=1, said={"agent": ["Let me look.", "There you are."], "customer": lines})


def upset(at: float) -> Moment:
    return Moment("escalated", "anger_statement", Span(at, at + 3), "customer", "", "", "ridiculous")


def found(facts: Call, *before: Moment) -> list[float]:
    return [m.span.start for m in settled.moments(facts, before, Limits())]


@pytest.mark.parametrize(
    "relief",
    [
        "Oh, that's a weight off.",
        "you've been so helpful",
        "Sorry for shouting, it's not your fault.",
        "Okay. Okay, good.",
        "thank you so much",
        "Right. That works for me.",
        "That would be grand, thanks.",
        "thats all i wanted",
    ],
)
def test_relief_after_an_escalation_settles(relief: str) -> None:
    assert found(says("This is ridiculous.", relief, "Bye."), upset(0)) == [11]


@pytest.mark.parametrize(
    "other",
    [
        "Well, how kind, isn't it.",
        "That's not very helpful.",
        "Thanks, bye.",
        "You're supposed to be helpful.",
        "I'm not happy with that.",
        "A refund would be lovely.",
    ],
)
def test_manners_and_sarcasm_do_not(other: str) -> None:
    assert found(says("This is ridiculous.", other, "Bye."), upset(0)) == []


def test_nobody_settles_who_was_not_upset() -> None:
    assert found(says("Hello.", "You've been so helpful.", "Bye.")) == []
    assert found(says("Hello.", "That's all I wanted, thanks.", "Bye.")) == []


def test_not_while_it_goes_on() -> None:
    facts = says("This is ridiculous.", "Thank you so much.", "This is ridiculous.")
    assert found(facts, upset(0), upset(24)) == []


def test_once_for_each_time() -> None:
    facts = says("This is ridiculous.", "What a relief.", "What a relief.")
    assert found(facts, upset(0)) == [11]
    spoken = Moment("settled", None, Span(12, 14), "customer", "", "")
    assert found(facts, upset(0), spoken) == []
