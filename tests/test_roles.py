"""Which of two voices is the agent, by what each says."""

from __future__ import annotations

import pytest
from sounds import SAMPLES, true_speech, truth

from audio.call import Word
from audio.roles import SURE, agent_votes, lead
from audio.span import Span

NAMES = sorted(path.stem for path in SAMPLES.glob("*.opus"))


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(Span(k, k + 1), part) for k, part in enumerate(text.split()))


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for calling Larkrise, how can I help?",
        "Can I take your account number, please.",
        "Is there anything else I can do for you today?",
        "Bear with me, let me just check that for you.",
    ],
)
def test_an_agents_phrases_vote_for_the_agent(text: str) -> None:
    assert agent_votes(words(text)) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "I'm calling about my parcel.",
        "I’ve been waiting three weeks",
        "My order never came and I was told it would.",
        "I want my money back",
    ],
)
def test_a_customers_phrases_vote_against(text: str) -> None:
    assert agent_votes(words(text)) <= -1


def test_nothing_said_is_no_vote() -> None:
    assert agent_votes(()) == agent_votes(words("Yes. No. Right.")) == 0


def test_opening_the_call_is_a_vote_but_not_enough() -> None:
    early, late = [Span(0, 1)], [Span(2, 3)]
    assert 0 < lead((), (), (early, late)) < SURE
    assert lead((), (), (late, early)) == -lead((), (), (early, late))
    assert abs(lead((), (), ([], []))) < SURE


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_agents_are_told(name: str) -> None:
    said = {
        who: words(" ".join(line["text"] for line in truth(name)["lines"] if line["speaker"] == who))
        for who in ("agent", "customer")
    }
    speech = true_speech(name, "agent"), true_speech(name, "customer")
    votes = lead(said["agent"], said["customer"], speech)
    assert votes > 0  # never the wrong one
    assert lead(said["customer"], said["agent"], speech[::-1]) == -votes
