"""What the customer's voice did after a moment, drawn: a character is half a second, a digit its semitones up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from pictures import call, later, spans

from analysis.limits import Limits, change
from analysis.outcome import placebo
from analysis.outcome import response as responses
from analysis.report import Kind, Moment, Placebo, Response
from analysis.review import review
from analysis.voice.persons import voice_profile
from audio.call import Call, Doubt
from audio.span import Span
from tests.bench._made_voices import make

LIMITS = Limits()
PICTURE = """
    customer |{before}                    {after}   |
    agent    |                       ============                                |
"""


def draw(before: str, after: str, **options: object) -> Call:
    return call(PICTURE.format(before=before, after=after), scale=2, **options)  # type: ignore[arg-type]


def moment(kind: Kind = "partnered", start: float = 12.0, end: float = 16.0, words: str = "") -> Moment:
    return Moment(kind, "own_it", Span(start, end), "agent", "", "", words)


def add_responses(facts: Call, moments: Sequence[Moment], limits: Limits) -> tuple[Moment, ...]:
    return responses.add_responses(facts, voice_profile(facts, "customer", limits), moments, limits)


def placebos(facts: Call, moments: Sequence[Moment], limits: Limits) -> tuple[Placebo, ...]:
    return placebo.placebos(facts, voice_profile(facts, "customer", limits), moments, limits)


def response(facts: Call, *others: Moment, limits: Limits = LIMITS) -> Response:
    (mine, *_) = add_responses(facts, [moment(), *others], limits)
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


OUTBURST = """
    customer |000000 000000          000000 000000          777777 777777          {after} 000000|
    agent    |               ======                ======                ========               |
"""


def after_the_outburst(after: str) -> Response:
    near = change(LIMITS, response_before=10)  # so that the outburst alone is before
    (mine,) = add_responses(call(OUTBURST.format(after=after), scale=2), [moment(start=30.0, end=34.0)], near)
    assert mine.response is not None
    return mine.response


def test_calmer_after_an_outburst_is_told_as_the_return_that_it_is() -> None:
    found = after_the_outburst("000000")
    assert (found.after, found.usual) == ("calmer", True)
    assert found.because.endswith("Back to the customer's usual; that often happens by itself.")
    assert found.before is not None and found.before > 2


def test_calmer_than_ever_before_is_no_return() -> None:
    found = response(draw("777777  777777  777777", CALM))
    assert (found.after, found.usual) == ("calmer", False)
    long = """
    customer |777777 777777          777777 777777          777777 777777          000000 000000|
    agent    |               ======                ======                ========               |
    """
    (mine,) = add_responses(call(long, scale=2), [moment(start=30.0, end=34.0)], LIMITS)
    assert mine.response is not None
    assert (mine.response.after, mine.response.usual) == ("calmer", False)


def spoken(after: str, *others: Moment) -> Response:
    """A voice that rises, with words: the customer says ``after`` thrice."""
    said = {"customer": ["it is the blue one"] * 3 + [after] * 3, "agent": ["one moment"]}
    return response(draw(CALM, HOT, said=said), *others)


ANGRY = Moment("escalated", "anger_statement", Span(21.0, 22.0), "customer", "", "", "sick of this", confidence="low")


def test_a_rise_with_words_of_heat_is_hotter_and_any_other_livelier() -> None:
    assert spoken("I am sick of this", ANGRY).after == "hotter"
    for words in ("we went to the beach", "oh thank you so much", "It’s worked!"):
        found = spoken(words)
        assert (found.after, found.livelier) == ("no_change", True)
    assert spoken("we went to the beach").because.endswith("no hotter: no words of heat go with it.")
    assert spoken("it worked", ANGRY).because.endswith("no hotter: the words are warm.")  # the last word is a warm one


def test_a_rise_of_pitch_alone_is_not_hotter() -> None:
    facts = draw(CALM, HOT)
    (voice,) = [v for v in facts.voices if v.speaker == "customer"]
    even = replace(voice, balance=np.where(np.isnan(voice.balance), np.nan, -6.0).astype(np.float32))
    found = response(replace(facts, voices=(even,)))
    assert (found.after, found.livelier) == ("no_change", True)
    assert found.because.endswith("no hotter: it is no sharper.")
    said = {"customer": ["it is the blue one"] * 3 + ["sick of this"] * 3, "agent": ["one moment"]}
    worded = replace(draw(CALM, HOT, said=said), voices=(even,))
    found = response(worded, ANGRY)  # only likely: words and balance do not agree, and it is not without heat
    assert (found.after, found.livelier) == ("no_change", False)
    sure, before = replace(ANGRY, confidence="high"), replace(ANGRY, confidence="high", span=Span(5.0, 6.0))
    assert (
        response(worded, sure, before).after == "hotter"
    )  # plain words, though not the first: a flat balance does not gainsay


def test_words_of_heat_that_warm_words_take_back_are_not_hotter() -> None:
    words = {
        "customer": [*["it is the blue one"] * 3, "worried sick about her", "by eleven", "bless you"],
        "agent": ["so"],
    }
    says = Moment("escalated", "anger_statement", Span(21.0, 22.0), "customer", "", "", "worried sick")
    assert response(draw(CALM, CALM, said=words), says).after == "no_change"
    words["customer"][-1] = "this evening"
    likely = replace(says, rule="model")
    assert response(draw(CALM, CALM, said=words), likely).after == "no_change"
    assert response(draw(CALM, CALM, said=words), says).after == "hotter"


def test_placebos_are_the_agents_talk_without_a_technique() -> None:
    picture = """
    customer |000000         000000        000000         000000        000000         777777        777777|
    agent    |       ======         mm            ======         ======         ======        =      =======|
    """.replace("mm", "= ")
    facts = call(picture, scale=2)
    found = placebos(facts, [moment(start=18.0, end=20.0), moment("escalated", 24.0, 26.0)], LIMITS)
    assert spans(p.span for p in found) == [(3.5, 6.5), (25.5, 28.5), (33.0, 36.0)]
    assert [p.response for p in found] == [m.response for m in add_responses(facts, [moment(start=p.span.start, end=p.span.end) for p in found], LIMITS)]  # fmt: skip
    assert placebos(call("customer |====  ====|\nagent |    ==|"), [], LIMITS) == ()


def test_where_the_agents_words_are_not_known_no_talk_is_a_placebo() -> None:
    picture = """
    customer |000000         000000        000000         000000        000000|
    agent    |       ======         ======        ======         ======      |
    """
    words = {"agent": ("It is the blue one, by the door.",) * 4, "customer": ("Yes, the blue one is here.",) * 5}
    assert review(call(picture, scale=2, said=words)).placebos
    assert not review(call(picture, scale=2, said={"customer": words["customer"]})).placebos


def test_of_nothing_little_is_told() -> None:
    """Sixty moments in six calls of pure chance: the bench has the figures."""
    dice = np.random.default_rng(2)
    told = [
        m.response.after
        for made in (make(dice, np.zeros(12)) for _ in range(6))
        for m in add_responses(made.call, [moment(start=gap.start, end=gap.end) for gap in made.gaps], LIMITS)
        if m.response is not None
    ]
    assert told.count("calmer") + told.count("hotter") <= 0.15 * len(told)


def test_only_what_the_agent_did_is_answered() -> None:
    kinds: tuple[Kind, ...] = ("pushed", "partnered", "escalated", "settled", "missed")
    found = add_responses(draw(HOT, CALM), [moment(kind) for kind in kinds], LIMITS)
    assert [m.response is not None for m in found] == [True, True, False, False, False]


def test_shifted_it_is_the_same() -> None:
    facts = draw(HOT, CALM)
    (moved,) = add_responses(later(facts, 8), [moment(start=20.0, end=24.0)], LIMITS)
    assert moved.response == response(facts)


def test_it_never_says_because_of() -> None:
    said = response(draw(CALM, HOT)).because + response(draw(HOT, CALM)).because
    assert not any(word in said.lower() for word in ("because", "caused", "due to", "angry", "upset"))
