"""A masked call and what quotes it: one word for a run, its times kept, and no digit of it in any text."""

from __future__ import annotations

import pytest

from analysis.report import Measure, Moment, Outcome, Report, Response
from audio.call import Call, Doubt
from audio.span import Span
from library.redaction.finding import find_in_turns
from library.redaction.masking import Masking
from tests.marked_dialogues import dialogue

TALK = "A Could I take the long number? | C It's four one double one, two three oh five. Thanks! | A And the code on the back? | C seven oh two"
TURNS = dialogue(TALK).turns
MASKING = Masking(TURNS, find_in_turns(TURNS))
CALL = Call(
    "id", "call.wav", 30.0, "two_sides", TURNS, doubts=(Doubt("words", "It reads “double one two three” twice."),)
)


def test_a_run_becomes_one_word_with_its_times_and_its_full_stop() -> None:
    masked = MASKING.call(CALL)
    assert [turn.text for turn in masked.turns] == [
        "Could I take the long number?", "It's [card number]. Thanks!", "And the code on the back?", "[security code]",
    ]  # fmt: skip
    word, whole = masked.turns[1].words[1], CALL.turns[1].words
    assert word.span == Span(whole[1].span.start, whole[8].span.end)
    assert masked.doubts[0].why == "It reads “[card number]” twice."


def test_masking_is_stable() -> None:
    masked = MASKING.call(CALL)
    assert find_in_turns(masked.turns) == ()
    assert Masking(masked.turns, ()).call(masked) is masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("She says “It's four one double one, two three oh five.”", "She says “It's [card number].”"),
        ("“… one double one, two three …”", "“… [card number] …”"),
        ("Four of them took one second.", "Four of them took one second."),
        ("seven oh", "[security code]"),
        ("It rose by 4.1 semitones over 7 s.", "It rose by 4.1 semitones over 7 s."),
    ],
)
def test_a_text_that_quotes_it_is_masked(text: str, masked: str) -> None:
    assert MASKING.text(text) == masked


def test_one_word_of_a_number_is_masked_where_the_quote_is_of_that_second() -> None:
    assert MASKING.text("“It's four”", TURNS[1].span) == "“It's [card number]”"
    assert MASKING.text("“It's four”", Span(25, 26)) == "“It's four”"


def test_every_text_of_a_report_is_masked() -> None:
    quote = "“double one, two three oh five”"
    response = Response("calmer", f"Then {quote}.")
    moment = Moment(
        "pushed", "command", TURNS[1].span, "customer", quote, quote, words=quote, instead=quote, response=response
    )
    measure = Measure("complaint_price", TURNS[1].span, "customer", 1.0, "lines", words=quote)
    report = MASKING.report(Report("id", 30.0, (measure,), (moment,), outcome=Outcome("calm", quote)))
    assert "double" not in repr(report)
    assert repr(report).count("[card number]") == 7
