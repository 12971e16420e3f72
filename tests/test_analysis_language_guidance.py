"""An agent who walks somebody through steps orders nobody about, unless it is in the rule book or the customer is hot."""

import pytest

from analysis.language.guidance import NOTE
from analysis.language.wording import moments
from tests.test_analysis_language_wording import call

ORDER = "You're going to sit down and you're going to listen."
STEPS = ("agent", 0.0, "I can walk you through it. You're going to hold both of them down."), ("customer", 6.0, "Okay.")


def pushes(*said):
    return [(m.confidence, NOTE in m.because) for m in moments(call(*said)) if m.kind == "pushed"]


def test_an_order_by_itself_is_a_push_and_a_step_is_only_possible():
    assert pushes(("agent", 0.0, "Good morning."), ("customer", 3.0, "My bill is wrong."), ("agent", 10.0, ORDER)) == [
        ("high", False)
    ]
    assert pushes(*STEPS, ("customer", 7.0, "The bill was wrong."), ("agent", 10.0, ORDER)) == [("low", True)]


def test_a_minute_after_the_steps_they_hold_nothing_back():
    assert pushes(*STEPS, ("customer", 60.0, "The bill was wrong."), ("agent", 80.0, ORDER)) == [("high", False)]


@pytest.mark.parametrize("push", ["You need to calm down.", "You people are idiots."])
def test_a_turn_of_phrase_of_the_rule_book_counts_there_too(push: str):
    assert ("high", False) in pushes(*STEPS, ("customer", 7.0, "The bill was wrong."), ("agent", 10.0, push))


def test_to_a_hot_customer_it_counts():
    assert pushes(*STEPS, ("customer", 7.0, "This is ridiculous, I want your manager!"), ("agent", 10.0, ORDER)) == [
        ("high", False)
    ]
