"""How calls end: what is settled, what is not, and what nobody can tell."""

from __future__ import annotations

import pytest

from analysis.review import review
from audio.call import Doubt
from samples.script import SCRIPTS, Script, read_scripts
from tests.bench.outcome import judged
from tests.pictures import call
from tests.scripted import OUTCOME, spoken

SAMPLES = read_scripts(SCRIPTS)


@pytest.mark.parametrize("script", SAMPLES, ids=lambda script: script.name)
@pytest.mark.parametrize("voiced", [False, True], ids=["words", "voice"])
def test_every_sample_ends_as_its_script_says(script: Script, voiced: bool) -> None:
    assert review(spoken(script, voiced)).outcome.kind == script.outcome


FLOORS = {"tune": (0.75, 0.6, 0.15, 0.8), "kept": (0.75, 0.6, 0.1, 0.85)}
"""F1 of settled and of missed, false ones missed a call at most, and share of the calls that end as labelled.

The calls of *tune* are those that the thresholds were looked at with, strangers' among them, and not all can be right:
a threshold that gets each of them right gets the next stranger's wrong.
"""


@pytest.mark.parametrize("voiced", [False, True], ids=["words", "voice"])
@pytest.mark.parametrize("part", sorted(FLOORS))
def test_written_calls_settle_miss_and_end_as_they_were_labelled(part: str, voiced: bool) -> None:
    scores, ended, calls = judged(read_scripts(OUTCOME / part), voiced, wrong=False)
    settled, missed, false, share = FLOORS[part]
    assert scores["settled"].f1 >= settled and scores["missed"].f1 >= missed
    assert scores["missed"].reported - scores["missed"].right <= false * calls
    assert ended >= share * calls


PICTURE = """
    agent    |     ====      ====      ====|
    customer |====      ====      ====     |
"""


def ends(
    *customer: str, agent: tuple[str, ...] = ("I'm sorry, I'll call him now.", "It is with you on Friday.", "Bye.")
) -> str:
    return review(call(PICTURE, scale=1, said={"agent": agent, "customer": customer})).outcome.kind


ANGRY = "This is ridiculous, get me your manager."


@pytest.mark.parametrize(
    ("last", "how"),
    [
        ("What a relief, thank you so much.", "settled"),
        ("Friday is fine.", "settled"),
        ("You've done more in five minutes than the rest of them.", "settled"),
        ("Fine. Goodbye.", "unsettled"),
        ("Great. That's just great.", "unsettled"),
        ("I want your manager, this is outrageous.", "unsettled"),
        ("We'll see if they bother to turn up this time, I won't hold my breath.", "unsettled"),
        ("It is the blue one.", "unclear"),
    ],
)
def test_the_customers_last_words_tell(last: str, how: str) -> None:
    assert ends(ANGRY, "It's the blue one, by the door.", last) == how


def test_nothing_escalated_is_calm_and_without_words_unclear() -> None:
    assert ends("Hello, I want a blue one.", "By Friday.", "Thanks, bye.") == "calm"
    third = "He's a nightmare, my neighbour, he never shuts that gate."
    assert ends("Hello, I want a new lock.", third, "Thanks, bye.") == "calm"
    wordless = review(call(PICTURE, scale=1))
    assert wordless.outcome.kind == "unclear" and "words" in wordless.outcome.because


def test_it_is_unclear_whose_words_they_were_or_what_the_customer_said() -> None:
    said = {"agent": ["Hello.", "Friday.", "Bye."], "customer": ["Hello.", "A blue one.", "Bye."]}
    assert review(call(PICTURE, scale=1, said=said)).outcome.kind == "calm"
    doubted = review(call(PICTURE, scale=1, said=said, doubts=[Doubt("separation", "Two voices are too alike.")]))
    assert (doubted.outcome.kind, doubted.outcome.because) == ("unclear", "Two voices are too alike.")
    silent = review(call(PICTURE, scale=1, said={"agent": said["agent"]}))
    assert (silent.outcome.kind, silent.outcome.because) == ("unclear", "No words of the customer's are known.")


def test_what_was_passed_over_is_not_called_calm() -> None:
    business = ("And the postcode?", "And the first line of it?", "Bye.")
    assert ends("I've been on hold for half an hour.", "It's four four.", "Mill Lane.", agent=business) == "unclear"


VOICE = """
    customer |00000000  00000000     77777777   77777777      {}   {}  |
    agent    |        00                     00         00000                      |
"""


@pytest.mark.parametrize(("end", "how"), [("00000000", "settled"), ("77777777", "unsettled")])
def test_without_words_the_voice_tells_where_it_was_up(end: str, how: str) -> None:
    told = review(call(VOICE.format(end, end), scale=2)).outcome
    assert told.kind == how and "semitones" in told.because


GERMAN = ("Das ist nicht gut, ich habe schon drei Wochen auf die Lieferung gewartet.",) * 3
"""Of a language that is not read."""


def test_where_one_side_is_not_read_its_counts_are_withheld_and_nobody_is_called_calm() -> None:
    plain = ("It is the blue one.", "Yes, by the door.", "Thank you.")
    agents = ("Let me look at that for you.", "It is with you on Friday.", "Bye.")
    for agent, customer, hidden in (
        (agents, GERMAN, "escalated"),
        (GERMAN, plain, "pushed"),
        (("", "", ""), plain, "pushed"),
    ):
        report = review(call(PICTURE, scale=1, said={"agent": agent, "customer": customer}))
        other = {"escalated": "pushed", "pushed": "escalated"}[hidden]
        for name in (hidden, "missed"):
            assert report.figures[name].value is None and report.figures[name].withheld
        assert report.figures[other].value is not None
        assert report.outcome.kind == ("unclear" if hidden == "escalated" else "calm")
