"""Which of two voices is the agent, by what each says."""

from __future__ import annotations

import math
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sounds import SAMPLES, truth

from audio.call import Word
from audio.span import Span
from audio.speakers.roles import (
    LINE,
    MOST,
    PAUSE,
    SURE,
    compare_voices,
    lines,
    phrases,
    shipped_weights,
    vote,
    vote_certainty,
    vote_lead,
)

NAMES = sorted(path.stem for path in SAMPLES.glob("*.opus"))


def words(*said: str) -> tuple[Word, ...]:
    """One voice: its lines, each a second after the one before, its words end to end."""
    out: list[Word] = []
    at = 0.0
    for line in said:
        for text in line.split():
            out.append(Word(Span(at, at + 0.25), text))
            at += 0.25
        at += 1.0
    return tuple(out)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for calling Larkrise, how can I help?",
        "Larkrise Energy, Carla speaking, how may I help you?",
        "Can I take your account number, please.",
        "Could you confirm your date of birth for me?",
        "Is there anything else I can do for you today?",
        "Bear with me, let me just check that for you.",
        "I'll pop you on hold for a minute, is that all right?",
        "thanks for holding sir i can see your booking here",
    ],
)
def test_an_agents_line_votes_for_the_agent(text: str) -> None:
    assert vote(text) > 1


@pytest.mark.parametrize(
    "text",
    [
        "I'm calling about my parcel, it never came.",
        "I’ve been waiting three weeks for my refund",
        "I would like to change my booking, can you help me with that?",
        "I want my money back",
        "my account number is four two seven one",
        "i'd like to speak to your manager",
    ],
)
def test_a_customers_line_votes_against(text: str) -> None:
    assert vote(text) < -1


def test_what_has_no_weight_votes_for_nobody() -> None:
    assert vote("") == vote("Guten Tag, Stadtwerke Lerchenau") == 0.0
    assert vote_lead((), ()) == vote_lead(words("how can I help you"), ()) == 0.0
    assert vote_certainty(0.0) == 0.5


def test_a_phrase_is_one_to_three_words_and_a_number_is_a_number() -> None:
    assert phrases("It’s 42, seven") == {"it's", "#", "it's #", "# #", "it's # #"}
    assert phrases("forty two") == phrases("4 2") == {"#", "# #"}


def test_a_line_ends_at_a_pause_and_after_so_many_words() -> None:
    a, b, c = (Word(Span(start, start + 0.2), text) for start, text in ((0, "a"), (0.3, "b"), (0.5 + PAUSE, "c")))
    assert lines([a, b, c]) == ["a b", "c"]
    assert [len(line.split()) for line in lines([a] * (2 * LINE + 1))] == [LINE, LINE, 1]


def test_no_line_settles_it_alone() -> None:
    """The longest line of an agent is held to ``MOST``, and against silence of the other nothing is claimed."""
    much = "thank you for calling how can i help you is there anything else i can do for you my colleague apologies"
    assert sum(shipped_weights().get(phrase, 0.0) for phrase in phrases(much)) > MOST
    assert vote(much) == MOST


def test_the_more_lines_the_surer() -> None:
    # means of +1 and -1: one line each, then four
    assert compare_voices([1.0], [-1.0]) == pytest.approx(2 * math.sqrt(1 / 2))
    assert compare_voices([1.0] * 4, [-1.0] * 4) == pytest.approx(2 * math.sqrt(16 / 8))
    assert compare_voices([], [1.0]) == compare_voices([1.0], []) == 0.0


@given(st.floats(-20, 20))
def test_certainty_grows_with_the_lead_either_way(found: float) -> None:
    assert 0.5 <= vote_certainty(found) == vote_certainty(-found) <= vote_certainty(abs(found) + 1) <= 1


def test_sure_is_sure() -> None:
    assert vote_certainty(SURE) == pytest.approx(0.97, abs=0.005)


def test_two_customers_or_a_few_words_claim_nothing() -> None:
    assert abs(vote_lead(words("Yes.", "Right."), words("No.", "Okay then."))) < SURE
    same = "I ordered it on Monday and it is still not here."
    assert vote_lead(words(same), words(same)) == 0.0


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_agents_are_told(name: str) -> None:
    said = {
        who: words(*(line["text"] for line in truth(name)["lines"] if line["speaker"] == who))
        for who in ("agent", "customer")
    }
    found = vote_lead(said["agent"], said["customer"])
    assert found >= SURE
    assert vote_lead(said["customer"], said["agent"]) == -found


def test_no_phrase_stands_twice_and_none_is_longer_than_three_words() -> None:
    known = list(shipped_weights())
    assert len(known) > 1000
    assert all(len(list(group)) == 1 for _, group in groupby(sorted(known)))
    assert all(phrase in phrases(phrase) for phrase in known)
