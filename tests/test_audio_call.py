"""The facts of a call: values that can be asked and swapped, and never changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from pictures import call

from audio.call import Call, Doubt, Turn, Voice, Word, other
from audio.span import Span


def voice(frames: int = 10, hop: float = 0.1) -> Voice:
    track = np.arange(frames, dtype=np.float32)
    return Voice("agent", hop, track, track, track)


def test_a_turn_reads_as_its_words() -> None:
    words = (Word(Span(0, 0.4), "Good"), Word(Span(0.4, 1), "morning.", 0.9))
    assert Turn(Span(0, 1), "agent", words).text == "Good morning."
    assert Turn(Span(0, 1), "agent").text == ""


@pytest.mark.parametrize(
    ("start", "end", "frames"),
    [(0.0, 0.3, (0, 3)), (0.25, 0.5, (3, 5)), (0.2, 0.2, (2, 2)), (0.85, 5.0, (9, 10)), (3.0, 5.0, (10, 10))],
)
def test_the_frames_of_a_span_are_those_centred_in_it(start: float, end: float, frames: tuple[int, int]) -> None:
    found = voice().frames(Span(start, end))
    assert (found.start, found.stop) == frames


def test_a_doubt_is_about_both_sides_or_one() -> None:
    facts = Call("1", "a.wav", 1.0, "mono", (), (), (Doubt("pitch:agent", "hum"), Doubt("words", "no model")))
    assert facts.doubt("pitch", "agent") == Doubt("pitch:agent", "hum")
    assert facts.doubt("pitch", "customer") is None
    assert facts.doubt("pitch") is None
    assert facts.doubt("words", "customer") == facts.doubt("words") == Doubt("words", "no model")
    assert Doubt("pitch:agent", "hum").subject == "pitch"


def test_swapping_changes_everything_round_and_twice_is_nothing() -> None:
    facts = call(
        "agent |=2=  |\ncustomer |   ==|", said={"agent": ["hello there"]}, doubts=[Doubt("pitch:agent", "hum")]
    )
    swapped = facts.swapped()
    assert [t.text for t in swapped.of("customer")] == ["hello there"]
    assert swapped.voice("customer").pitch is facts.voice("agent").pitch  # type: ignore[union-attr]
    assert swapped.doubt("pitch", "customer") and not swapped.doubt("pitch", "agent")
    assert (swapped.id, swapped.duration) == (facts.id, facts.duration)
    again = swapped.swapped()
    assert (again.turns, again.doubts) == (facts.turns, facts.doubts)
    assert [other(who) for who in ("agent", "customer")] == ["customer", "agent"]


def test_what_a_call_holds_can_be_asked() -> None:
    drawn = call("agent |== |\ncustomer |  =|")
    assert (drawn.has_sound, drawn.has_words) == (False, False)
    assert call("agent |=0|\ncustomer |==|", said={"agent": ["hi"]}).has_words
    assert call("agent |=0|").voice("customer") is not None
    assert drawn.voice("agent") is None


def test_facts_do_not_change() -> None:
    facts = call("agent |==|")
    with pytest.raises(FrozenInstanceError):
        facts.duration = 2.0  # type: ignore[misc]
