"""A voice that leaks is written once; two people who say the same are two."""

from __future__ import annotations

import numpy as np

from audio.asr.packing import RATE
from audio.call import SPEAKERS, Speaker, Word
from audio.channels.echo import remove_echoes
from audio.signal.decode import Samples, Sound
from audio.span import Span


def said(text: str, start: float = 0.0, late: float = 0.0) -> list[Word]:
    return [
        Word(Span(start + 0.4 * i + late, start + 0.4 * i + 0.3 + late), word)
        for i, word in enumerate(text.split())
        if word != "_"
    ]


def level(gain: float) -> Sound:
    def sound(span: Span) -> Samples:
        rng = np.random.default_rng(0)
        return (gain * rng.standard_normal(round(span.duration * RATE))).astype(np.float32)

    return sound


def heard(agent: list[Word], customer: list[Word], louder: float) -> dict[Speaker, str]:
    sides = {"agent": level(0.01 * louder), "customer": level(0.01)}
    kept = remove_echoes({"agent": agent, "customer": customer}, sides)  # type: ignore[arg-type]
    return {who: " ".join(word.text for word in kept[who]) for who in SPEAKERS}


def test_an_echo_is_taken_out_where_it_is_softer() -> None:
    voice, echo = said("Let me look that up for you"), said("let me look _ up for you.", late=0.05)
    own = said("okay thanks", start=10.0)
    assert heard(voice, [*echo, *own], louder=8.0) == {
        "agent": "Let me look that up for you",
        "customer": "okay thanks",
    }
    assert heard([*echo, *own], voice, louder=0.1) == {
        "agent": "okay thanks",
        "customer": "Let me look that up for you",
    }


def test_as_loud_on_both_sides_it_stays() -> None:
    assert heard(said("one two three four"), said("one two three four"), louder=1.2)["customer"] == "one two three four"


def test_two_people_may_say_the_same() -> None:
    assert heard(said("yeah yeah"), said("yeah yeah"), louder=8.0)["customer"] == "yeah yeah"
    assert (
        heard(said("my own good words"), said("his other fine talk"), louder=8.0)["customer"] == "his other fine talk"
    )


def test_what_is_repeated_later_is_no_echo() -> None:
    voice, again = said("four seven one one"), said("four seven one one", start=2.0)
    assert heard(voice, again, louder=8.0) == {"agent": "four seven one one", "customer": "four seven one one"}
