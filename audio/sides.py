"""Two sides: each voice on its own channel, and which of the two is the agent's.

::

    channel 0 ──> speech ──> voice ─┐            told (--agent) ── else the transcript's names ── else what is said
    channel 1 ──> speech ──> voice ─┴─ Heard ──> left is the agent, unless one of these says otherwise
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from audio import roles
from audio.call import Doubt, Layout, Speaker, Voice, Word, other
from audio.decode import Sound
from audio.span import Span, common
from audio.speech import speech
from audio.transcript import Line
from audio.voice import voice

Side = Literal["left", "right", "first", "second"]
"""Whose channel is the agent's; on one channel, which voice: the one that speaks first or second."""

Progress = Callable[[str, float], None]
"""Told the stage in words and how far it is, 0 to 1."""

LITTLE = 0.5
"""Seconds of speech under which a channel counts as holding no voice."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who speaks where and how it sounds, before any words."""

    layout: Layout
    channels: Mapping[Speaker, int]
    speech: Mapping[Speaker, Sequence[Span]]
    voices: Mapping[Speaker, Voice]
    doubts: tuple[Doubt, ...]


def two_sides(sound: Sound, agent: Side | None, tell: Progress) -> Heard | int:
    """Both sides heard at once on two cores; or the only channel that holds a voice."""
    done = [0.0, 0.0]

    def side(channel: int) -> tuple[list[Span], Voice]:
        def share(of: float, start: float) -> Callable[[float], None]:
            def report(part: float) -> None:
                done[channel] = start + of * part
                tell("hearing the voices", sum(done) / 2)

            return report

        found = speech(sound, channel, share(0.3, 0.0))
        return found, voice(sound, channel, "agent", found, share(0.7, 0.3))

    with ThreadPoolExecutor(2) as pool:
        sides = list(pool.map(side, (0, 1)))
    said = [sum(span.duration for span in found) for found, _ in sides]
    if min(said) < LITTLE and max(said) >= LITTLE:
        return int(said[1] > said[0])
    left: Speaker = "customer" if agent in ("right", "second") else "agent"
    channels = {left: 0, other(left): 1}
    return Heard(
        "two_sides",
        channels,
        {who: sides[k][0] for who, k in channels.items()},
        {who: replace(sides[k][1], speaker=who) for who, k in channels.items()},
        () if max(said) >= LITTLE else (Doubt("speech", "No speech was found on either side: a fax, music or noise?"),),
    )


def swapped(heard: Heard) -> Heard:
    return replace(
        heard,
        channels={other(who): k for who, k in heard.channels.items()},
        speech={other(who): spans for who, spans in heard.speech.items()},
        voices={other(who): replace(v, speaker=other(who)) for who, v in heard.voices.items()},
    )


def by_transcript(heard: Heard, lines: Sequence[Line], agent: Side | None) -> tuple[Heard, tuple[Doubt, ...]]:
    """Left and right changed round where the transcript's agent is heard on the other side."""
    if heard.layout != "two_sides" or agent is not None:
        return heard, ()

    def fit(swapped: bool) -> float:
        return sum(
            sum(
                both.duration
                for both in common([line.span], heard.speech[other(line.speaker) if swapped else line.speaker])
            )
            for line in lines
            if line.span and line.speaker
        )

    if fit(True) <= 1.5 * fit(False):
        return heard, ()
    return swapped(heard), (
        Doubt("speakers", "The transcript's agent is heard on the right channel, so right was taken for the agent."),
    )


def by_words(
    heard: Heard, words: Mapping[Speaker, Sequence[Word]], agent: Side | None
) -> tuple[Heard, Mapping[Speaker, Sequence[Word]], tuple[Doubt, ...]]:
    """Agent and customer changed round where the words say so clearly."""
    if agent is not None:
        return heard, words, ()
    votes = roles.lead(
        words.get("agent", ()),
        words.get("customer", ()),
        (heard.speech.get("agent", ()), heard.speech.get("customer", ())),
    )
    if votes > -roles.SURE:
        return heard, words, ()
    which = "the right channel" if heard.layout == "two_sides" else "the second voice"
    why = f"By what is said, {which} is the agent, so it was taken for the agent; say --agent to decide otherwise."
    return swapped(heard), {other(who): said for who, said in words.items()}, (Doubt("speakers", why),)
