"""Which of the two is the agent: told, named, voted, or assumed and said."""

from __future__ import annotations

import numpy as np
import pytest

from audio.call import ASSUMED, Call, Doubt, Speaker, Voice, Word, other
from audio.span import Span
from audio.speakers.agent import by_order, by_transcript, channel_names, decide_agent, lines_match_sides, swap_sides
from audio.speakers.roles import LEANS, SURE, vote_lead
from audio.speakers.two_channels import HeardSides
from audio.transcripts.reader import Line

AGENT = "Thank you for calling Larkrise, how can I help? Can I take your account number, please?"
CUSTOMER = "I'm calling about my order, I was told it would be here and I have been waiting three weeks."
CALLED: dict[Speaker, str] = {"agent": "the left channel", "customer": "the right channel"}


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(Span(k, k + 0.9), part) for k, part in enumerate(text.split()))


def heard(agent: list[Span], customer: list[Span], layout: str = "two_sides") -> HeardSides:
    still = np.zeros(1, np.float32)
    voices = {who: Voice(who, 0.01, still, still, still) for who in ("agent", "customer")}
    return HeardSides(layout, {"agent": 0, "customer": 1}, {"agent": agent, "customer": customer}, voices, ())  # type: ignore[arg-type]


# --- what is said ---


@pytest.mark.parametrize("told", [False, True])
def test_words_that_agree_leave_no_doubt(told: bool) -> None:
    assert decide_agent({"agent": words(AGENT), "customer": words(CUSTOMER)}, CALLED, told) == (False, ())


def test_words_that_say_otherwise_change_them_round_and_say_so() -> None:
    swap, doubts = decide_agent({"agent": words(CUSTOMER), "customer": words(AGENT)}, CALLED, False)
    assert swap
    assert [d.about for d in doubts] == ["speakers"] and not doubts[0].assumes
    assert doubts[0].why.startswith("By what is said, the right channel is the agent (certainty 99%), so")


def test_what_somebody_said_stands_against_the_words_which_is_said() -> None:
    swap, doubts = decide_agent({"agent": words(CUSTOMER), "customer": words(AGENT)}, CALLED, True)
    assert not swap
    assert "the right channel is the agent" in doubts[0].why
    assert doubts[0].why.endswith("though the left channel was named as the agent.")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "there are no words to tell"),
        ({"agent": (), "customer": ()}, "there are no words to tell"),
        ({"agent": words("Yes."), "customer": words("No.")}, "what is said does not tell"),
        ({"agent": words(AGENT), "customer": ()}, "what is said does not tell"),
    ],
)
def test_an_assumption_is_always_said(said: dict[Speaker, tuple[Word, ...]], why: str) -> None:
    swap, doubts = decide_agent(said, CALLED, False)
    assert not swap and [d.about for d in doubts] == ["speakers"]
    assert doubts[0].assumes and f"{ASSUMED}the left channel is the agent: nobody said so, and {why}" in doubts[0].why
    assert decide_agent(said, CALLED, True) == (False, ())


@pytest.mark.parametrize("other_way", [False, True])
def test_words_that_lean_one_way_are_assumed_right_and_that_is_said(other_way: bool) -> None:
    asks, answers = words("One moment."), words("All right.")
    lead = vote_lead(asks, answers)
    assert LEANS <= lead < SURE
    sides: dict[Speaker, tuple[Word, ...]] = {"agent": asks, "customer": answers}
    swap, doubts = decide_agent({who: sides[other(who) if other_way else who] for who in sides}, CALLED, False)
    assert swap is other_way and doubts[0].assumes
    who = CALLED["customer" if other_way else "agent"]
    assert doubts[0].why.startswith(
        f"{ASSUMED}{who} is the agent: nobody said so, and what is said only leans that way ("
    )


def test_whoever_swaps_them_by_hand_knows() -> None:
    _, doubts = decide_agent({}, CALLED, False)
    kept = Doubt("speakers", "Both voices are in one channel; the voices were told apart by their sound.")
    call = Call("c", "c.wav", 1.0, "two_sides", (), (), (*doubts, kept))
    assert call.swapped().doubts == (kept,)


def test_what_the_two_are_called() -> None:
    one = heard([Span(3, 4)], [Span(0, 1)])
    assert channel_names(one) == CALLED
    assert channel_names(swap_sides(one)) == {"agent": "the right channel", "customer": "the left channel"}
    first, second = "the voice that speaks first", "the voice that speaks second"
    assert channel_names(heard([Span(3, 4)], [Span(0, 1)], "mono")) == {"agent": second, "customer": first}
    assert by_order({"agent": [Span(0, 1)]}) == {"agent": first, "customer": second}


# --- where a transcript's lines lie ---

# agent      [==A==]          [==A==]
# customer            [==C==]          [===C===]
SPEECH: dict[Speaker, list[Span]] = {
    "agent": [Span(0, 3), Span(6, 9)],
    "customer": [Span(3, 6), Span(9, 13)],
}
TURNS: list[tuple[Speaker, float, float]] = [("agent", 0, 3), ("customer", 3, 6), ("agent", 6, 9), ("customer", 9, 13)]


def said(*, times: bool, other_way: bool = False) -> list[Line]:
    names: dict[Speaker, Speaker] = {"agent": "customer", "customer": "agent"}
    return [
        Line(Span(a, b) if times else None, names[who] if other_way else who, "x" * int(14 * (b - a)))
        for who, a, b in TURNS
    ]


@pytest.mark.parametrize("times", [True, False])
def test_lines_tell_the_side_by_their_times_or_else_by_their_order(times: bool) -> None:
    assert lines_match_sides(said(times=times), SPEECH) is True
    assert lines_match_sides(said(times=times, other_way=True), SPEECH) is False


@pytest.mark.parametrize("late", [3.2, 4.5, 5.0])
def test_a_transcript_late_by_a_turn_is_not_taken_for_the_other_sides(late: float) -> None:
    lengths, start = [4.4, 4.2, 3.4, 3.5, 5.9, 3.1, 3.3, 2.5], 0.5
    lines: list[Line] = []
    for index, length in enumerate(lengths):
        lines.append(Line(Span(start, start + length), "customer" if index % 2 else "agent", "x" * int(14 * length)))
        start += length + 0.45
    speech: dict[Speaker, list[Span]] = {
        who: [line.span.shift(late) for line in lines if line.span and line.speaker == who]
        for who in ("agent", "customer")
    }
    assert lines_match_sides(lines, speech) is True
    assert lines_match_sides(lines, {other(who): spans for who, spans in speech.items()}) is False


def test_lines_of_nobody_tell_nothing() -> None:
    assert lines_match_sides([Line(Span(0, 3), None, "hello"), Line(Span(20, 21), "agent", "bye")], SPEECH) is None


def test_a_named_agent_on_the_right_is_the_agent_and_said() -> None:
    one, _, told, doubts = by_transcript(
        heard(SPEECH["agent"], SPEECH["customer"]), said(times=True, other_way=True), False, True
    )
    assert told is True and one.channels == {"customer": 0, "agent": 1}
    assert [d.why for d in doubts] == [
        "The transcript's agent is heard on the right channel, so right was taken for the agent."
    ]


def test_numbers_are_laid_on_their_sides_but_tell_nobody() -> None:
    one, _, told, doubts = by_transcript(
        heard(SPEECH["agent"], SPEECH["customer"]), said(times=True, other_way=True), False, False
    )
    assert told is False and one.channels == {"customer": 0, "agent": 1} and doubts == ()


def test_a_named_agent_who_is_heard_on_neither_side_leaves_an_assumption() -> None:
    far = [Line(Span(50, 51), "agent", "hello"), Line(Span(52, 53), "customer", "hi")]
    one, _, told, doubts = by_transcript(heard(SPEECH["agent"], SPEECH["customer"]), far, False, True)
    assert told is None and one.channels == {"agent": 0, "customer": 1} and doubts[0].assumes


def test_what_is_told_is_not_asked_of_the_transcript() -> None:
    one = heard(SPEECH["agent"], SPEECH["customer"])
    as_heard = by_transcript(one, said(times=True), True, True)
    assert as_heard == (one, said(times=True), True, ())


@pytest.mark.parametrize("times", [True, False])
@pytest.mark.parametrize("named", [True, False])
def test_what_is_told_against_the_transcript_leaves_each_line_where_it_is_heard(times: bool, named: bool) -> None:
    one = heard(SPEECH["agent"], SPEECH["customer"])
    same, lines, told, doubts = by_transcript(one, said(times=times, other_way=True), True, named)
    assert (same, lines, told) == (one, said(times=times), True)
    why = "The transcript's agent is heard on the right channel, though the left channel was named as the agent."
    assert [d.why for d in doubts] == [why] * named
