"""What the customer's voice did after a moment, drawn: a character is half a second, a digit its semitones up."""

from __future__ import annotations

import pytest
from pictures import call, later

from analysis.limits import Limits, change
from analysis.report import Kind, Moment, Response
from analysis.response import answer
from audio.call import Call, Doubt
from audio.span import Span

LIMITS = Limits()
PICTURE = """
    customer |{before}                    {after}   |
    agent    |                       ============                                |
"""


def draw(before: str, after: str, **options: object) -> Call:
    return call(PICTURE.format(before=before, after=after), scale=2, **options)  # type: ignore[arg-type]


def moment(kind: Kind = "partnered", start: float = 12.0, end: float = 16.0, words: str = "") -> Moment:
    return Moment(kind, "own_it", Span(start, end), "agent", "", "", words)


def response(facts: Call, *others: Moment, limits: Limits = LIMITS) -> Response:
    (mine, *_) = answer(facts, [moment(), *others], limits)
    assert mine.response is not None
    return mine.response


CALM, HOT = "000000  000000  000000", "777777  777777  777777"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(HOT, CALM, "calmer"), (CALM, HOT, "hotter"), (CALM, CALM, "no_change"), (HOT, HOT, "no_change")],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_calmer_hotter_or_neither(before: str, after: str, expected: str, seed: int) -> None:
    found = response(draw(before, after, seed=seed))
    assert found.after == expected
    assert found.change is not None and found.margin is not None and found.margin > 0
    assert "3 phrases after against 3 before" in found.because
    if expected != "no_change":
        assert abs(found.change) > found.margin
        assert (found.change > 0) == (expected == "hotter")


def test_too_little_before_or_after_cannot_be_told() -> None:
    late = draw("                000000", CALM)
    assert response(late).after == "cannot_tell"
    assert response(late).because == "The customer says too little: 1 phrases before, 3 after."
    assert response(draw(CALM, "000000")).after == "cannot_tell"


def test_without_a_voice_it_cannot_be_told() -> None:
    assert response(call("customer |====  ====|\nagent |    ==|")).after == "cannot_tell"
    doubted = draw(HOT, CALM, doubts=[Doubt("pitch", "The voices are too alike.")])
    assert response(doubted).after == "cannot_tell"
    assert response(doubted).change is None


def test_what_lies_too_far_away_is_not_looked_at() -> None:
    facts = draw(CALM, HOT)
    assert response(facts).after == "hotter"
    assert response(facts, limits=change(LIMITS, response_after=5)).after == "cannot_tell"
    assert response(facts, limits=change(LIMITS, response_before=5)).after == "cannot_tell"


def test_a_small_change_is_none_where_the_limit_says_so() -> None:
    facts = draw("000000  000000  000000", "333333  333333  333333")
    assert response(facts).after == "hotter"
    assert response(facts, limits=change(LIMITS, response_least=3.0)).after == "no_change"


def test_words_of_escalation_after_and_none_before_count_as_hotter() -> None:
    facts = draw(CALM, CALM)
    says = Moment("escalated", "supervisor_request", Span(24.0, 25.0), "customer", "", "", "get me your manager")
    found = response(facts, says)
    assert found.after == "hotter" and found.because.endswith("The customer then says: “get me your manager”.")
    before = Moment("escalated", "anger_statement", Span(5.0, 6.0), "customer", "", "", "this is outrageous")
    assert response(facts, says, before).after == "no_change"
    assert response(draw(HOT, CALM), says).after == "calmer"  # the voice is well down


def test_only_what_the_agent_did_is_answered() -> None:
    kinds: tuple[Kind, ...] = ("pushed", "partnered", "escalated", "settled", "missed")
    found = answer(draw(HOT, CALM), [moment(kind) for kind in kinds], LIMITS)
    assert [m.response is not None for m in found] == [True, True, False, False, False]


def test_shifted_it_is_the_same() -> None:
    facts = draw(HOT, CALM)
    (moved,) = answer(later(facts, 8), [moment(start=20.0, end=24.0)], LIMITS)
    assert moved.response == response(facts)


def test_it_never_says_because_of() -> None:
    said = response(draw(CALM, HOT)).because + response(draw(HOT, CALM)).because
    assert not any(word in said.lower() for word in ("because", "caused", "due to", "angry", "upset"))
